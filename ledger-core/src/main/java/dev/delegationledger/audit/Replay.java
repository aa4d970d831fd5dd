package dev.delegationledger.audit;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One run over all records, first to last. It reads one record ahead, since the next record's link
 * is a witness of what this one was.
 */
final class Replay {
  private static final int FEW_RECORDS = 500;

  private final StoredRows rows;
  private final Findings findings;
  private final HeadCheck head;
  private final Optional<TrustCheck> trust;
  private final boolean judges;
  private final OptionalInt threads;
  private final Unbelieved unbelieved;
  private final ReplayedRecords replayed = new ReplayedRecords();
  private final LookUps lookUps;
  private final Reread entries;
  private final StatusReplay status;
  private final ChargeReplay charges;
  private final ErasureReplay erasures;
  private final MerkleFrontier frontier = MerkleFrontier.empty();

  private Optional<LedgerIdentity> identity = Optional.empty();
  private Optional<TrustAnchors.Anchor> anchor = Optional.empty();
  private Optional<RuleReplay> rules = Optional.empty();
  private Optional<LedgerKeys> keys = Optional.empty();
  private Optional<Hash> genesisLeaf = Optional.empty();
  private final Map<Long, Hash> rootsAtCheckpoints = new HashMap<>();
  private Hash lastLeaf = Hash.ZERO;
  private Hash lastStatusRoot = StatusTree.EMPTY_ROOT;
  private boolean statusRootWrong;
  private long lastTimeMs;
  private Optional<Long> newestTimeMs = Optional.empty();
  private long checked;

  /**
   * @param judges whether every signature and rule is checked too
   * @param threads how many read ahead, if somebody said
   */
  Replay(
      StoredRows rows,
      Findings findings,
      Optional<TrustCheck> trust,
      boolean judges,
      OptionalInt threads) {
    this.rows = rows;
    this.findings = findings;
    this.trust = trust;
    this.judges = judges;
    this.threads = threads;
    this.head = HeadCheck.read(rows, findings);
    this.unbelieved = new Unbelieved(rows);
    this.entries = new Reread(rows, replayed);
    this.lookUps = new LookUps(rows);
    this.status = new StatusReplay(rows, unbelieved, replayed, lookUps, entries);
    this.charges = new ChargeReplay(rows, findings);
    this.erasures = new ErasureReplay(rows, findings);
  }

  AuditReport run(ProgressListener progress) {
    Optional<KeyHints> hints = judges ? Optional.of(new KeyHints(rows)) : Optional.empty();
    try (ReadAhead records =
        new ReadAhead(
            index -> PreparedRecord.of(rows, index, hints),
            threads.orElseGet(this::enough),
            head.size() + 1)) {
      PreparedRecord here = records.next();
      PreparedRecord next = records.next();
      while (isInLog(here.stored(), next.stored())) {
        record(here, next.stored());
        progress.progress(size(), Math.max(size(), head.size()));
        here = next;
        next = records.next();
      }
    }
    return report();
  }

  /** None but this one for a few records: to start others would take longer. */
  private int enough() {
    return head.size() < FEW_RECORDS ? 1 : Runtime.getRuntime().availableProcessors();
  }

  private AuditReport report() {
    status.compareRows();
    charges.compareRows();
    erasures.compare();
    new ExtraRows(rows, status, charges, unbelieved, findings, size()).find();
    head.compare(
        new Head(size(), frontier.root(), lastLeaf, lastTimeMs, lastStatusRoot, Optional.empty()),
        newestTimeMs);
    head.compareCheckpoints(rootsAtCheckpoints, keys);
    Optional<Long> witnessed = trust.flatMap(t -> t.check(anchor, genesisLeaf, keys, head));
    head.requireUnchanged(rows);
    long signed = head.checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
    return new AuditReport(
        findings.list(),
        findings.more(),
        size(),
        checked,
        head.checkpoint(),
        Math.max(0, size() - signed),
        erasures.erasures(),
        erasures.unjudged(),
        witnessed);
  }

  private long size() {
    return frontier.size();
  }

