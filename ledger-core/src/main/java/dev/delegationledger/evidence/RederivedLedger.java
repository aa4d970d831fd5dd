package dev.delegationledger.evidence;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * All records of a ledger up to one of them, put into a store and audited: what no smaller evidence
 * shows. What an audit says of things that stand beside the records is left out: a file has none.
 */
final class RederivedLedger {
  /** What the records alone show, whatever is disclosed. */
  private static final Set<Reason> OF_RECORDS =
      EnumSet.of(
          Reason.SIGNATURE_INVALID,
          Reason.POSSESSION_UNPROVEN,
          Reason.DUPLICATE_ENTRY,
          Reason.STATUS_ROOT_MISMATCH,
          Reason.TIME_REVERSED,
          Reason.LINK_BROKEN);

  private RederivedLedger() {}

  /**
   * What an audit finds at {@code record}, if that convicts.
   *
   * @throws RefusedException {@code record-missing} if records up to there are missing
   */
  static Optional<Refusal> judge(
      BentRecords evidence, LedgerIdentity identity, TrustAnchors.Anchor anchor)
      throws RefusedException {
    long record = evidence.record();
    NavigableMap<Long, Bytes> records = evidence.records();
    if (records.size() != record + 1 || records.lastKey() != record) {
      throw new RefusedException(
          Refusal.at(
              record,
              Reason.RECORD_MISSING,
              "read evidence: expected all records up to it and no others"));
    }
    TrustAnchors.Anchor itsOwn =
        new TrustAnchors.Anchor(
            anchor.keys(),
            Optional.of(identity.genesisLeaf()),
            identity.authorities().keySet(),
            Optional.empty(),
            Optional.empty(),
            0,
            UnknownSignatures.IGNORE);
    // what the file cannot hold, and so is not in the store, is found about other records
    return Audit.full(store(evidence), TrustAnchors.of(itsOwn))
        .threads(1)
        .about(record)
        .run()
        .findings()
        .stream()
        .filter(finding -> convicts(finding.reason()))
        .findFirst();
  }

  private static boolean convicts(Reason reason) {
    return OF_RECORDS.contains(reason)
        || (reason.reasonClass() == ReasonClass.AUTHORITY
            && !BrokenRule.NO_CONVICTION.contains(reason));
  }

  private static MemoryStore store(BentRecords evidence) throws RefusedException {
    MemoryStore store = MemoryStore.empty();
    Batch rows = Batch.withHead(new byte[0]);
    MerkleFrontier frontier = MerkleFrontier.empty();
    Optional<RawRecord> newest = Optional.empty();
    for (Bytes bytes : evidence.records().values()) {
      long index = frontier.size();
      RawRecord record = RawRecord.parse(bytes);
      rows.put(Table.RECORDS, Keys.index(index), bytes.toArray());
      frontier.append(
          record.leafHash(), (level, at, hash) -> Rows.node(level, at, hash, rows::put));
      lookUps(record, index, rows);
      for (String encoded : evidence.disclosures().getOrDefault(index, List.of())) {
        byte[] text = encoded.getBytes(StandardCharsets.US_ASCII);
        rows.put(Table.DISCLOSURES, Keys.disclosure(index, Sha256.of(text)), text);
      }
      newest = Optional.of(record);
    }
    Head head = Head.after(newest.orElseThrow(), frontier.root(), Optional.empty());
    store.commit(null, rows);
    store.commit(store.head(), Batch.withHead(head.toBytes()));
    return store;
  }

  /** What leads to an entry is of no use where it cannot be read. */
  private static void lookUps(RawRecord record, long index, Batch rows) {
    try {
      Rows.lookups(SignedEntry.of(record.jws(), List.of()), index, rows::put);
    } catch (RefusedException unreadable) {
      // the audit says what is wrong with it
    }
  }
}
