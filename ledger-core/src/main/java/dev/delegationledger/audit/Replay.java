package dev.delegationledger.audit;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One run over all records of a store, first to last, which compares every row with what the
 * records give. It reads one record ahead, since the next record's link is a witness of what this
 * one was.
 */
final class Replay {
  private static final int FEW_RECORDS = 500;

  private final StoredRows rows;
  private final RowWindow inOrder;
  private final Findings findings;
  private final HeadCheck head;
  private final Optional<TrustCheck> trust;
  private final boolean judges;
  private final OptionalInt threads;
  private final StoredSource source;
  private final ErasureReplay erasures;
  private final RecordReplay replay;

  private final Map<Long, Hash> rootsAtCheckpoints = new HashMap<>();
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
    this.inOrder = new RowWindow(rows);
    this.findings = findings;
    this.trust = trust;
    this.judges = judges;
    this.threads = threads;
    this.head = HeadCheck.read(rows, findings);
    this.source = new StoredSource(rows);
    this.erasures = new ErasureReplay(rows, findings);
    this.replay =
        new RecordReplay(
            source, erasures, judges ? Optional.of(this::anchor) : Optional.empty(), findings);
  }

  AuditReport run(ProgressListener progress) {
    Map<Thread, RowWindow> windows = new ConcurrentHashMap<>();
    Optional<KeyHints> hints = judges ? Optional.of(new KeyHints(rows)) : Optional.empty();
    try (ReadAhead records =
        new ReadAhead(
            index -> PreparedRecord.of(window(windows), index, hints),
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

  private RowWindow window(Map<Thread, RowWindow> windows) {
    return windows.computeIfAbsent(Thread.currentThread(), thread -> new RowWindow(rows));
  }

  /** None but this one for a few records: to start others would take longer. */
  private int enough() {
    return head.size() < FEW_RECORDS ? 1 : Runtime.getRuntime().availableProcessors();
  }

  private AuditReport report() {
    replay.status().compareRows(rows);
    replay.charges().compareRows(rows);
    erasures.compare();
    new ExtraRows(rows, replay.status(), replay.charges(), replay.unbelieved(), findings, size())
        .find();
    head.compare(
        new Head(
            size(),
            replay.root(),
            replay.lastLeaf(),
            replay.lastTimeMs(),
            replay.lastStatusRoot(),
            Optional.empty()),
        replay.newestTimeMs());
    head.compareCheckpoints(rootsAtCheckpoints, replay.keys());
    Optional<Long> witnessed =
        trust.flatMap(
            t -> t.check(anchor(replay.identity()), replay.genesisLeaf(), replay.keys(), head));
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

  private Optional<TrustAnchors.Anchor> anchor(Optional<LedgerIdentity> identity) {
    return trust.flatMap(t -> t.anchor(identity, replay.genesisLeaf(), head));
  }

  private long size() {
    return replay.size();
  }

  /**
   * The log ends where the head says. Past that it goes on as long as records follow one another:
   * then it is the head that is wrong. Before that it ends where nothing is left of two records.
   */
  private boolean isInLog(StoredRecord here, StoredRecord next) {
    return here.index() < head.size()
        ? here.isThere() || next.isThere()
        : here.follows(replay.lastLeaf());
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
    compareLeaf(here, leaf);
    Optional<EntryRows> read = believed(prepared, broken);
    read.ifPresent(
        entry -> {
          entry.compareLookups(here.index(), rows, source);
          entry.compareDisclosures(here.index(), rows, erasures, findings);
        });
    if (read.isEmpty()) {
      source.lose();
    }
    checked += replay.take(turn(prepared, leaf, broken, read), this::compareNode) ? 1 : 0;
    read.ifPresent(entry -> entry.give(source));
    if (read.isPresent() && read.get().entry().statement() instanceof Statement.Erasure erasure) {
      long timeMs = here.record().orElseThrow().timeMs();
      erasures.apply(erasure, here.index(), timeMs, replay.status());
    }
    if (head.checkpoints().stream().anyMatch(c -> c.checkpoint().size() == size())) {
      rootsAtCheckpoints.put(size(), replay.root());
    }
  }

  /** What the next record says that this one's leaf hash is; for the newest, what the head says. */
  private Optional<Hash> nextLink(StoredRecord next) {
    Optional<Hash> link = next.confirmedLink();
    return link.isEmpty() && next.index() == head.size() ? head.head().map(Head::lastLeaf) : link;
  }

  private void compareLeaf(StoredRecord here, Hash leaf) {
    rows.meet(Table.NODES, here.nodeRow());
    long index = here.index();
    if (here.nodeRow().failure().isPresent()) {
      findings.add(StoredRows.unreadable(Table.NODES, index, here.nodeRow().failure().get()));
    } else if (!here.node().equals(Optional.of(leaf)) && !here.node().equals(here.own())) {
      findings.add(index, Reason.NODE_CONTRADICTION, "check tree: expected the leaf " + leaf);
    }
  }

  /** Compares a node of the tree that the record whose turn it is completes. */
  private void compareNode(int level, long at, Hash hash) {
    long index = size();
    if (level > 0) {
      Rows.node(
          level,
          at,
          hash,
          (table, key, value) ->
              rows.expectValue(
                  table, inOrder.look(table, key), value, index, Reason.NODE_CONTRADICTION));
    }
  }

  /**
   * The entry, if it is the one that stood here. In an altered record it is if the look-ups know it
   * there: then the context was altered, or the signature, which no reference covers.
   */
  private Optional<EntryRows> believed(PreparedRecord prepared, Optional<Refusal> broken) {
    return prepared
        .entry()
        .filter(read -> broken.isEmpty() || isKnown(read.entry(), prepared.stored().index()));
  }

  private boolean isKnown(SignedEntry entry, long index) {
    byte[] known = Keys.row(Keys.hash(entry.hash()), index);
    return rows.look(Table.BY_HASH, known).value().isPresent();
  }

  private static RecordReplay.Turn turn(
      PreparedRecord prepared, Hash leaf, Optional<Refusal> broken, Optional<EntryRows> read) {
    StoredRecord here = prepared.stored();
    return new RecordReplay.Turn(
        leaf,
        here.own().orElse(leaf),
        here.record(),
        broken,
        read.map(EntryRows::opened),
        prepared.malformed(),
        prepared.ahead());
  }
}