  /**
   * The log ends where the head says. Past that it goes on as long as records follow one another:
   * then it is the head that is wrong. Before that it ends where nothing is left of two records.
   */
  private boolean isInLog(StoredRecord here, StoredRecord next) {
    return here.index() < head.size() ? here.isThere() || next.isThere() : here.follows(lastLeaf);
  }

  private void record(PreparedRecord prepared, StoredRecord next) {
    StoredRecord here = prepared.stored();
    Hash leaf = LeafVote.attested(here, nextLink(next), rows);
    Optional<Refusal> broken = here.problem();
    if (broken.isEmpty() && !here.own().equals(Optional.of(leaf))) {
      broken =
          Optional.of(
              Refusal.at(
                  here.index(), Reason.RECORD_ALTERED, "check record: expected leaf hash " + leaf));
    }
    broken.ifPresent(findings::add);
    rows.meet(Table.RECORDS, here.recordRow());
    growTree(here, leaf);
    genesisLeaf = here.index() == 0 ? Optional.of(leaf) : genesisLeaf;
    if (broken.isEmpty()) {
      context(here.record().orElseThrow());
    }
    boolean whole = entry(prepared, broken);
    statusRoot(broken.isEmpty() ? here.record() : Optional.empty());
    newestTimeMs = broken.isEmpty() ? here.record().map(RawRecord::timeMs) : Optional.empty();
    lastTimeMs = newestTimeMs.orElse(lastTimeMs);
    lastLeaf = leaf;
    checked += whole ? 1 : 0;
    if (head.checkpoints().stream().anyMatch(c -> c.checkpoint().size() == size())) {
      rootsAtCheckpoints.put(size(), frontier.root());
    }
  }

  /** What the next record says that this one's leaf hash is; for the newest, what the head says. */
  private Optional<Hash> nextLink(StoredRecord next) {
    Optional<Hash> link = next.confirmedLink();
    return link.isEmpty() && next.index() == head.size() ? head.head().map(Head::lastLeaf) : link;
  }

  private void growTree(StoredRecord here, Hash leaf) {
    rows.meet(Table.NODES, here.nodeRow());
    long index = here.index();
    if (here.nodeRow().failure().isPresent()) {
      findings.add(StoredRows.unreadable(Table.NODES, index, here.nodeRow().failure().get()));
    } else if (!here.node().equals(Optional.of(leaf)) && !here.node().equals(here.own())) {
      findings.add(index, Reason.NODE_CONTRADICTION, "check tree: expected the leaf " + leaf);
    }
    frontier.append(
        leaf,
        (level, at, hash) -> {
          if (level > 0) {
            Rows.node(
                level,
                at,
                hash,
                (table, key, value) ->
                    rows.expectValue(table, key, value, index, Reason.NODE_CONTRADICTION));
          }
        });
  }

  private void context(RawRecord record) {
    long index = size() - 1;
    if (record.index() != index) {
      findings.add(index, Reason.INDEX_MISMATCH, "check index: got " + record.index());
    }
    if (!record.previous().equals(lastLeaf)) {
      findings.add(
          index,
          Reason.LINK_BROKEN,
          "check link: expected previous " + lastLeaf + ", got " + record.previous());
    }
    if (record.timeMs() < lastTimeMs) {
      findings.add(
          index,
          Reason.TIME_REVERSED,
          "check time: expected at least " + lastTimeMs + ", got " + record.timeMs());
    }
  }

  /** Takes the entry into the replay; whether all that an audit checks of it was checked. */
  private boolean entry(PreparedRecord prepared, Optional<Refusal> broken) {
    StoredRecord here = prepared.stored();
    long index = here.index();
    Optional<EntryRows> read = read(prepared, broken);
    if (index == 0) {
      genesis(here, broken.isEmpty() && read.isPresent());
    }
    if (read.isEmpty()) {
      charges.lose(index);
      status.applyStored(index);
      replayed.addLost();
      return false;
    }
    SignedEntry entry = read.get().entry();
    OptionalLong earlier = status.earlier(entry.hash());
    if (earlier.isPresent()) {
      findings.add(
          index,
          Reason.DUPLICATE_ENTRY,
          "check entry: expected a new one, got that of record " + earlier.getAsLong());
    }
    replayed.addReadable(here.own().orElseThrow(), entry.kind());
    read.get().compareLookups(index, rows, lookUps);
    read.get().compareDisclosures(index, rows, erasures, findings);
    boolean judged = judge(read.get().opened(), prepared, broken);
    charges.apply(entry, broken.isEmpty() ? here.record() : Optional.empty(), index);
    if (entry.statement() instanceof Statement.Erasure erasure) {
      erasures.apply(erasure, index, here.record().orElseThrow().timeMs(), status);
    }
    status.apply(entry.statement(), index);
    keys = keys.map(before -> before.after(entry.statement(), index));
    return judged;
  }

