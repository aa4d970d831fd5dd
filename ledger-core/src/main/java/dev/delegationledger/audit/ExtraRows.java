package dev.delegationledger.audit;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.NodeKey;
import dev.delegationledger.view.Rows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds rows that no record gives. Each table's rows are counted first; only if there are more than
 * were expected and met are they gone through one by one, so that no table is held in memory.
 */
final class ExtraRows {
  private static final int SHOWN = 48;

  private final StoredRows rows;
  private final StatusReplay status;
  private final ChargeReplay charges;
  private final Unbelieved unbelieved;
  private final Findings findings;
  private final long size;

  ExtraRows(
      StoredRows rows,
      StatusReplay status,
      ChargeReplay charges,
      Unbelieved unbelieved,
      Findings findings,
      long size) {
    this.rows = rows;
    this.status = status;
    this.charges = charges;
    this.unbelieved = unbelieved;
    this.findings = findings;
    this.size = size;
  }

  void find() {
    for (Table table : Table.values()) {
      long[] count = {0};
      boolean whole =
          rows.scan(
              table,
              new byte[0],
              (key, value) -> {
                count[0]++;
                return true;
              });
      if (whole && count[0] != rows.met(table)) {
        rows.scan(
            table,
            new byte[0],
            (key, value) -> {
              if (!isExpected(table, key)) {
                report(table, key);
              }
              return true;
            });
      }
    }
  }

  private void report(Table table, byte[] key) {
    String shown = HexFormat.of().formatHex(key, 0, Math.min(key.length, SHOWN));
    OptionalLong about = about(table, key);
    Refusal finding =
        Refusal.of(reason(table), "scan " + table + ": expected no row, got key " + shown);
    findings.add(about.isPresent() ? finding.orAt(about.getAsLong()) : finding);
  }

  private static Reason reason(Table table) {
    return switch (table) {
      case RECORDS -> Reason.HEAD_CONTRADICTION;
      case NODES, STATUS_NODES -> Reason.NODE_CONTRADICTION;
      case STATUS -> Reason.STATUS_CONTRADICTION;
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE, BY_END, CHARGES ->
          Reason.LOOKUP_CONTRADICTION;
      case DISCLOSURES -> Reason.DISCLOSURE_MISMATCH;
    };
  }

  /** The record that a row claims to be about, if its key says one that can be. */
  private OptionalLong about(Table table, byte[] key) {
    return switch (table) {
      case RECORDS, STATUS, CHARGES ->
          key.length == Keys.INDEX_BYTES ? index(Keys.trailingIndex(key)) : OptionalLong.empty();
      case NODES -> node(key).map(n -> index(lastBelow(n))).orElse(OptionalLong.empty());
      case STATUS_NODES -> node(key).map(this::statusNodeAbout).orElse(OptionalLong.empty());
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE, BY_END ->
          key.length >= Keys.INDEX_BYTES ? index(Keys.trailingIndex(key)) : OptionalLong.empty();
      case DISCLOSURES ->
          key.length >= Keys.INDEX_BYTES ? index(leadingIndex(key)) : OptionalLong.empty();
    };
  }

  private OptionalLong statusNodeAbout(NodeKey node) {
    OptionalLong first = status.firstBelow(node.level(), node.index());
    return first.isPresent() ? first : index(node.index() << node.level());
  }

  private boolean isExpected(Table table, byte[] key) {
    return switch (table) {
      case RECORDS -> key.length == Keys.INDEX_BYTES && isInside(Keys.trailingIndex(key));
      case NODES -> node(key).filter(n -> isInside(lastBelow(n))).isPresent();
      case STATUS -> key.length == Keys.INDEX_BYTES && status.hasStatus(Keys.trailingIndex(key));
      case STATUS_NODES -> node(key).filter(n -> status.hasNode(n.level(), n.index())).isPresent();
      case CHARGES -> key.length == Keys.INDEX_BYTES && charged(Keys.trailingIndex(key));
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE, BY_END ->
          key.length > Keys.INDEX_BYTES && isLookup(table, key, Keys.trailingIndex(key));
      case DISCLOSURES -> key.length > Keys.INDEX_BYTES && isDisclosure(key, leadingIndex(key));
    };
  }

  private boolean charged(long grant) {
    return isInside(grant) && charges.isExpected(grant);
  }

  /** What an unreadable record gives cannot be told; that record has a finding of its own. */
  private boolean isLookup(Table table, byte[] key, long index) {
    if (!isInside(index) || unbelieved.isLost(index)) {
      return unbelieved.isLost(index);
    }
    boolean[] given = {false};
    entry(index)
        .ifPresent(
            entry ->
                Rows.lookups(
                    entry, index, (t, k, v) -> given[0] |= t == table && Arrays.equals(k, key)));
    return given[0];
  }

  private boolean isDisclosure(byte[] key, long index) {
    if (!isInside(index) || unbelieved.isLost(index)) {
      return unbelieved.isLost(index);
    }
    return entry(index).stream()
        .flatMap(entry -> entry.statement().slots().values().stream())
        .anyMatch(
            slot ->
                slot instanceof Slot.Hidden hidden
                    && Arrays.equals(Keys.disclosure(index, hidden.digest()), key));
  }

  private Optional<SignedEntry> entry(long index) {
    try {
      return StoredRecord.read(rows, index).entry();
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }

  private boolean isInside(long index) {
    return index >= 0 && index < size;
  }

  private static OptionalLong index(long index) {
    return index >= 0 && index < Merkle.MAX_SIZE ? OptionalLong.of(index) : OptionalLong.empty();
  }

  /** The node that a key is of, if a tree of this program can have it at all. */
  private static Optional<NodeKey> node(byte[] key) {
    return NodeKey.of(key)
        .filter(n -> n.level() <= StatusTree.HEIGHT)
        .filter(n -> n.index() < StatusTree.CAPACITY >>> n.level());
  }

  private static long lastBelow(NodeKey node) {
    return ((node.index() + 1) << node.level()) - 1;
  }

  private static long leadingIndex(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }
}
