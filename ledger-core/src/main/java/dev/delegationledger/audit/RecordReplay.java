package dev.delegationledger.audit;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.NodeSink;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What the records of a log give, one after the other, whoever reads them: the tree, links, times,
 * statuses, charges, and what the rules say. Whatever contradicts that is a finding that names its
 * record, and the replay goes on. For one run over one log, on one thread.
 */
final class RecordReplay {
  private final ReplaySource source;
  private final Unseen unseen;
  private final Findings findings;
  private final Optional<Function<Optional<LedgerIdentity>, Optional<TrustAnchors.Anchor>>> judges;
  private final ReplayedRecords replayed = new ReplayedRecords();
  private final MerkleFrontier frontier = MerkleFrontier.empty();
  private final Unbelieved unbelieved;
  private final Reread entries;
  private final StatusReplay status;
  private final ChargeReplay charges;

  private Optional<LedgerIdentity> identity = Optional.empty();
  private Optional<RuleReplay> rules = Optional.empty();
  private Optional<LedgerKeys> keys = Optional.empty();
  private Optional<Hash> genesisLeaf = Optional.empty();
  private Hash lastLeaf = Hash.ZERO;
  private Hash lastStatusRoot = StatusTree.EMPTY_ROOT;
  private boolean statusRootWrong;
  private long lastTimeMs;
  private Optional<Long> newestTimeMs = Optional.empty();

  /**
   * @param judges the trust in the ledger that record 0 is the genesis of, for the rules; empty if
   *     no signature and no rule is to be checked
   */
  RecordReplay(
      ReplaySource source,
      Unseen unseen,
      Optional<Function<Optional<LedgerIdentity>, Optional<TrustAnchors.Anchor>>> judges,
      Findings findings) {
    this.source = source;
    this.unseen = unseen;
    this.judges = judges;
    this.findings = findings;
    this.unbelieved = new Unbelieved(source);
    this.entries = new Reread(source, replayed);
    this.status = new StatusReplay(source, unbelieved, replayed, entries);
    this.charges = new ChargeReplay(findings);
  }

  /**
   * One record, at its turn.
   *
   * @param leaf its leaf hash, as the log has it
   * @param own that of the bytes that were read; another one if they were altered
   * @param record the record in them, if they are one
   * @param broken why it cannot be believed, which is a finding already
   * @param entry its entry, if that is the one which stood there
   * @param malformed why there is no entry in the record
   * @param ahead the entry's signature, if it was checked ahead
   */
  record Turn(
      Hash leaf,
      Hash own,
      Optional<RawRecord> record,
      Optional<Refusal> broken,
      Optional<SignedEntry> entry,
      Optional<Refusal> malformed,
      Optional<CheckedAhead> ahead) {
    /** The record, if it can be believed. */
    Optional<RawRecord> believed() {
      return broken.isEmpty() ? record : Optional.empty();
    }
  }