  /**
   * The entry, if it is the one that stood here. In an altered record it is if the look-ups know it
   * there: then the context was altered, or the signature, which no reference covers.
   */
  private Optional<EntryRows> read(PreparedRecord prepared, Optional<Refusal> broken) {
    StoredRecord here = prepared.stored();
    long index = here.index();
    Optional<EntryRows> entry = prepared.entry();
    if (entry.isPresent() && (broken.isEmpty() || isKnown(entry.get().entry(), index))) {
      return entry;
    }
    Refusal why = broken.or(prepared::malformed).orElseThrow();
    if (broken.isEmpty()) {
      findings.add(why);
      hash(here.record().orElseThrow()).ifPresent(hash -> unbelieved.know(hash, index, why));
    }
    unbelieved.lose(index, why);
    return Optional.empty();
  }

  private boolean isKnown(SignedEntry entry, long index) {
    byte[] known = Keys.row(Keys.hash(entry.hash()), index);
    return rows.look(Table.BY_HASH, known).value().isPresent();
  }

  /** What references to an entry hold, whatever kind of entry it is. */
  private static Optional<Hash> hash(RawRecord record) {
    try {
      return Optional.of(CompactJws.parse(record.jws()).hash());
    } catch (RefusedException notEvenJws) {
      return Optional.empty();
    }
  }

  private void genesis(StoredRecord here, boolean believed) {
    if (believed) {
      try {
        identity = Optional.of(LedgerIdentity.of(here.record().orElseThrow()));
        keys = identity.map(LedgerKeys::of);
      } catch (RefusedException e) {
        findings.add(e.refusal().orAt(0));
      }
    }
    if (trust.isPresent()) {
      anchor = trust.get().anchor(identity, genesisLeaf, head);
    }
    if (judges) {
      rules =
          identity.map(
              id ->
                  new RuleReplay(
                      id,
                      new ReplayedLedger(id, replayed, lookUps, entries, status, unbelieved),
                      anchor,
                      unbelieved,
                      charges,
                      erasures,
                      findings));
    }
  }

  private boolean judge(SignedEntry entry, PreparedRecord prepared, Optional<Refusal> broken) {
    StoredRecord here = prepared.stored();
    long index = here.index();
    if (broken.isPresent()) {
      Position position = new Position(index, lastTimeMs);
      rules.ifPresent(r -> r.take(entry, prepared.ahead(), position, broken.get()));
      return false;
    }
    if (!judges) {
      return true;
    }
    RawRecord record = here.record().orElseThrow();
    Charges stated = entry.kind() == Kind.ACTION ? record.charges() : Charges.NONE;
    Position position = new Position(index, record.timeMs());
    return rules.isPresent() && rules.get().judge(entry, prepared.ahead(), position, stated);
  }

  /**
   * A wrong root is found where it begins, and not again where it is only carried on.
   *
   * @param record empty if it cannot be believed: then it has stated the right one, as far as known
   */
  private void statusRoot(Optional<RawRecord> record) {
    Hash stated = record.map(RawRecord::statusRoot).orElse(status.root());
    boolean wrong = !stated.equals(status.root());
    if (wrong && !(statusRootWrong && stated.equals(lastStatusRoot))) {
      findings.add(
          size() - 1,
          Reason.STATUS_ROOT_MISMATCH,
          "check status root: expected " + status.root() + ", got " + stated);
    }
    statusRootWrong = wrong;
    lastStatusRoot = stated;
  }
}
