package dev.delegationledger.authority;

import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the rules ask of the records: follow a reference, read a status list. A definite refusal is
 * thrown at once; what cannot be decided without evidence that is merely hidden or unknown is
 * noted, and the walk goes on, so that a refusal found later outranks it. For one judgement, used
 * by one thread.
 */
final class Evidence {
  static final OptionalInt NO_HOP = OptionalInt.empty();

  private final LedgerIdentity ledger;
  private final RecordSource source;
  private final Totals totals;
  private final Trail trail;
  private final Grounds grounds;

  Evidence(
      LedgerIdentity ledger, RecordSource source, Totals totals, Trail trail, Grounds grounds) {
    this.totals = totals;
    this.trail = trail;
    this.grounds = grounds;
    this.ledger = ledger;
    this.source = source;
  }

  LedgerIdentity ledger() {
    return ledger;
  }

  void note(Refusal finding) {
    trail.note(finding);
  }

  /** The totals after a call. */
  Charges charges(Called call) throws RefusedException {
    return call instanceof PlacedEntry entry
        ? source.charges(entry)
        : Charging.of(call, source, totals);
  }

  /**
   * Follows a reference in the statement at {@code citing}: to a smaller index, and of the expected
   * kind.
   */
  PlacedEntry follow(Hash reference, Kind expected, Position citing, OptionalInt hop)
      throws RefusedException {
    PlacedEntry found = followAny(reference, citing, hop);
    if (found.kind() != expected) {
      throw wrongKind(expected.typ(), found, citing, hop);
    }
    return found;
  }

  static RefusedException wrongKind(
      String expected, PlacedEntry got, Position citing, OptionalInt hop) {
    return refuse(
        citing.index(),
        hop,
        Reason.WRONG_KIND,
        "follow reference: expected " + expected + ", got " + got.kind().typ());
  }

  PlacedEntry followAny(Hash reference, Position citing, OptionalInt hop) throws RefusedException {
    requireEarlier(reference, citing, hop);
    return source.find(reference).orElseThrow();
  }

  /** Refuses unless a record at a smaller index than {@code citing} holds the entry. */
  void requireEarlier(Hash reference, Position citing, OptionalInt hop) throws RefusedException {
    OptionalLong found = source.indexOf(reference);
    if (found.isEmpty()) {
      throw refuse(
          citing.index(),
          hop,
          missing(),
          "follow reference: expected a record with entry " + reference);
    }
    if (found.getAsLong() >= citing.index()) {
      throw refuse(
          citing.index(),
          hop,
          Reason.UNKNOWN_REFERENCE,
          "follow reference: expected an earlier record, got record " + found.getAsLong());
    }
  }

  /** Whether the record at {@code index} is the one that holds this entry. */
  boolean isRecordOf(Called call, long index) {
    return call instanceof PlacedEntry entry
        && source.indexOf(entry.hash()).equals(OptionalLong.of(index));
  }

  private Reason missing() {
    return source.complete() ? Reason.UNKNOWN_REFERENCE : Reason.RECORD_MISSING;
  }

  /** The facts about {@code target}, oldest first; those that nobody here knows are noted. */
  List<Fact> facts(PlacedEntry target) throws RefusedException {
    grounds.read(target.index());
    Optional<StatusList> list = source.status(target.index());
    if (list.isEmpty()) {
      throw refuse(
          target.index(),
          NO_HOP,
          Reason.STATUS_MISSING,
          "read status: expected a status proof for record " + target.index());
    }
    for (Fact fact : list.get().facts()) {
      if (FactKind.of(fact).isEmpty()) {
        note(
            Refusal.at(
                target.index(),
                Reason.UNKNOWN_STATUS_FACT,
                "read status: expected a known fact, got another at record " + fact.at()));
        break; // a list may hold very many, and is read very often
      }
    }
    return list.get().facts();
  }

  /** The facts of one kind up to and with the record at {@code upTo}. */
  List<Fact> facts(PlacedEntry target, FactKind kind, long upTo) throws RefusedException {
    List<Fact> all = facts(target);
    if (all.isEmpty()) {
      return all;
    }
    return all.stream().filter(fact -> fact.at() <= upTo && fact.is().equals(kind.code())).toList();
  }

  /**
   * The record that caused a fact on the leaf of {@code target}, if its entry is one that causes
   * such a fact.
   */
  Optional<PlacedEntry> cause(Fact fact, PlacedEntry target) throws RefusedException {
    Optional<PlacedEntry> found = source.at(fact.at());
    if (found.isEmpty()) {
      throw refuse(
          fact.at(),
          NO_HOP,
          missing(),
          "follow fact: expected record " + fact.at() + ", which caused " + fact.is());
    }
    FactKind kind = FactKind.of(fact).orElseThrow();
    return found.filter(entry -> kind.isCausedBy(entry.entry().statement(), target.hash()));
  }

  /** Which key was the ledger's at which tree size, by the changes before this record. */
  LedgerKeys ledgerKeys(long before) throws RefusedException {
    grounds.read(0);
    return LedgerKeys.of(ledger, source, before);
  }

  /** What every entry has to fulfil: it is of this ledger, and not issued in the future. */
  void requireForm(PlacedEntry entry, OptionalInt hop) throws RefusedException {
    requireThisLedger(entry, hop);
    requireIssuedByNow(entry, hop);
  }

  /** Refuses an entry that names another ledger. */
  void requireThisLedger(Called entry, OptionalInt hop) throws RefusedException {
    Issued issued = entry.statement().issued();
    if (!issued.ledger().equals(Optional.of(ledger.id()))) {
      throw refuse(
          entry.index(),
          hop,
          Reason.WRONG_LEDGER,
          "check aud: expected " + ledger.id() + ", got another ledger's id");
    }
  }

  /** Refuses an entry that claims to be issued more than 30 s after its record. */
  private void requireIssuedByNow(PlacedEntry entry, OptionalInt hop) throws RefusedException {
    if (GrantTerms.issuedAfter(
        entry.entry().statement().issued().issuedAt(), entry.position().timeMs())) {
      throw refuse(
          entry.index(),
          hop,
          Reason.ISSUED_IN_FUTURE,
          "check iat: expected at most 30 s after the record's time");
    }
  }

  /** Whether what ends at this second has ended. */
  boolean endedBy(long expiresAtSeconds, Position at) {
    grounds.compared(Math.multiplyExact(expiresAtSeconds, 1000L));
    return GrantTerms.endedBy(expiresAtSeconds, at.timeMs());
  }

  /** Whether what begins at this second has begun. */
  boolean begunBy(long notBeforeSeconds, Position at) {
    grounds.compared(Math.multiplyExact(notBeforeSeconds, 1000L));
    return at.timeMs() >= Math.multiplyExact(notBeforeSeconds, 1000L);
  }

  static RefusedException refuse(long index, Reason reason, String detail) {
    return refuse(index, NO_HOP, reason, detail);
  }

  static RefusedException refuse(long index, OptionalInt hop, Reason reason, String detail) {
    return new RefusedException(new Refusal(reason, OptionalLong.of(index), hop, detail));
  }
}