  /**
   * Takes the next record.
   *
   * @param nodes takes the nodes of the log's tree that it completes
   * @return whether all that is checked of a record was checked of this one
   */
  boolean take(Turn turn, NodeSink nodes) {
    frontier.append(turn.leaf(), nodes);
    if (size() == 1) {
      genesisLeaf = Optional.of(turn.leaf());
    }
    turn.believed().ifPresent(this::context);
    boolean whole = entry(turn);
    statusRoot(turn.believed());
    newestTimeMs = turn.believed().map(RawRecord::timeMs);
    lastTimeMs = newestTimeMs.orElse(lastTimeMs);
    lastLeaf = turn.leaf();
    return whole;
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

  /** Takes the entry into the replay; whether all that is checked of it was checked. */
  private boolean entry(Turn turn) {
    long index = size() - 1;
    if (index == 0) {
      genesis(turn);
    }
    if (turn.entry().isEmpty()) {
      lose(turn, index);
      return false;
    }
    SignedEntry entry = turn.entry().get();
    OptionalLong earlier = status.earlier(entry.hash());
    if (earlier.isPresent()) {
      findings.add(
          index,
          Reason.DUPLICATE_ENTRY,
          "check entry: expected a new one, got that of record " + earlier.getAsLong());
    }
    replayed.addReadable(turn.own(), entry.kind());
    boolean judged = judge(entry, turn, index);
    charges.apply(entry, turn.believed(), index);
    status.apply(entry.statement(), index);
    keys = keys.map(before -> before.after(entry.statement(), index));
    return judged;
  }

  private void lose(Turn turn, long index) {
    Refusal why = turn.broken().or(turn::malformed).orElseThrow();
    if (turn.broken().isEmpty()) {
      findings.add(why);
      hash(turn.record().orElseThrow()).ifPresent(hash -> unbelieved.know(hash, index, why));
    }
    unbelieved.lose(index, why);
    charges.lose(index);
    status.applyLost(index);
    replayed.addLost();
  }

  /** What references to an entry hold, whatever kind of entry it is. */
  private static Optional<Hash> hash(RawRecord record) {
    try {
      return Optional.of(CompactJws.parse(record.jws()).hash());
    } catch (RefusedException notEvenJws) {
      return Optional.empty();
    }
  }

  private void genesis(Turn turn) {
    if (turn.broken().isEmpty() && turn.entry().isPresent()) {
      try {
        identity = Optional.of(LedgerIdentity.of(turn.record().orElseThrow()));
        keys = identity.map(LedgerKeys::of);
      } catch (RefusedException e) {
        findings.add(e.refusal().orAt(0));
      }
    }
    if (judges.isPresent()) {
      Optional<TrustAnchors.Anchor> anchor = judges.get().apply(identity);
      rules =
          identity.map(
              id ->
                  new RuleReplay(
                      id,
                      new ReplayedLedger(id, replayed, source, entries, status, unbelieved),
                      anchor,
                      unbelieved,
                      charges,
                      unseen,
                      findings));
    }
  }

  private boolean judge(SignedEntry entry, Turn turn, long index) {
    if (turn.broken().isPresent()) {
      Position position = new Position(index, lastTimeMs);
      rules.ifPresent(r -> r.take(entry, turn.ahead(), position, turn.broken().get()));
      return false;
    }
    if (judges.isEmpty()) {
      return true;
    }
    RawRecord record = turn.record().orElseThrow();
    Charges stated = entry.kind() == Kind.ACTION ? record.charges() : Charges.NONE;
    Position position = new Position(index, record.timeMs());
    return rules.isPresent() && rules.get().judge(entry, turn.ahead(), position, stated);
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

  /** How many records were taken. */
  long size() {
    return frontier.size();
  }

  /** The tree of the records that were taken, to try what would come next. */
  MerkleFrontier tree() {
    return frontier.copy();
  }

  /** The root over the records that were taken. */
  Hash root() {
    return frontier.root();
  }

  /** The leaf hash of the newest record. */
  Hash lastLeaf() {
    return lastLeaf;
  }

  /** The time of the newest record that can be believed. */
  long lastTimeMs() {
    return lastTimeMs;
  }

  /** The time of the newest record, if that can be believed. */
  Optional<Long> newestTimeMs() {
    return newestTimeMs;
  }

  /** The status root that the newest record states. */
  Hash lastStatusRoot() {
    return lastStatusRoot;
  }

  /** Which ledger it is, if record 0 says so. */
  Optional<LedgerIdentity> identity() {
    return identity;
  }

  /** The ledger's keys, as far as these records say, if record 0 is its genesis. */
  Optional<LedgerKeys> keys() {
    return keys;
  }

  /** The leaf hash of record 0. */
  Optional<Hash> genesisLeaf() {
    return genesisLeaf;
  }

  StatusReplay status() {
    return status;
  }

  ChargeReplay charges() {
    return charges;
  }

  Unbelieved unbelieved() {
    return unbelieved;
  }
}
