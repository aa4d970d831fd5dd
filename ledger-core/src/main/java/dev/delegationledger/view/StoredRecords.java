package dev.delegationledger.view;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Kept;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Records, tree nodes and disclosures as a store holds them, checked as they are read. */
final class StoredRecords {
  private final ReadableStore store;

  /** The status lists that were read, each with the row that it was read from. */
  private final Kept<Long, ReadStatus> readStatuses = Kept.atMost(10_000);

  /** What a row says. The array is compared and never changed. */
  private static final class ReadStatus {
    private final byte[] row;
    private final StatusList facts;

    ReadStatus(byte[] row, StatusList facts) {
      this.row = row;
      this.facts = facts;
    }
  }

  StoredRecords(ReadableStore store) {
    this.store = store;
  }

  /**
   * The record at {@code index}, checked against the leaf hash that the tree holds for it.
   *
   * @throws RefusedException naming the record, if it is missing, malformed or altered
   */
  RawRecord record(long index) throws RefusedException {
    byte[] bytes = store.get(Table.RECORDS, Keys.index(index));
    if (bytes == null) {
      throw refuse(
          index,
          isInLog(index) ? Reason.RECORD_LOST : Reason.RECORD_MISSING,
          "read record: expected one, got none");
    }
    Hash leaf = node(0, index);
    RawRecord record;
    try {
      record = RawRecord.parse(Bytes.of(bytes));
    } catch (RefusedException malformed) {
      // bytes that were altered are altered, whatever they still parse as
      requireLeaf(index, leaf, Merkle.leafHash(bytes));
      throw new RefusedException(malformed.refusal().orAt(index));
    }
    requireLeaf(index, leaf, record.leafHash());
    if (record.index() != index) {
      throw refuse(index, Reason.INDEX_MISMATCH, "read record: got index " + record.index());
    }
    return record;
  }

  private static void requireLeaf(long index, Hash leaf, Hash got) throws RefusedException {
    if (!leaf.equals(got)) {
      throw refuse(
          index, Reason.RECORD_ALTERED, "read record: expected leaf hash " + leaf + ", got " + got);
    }
  }

  /** The head's bytes. */
  byte[] head() throws RefusedException {
    byte[] head = store.head();
    if (head == null) {
      throw RefusedException.of(Reason.HEAD_CONTRADICTION, "read head: expected one, got none");
    }
    return head;
  }

  /** What has happened to the record at {@code index}. */
  StatusList status(long index) throws RefusedException {
    byte[] row = store.get(Table.STATUS, Keys.index(index));
    if (row == null) {
      return StatusList.LIVE;
    }
    ReadStatus known = readStatuses.get(index);
    if (known != null && Arrays.equals(known.row, row)) {
      return known.facts;
    }
    StatusList facts = Rows.readStatus(index, row);
    readStatuses.put(index, new ReadStatus(row, facts));
    return facts;
  }

  /** Whether the head says that there is such a record. */
  boolean isInLog(long index) {
    byte[] head = store.head();
    try {
      return head != null && index >= 0 && index < Head.parse(head).size();
    } catch (RefusedException unreadable) {
      return false;
    }
  }

  /**
   * A stored node of the log's tree.
   *
   * @throws IllegalStateException if the store lacks it
   */
  Hash logNode(int level, long index) {
    try {
      return node(level, index);
    } catch (RefusedException missing) {
      throw new IllegalStateException(missing.getMessage(), missing);
    }
  }

  /**
   * A stored node of the status tree, if it is not the default.
   *
   * @throws IllegalStateException if what the store holds there is no hash
   */
  Optional<Hash> statusNode(int level, long index) {
    byte[] hash = store.get(Table.STATUS_NODES, Keys.node(level, index));
    if (hash != null && hash.length != Hash.SIZE) {
      RefusedException altered =
          refuse(
              index << level,
              Reason.NODE_CONTRADICTION,
              "read status node: expected 32 bytes at level " + level);
      throw new IllegalStateException(altered.getMessage(), altered);
    }
    return hash == null ? Optional.empty() : Optional.of(Hash.of(hash));
  }

  private Hash node(int level, long index) throws RefusedException {
    byte[] hash = store.get(Table.NODES, Keys.node(level, index));
    if (hash == null || hash.length != Hash.SIZE) {
      throw refuse(
          index << level,
          Reason.NODE_CONTRADICTION,
          "read tree node: expected 32 bytes at level " + level);
    }
    return Hash.of(hash);
  }

  /** The disclosures stored with the record at {@code index}. */
  List<Disclosure> disclosures(long index) throws RefusedException {
    List<String> encoded = new ArrayList<>();
    boolean[] altered = {false};
    store.scanPrefix(
        Table.DISCLOSURES,
        Keys.index(index),
        (key, value) -> {
          encoded.add(new String(value, StandardCharsets.US_ASCII));
          altered[0] |= !Arrays.equals(key, Keys.disclosure(index, Sha256.of(value)));
          return true;
        });
    if (altered[0]) {
      throw refuse(
          index,
          Reason.DISCLOSURE_MISMATCH,
          "read disclosure: expected the one whose digest its row names, got another");
    }
    List<Disclosure> disclosures = new ArrayList<>();
    for (String text : encoded) {
      disclosures.add(Disclosure.parse(text));
    }
    return disclosures;
  }

  private static RefusedException refuse(long index, Reason reason, String detail) {
    return new RefusedException(Refusal.at(index, reason, detail));
  }
}
