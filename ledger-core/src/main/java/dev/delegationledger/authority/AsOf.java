package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Answers about the past of a whole ledger, by the same {@link Rules}: each is what a ledger that
 * ended there would have answered. As thread-safe as its source, which must not change while it
 * reads.
 *
 * <p>Records are believed as the source gives them. So are status lists, totals and look-ups: over
 * a store that somebody else may have written, check first that they follow from the records, as an
 * audit does and every opening of a ledger.
 */
public final class AsOf {
  private static final long MAX_TIME_MS = (1L << 53) - 1;

  private final LedgerIdentity ledger;
  private final Predicate<Hash> trustedAuthority;
  private final RecordSource source;
  private final LedgerIndex index;
  private final long size;

  AsOf(
      LedgerIdentity ledger,
      Predicate<Hash> trustedAuthority,
      RecordSource source,
      LedgerIndex index,
      long size) {
    this.ledger = ledger;
    this.trustedAuthority = trustedAuthority;
    this.source = source;
    this.index = index;
    this.size = size;
  }

  /**
   * Right after the record at {@code last}, at its time.
   *
   * @throws IllegalArgumentException if there is no such record
   * @throws RefusedException if it cannot be believed
   */
  public Position after(long last) throws RefusedException {
    requireRecorded(last);
    return source.at(last).orElseThrow().position();
  }

  /**
   * At {@code timeMs}, in milliseconds since the epoch, after the last record by then.
   *
   * @throws IllegalArgumentException if that is before the ledger began, or no time of a record:
   *     above 2^53 - 1
   * @throws RefusedException if a record cannot be believed
   */
  public Position at(long timeMs) throws RefusedException {
    long last = timeMs > MAX_TIME_MS ? -1 : past(size - 1).firstAt(0, timeMs + 1) - 1;
    if (last < 0) {
      throw new IllegalArgumentException(
          "as of: expected a time since the ledger began, got " + timeMs + " ms");
    }
    return new Position(last, timeMs);
  }

  /**
   * Whoever carries a principal id in any record: each by their first enrolment or, of a group, by
   * every version, whether or not it ever stood. An id is a label: in a forged ledger it may lead
   * to several.
   *
   * @throws RefusedException if a record cannot be believed
   */
  public List<PlacedEntry> named(String principalId) throws RefusedException {
    PastRecords all = past(size - 1);
    Below below = new Below(all);
    NavigableMap<Long, PlacedEntry> found = new TreeMap<>();
    for (long at : index.principals(principalId)) {
      PlacedEntry entry = all.at(at).orElseThrow();
      PlacedEntry first = entry.kind() == Kind.ENROLMENT ? below.first(entry) : entry;
      found.put(first.index(), first);
    }
    return List.copyOf(found.values());
  }

  /**
   * What an agent, or a service, could do.
   *
   * @param agent the entry hash of any of its enrolments
   * @param asOf the last record that counts, and the time to judge for: see {@link #after} and
   *     {@link #at}
   * @throws IllegalArgumentException if there is no such record, if {@code asOf} is before its
   *     time, or if the entry enrols neither an agent nor a service
   * @throws RefusedException if what it rests on cannot be read
   */
  public AgentAuthority authorityOf(Hash agent, Position asOf) throws RefusedException {
    PastRecords past = past(asOf);
    Optional<PlacedEntry> found = past.find(agent);
    if (found.isEmpty()) {
      return AgentAuthority.unknown(asOf, unknown("agent: expected its enrolment", asOf));
    }
    if (!Below.isActor(found.get())) {
      throw new IllegalArgumentException(
          "find agent: expected the enrolment of an agent or a service in record "
              + found.get().index());
    }
    return reading(past, asOf).read(found.get(), asOf);
  }

  /**
   * All that hung below an agent, a service or a grant, and would have fallen with it.
   *
   * @param entry the entry hash of the grant, or of any enrolment of the agent
   * @param asOf as for {@link #authorityOf}
   * @throws IllegalArgumentException if there is no such record, if {@code asOf} is before its
   *     time, or if the entry is neither a grant nor enrols an agent or a service
   * @throws RefusedException if what it rests on cannot be read
   */
  public BlastRadius blastRadius(Hash entry, Position asOf) throws RefusedException {
    return blastRadius(entry, asOf, BlastRadius.MAX_NODES);
  }

  /** As {@link #blastRadius(Hash, Position)}, judging at most {@code most} nodes. */
  BlastRadius blastRadius(Hash entry, Position asOf, int most) throws RefusedException {
    PastRecords past = past(asOf);
    Optional<PlacedEntry> found = past.find(entry);
    if (found.isEmpty()) {
      return BlastRadius.unknown(asOf, unknown("agent or grant: expected it", asOf));
    }
    if (!Below.isActor(found.get()) && found.get().kind() != Kind.GRANT) {
      throw new IllegalArgumentException(
          "find agent or grant: expected one, or the enrolment of a service, in record "
              + found.get().index());
    }
    return new BlastRadiusReading(past, reading(past, asOf), most).read(found.get(), asOf);
  }

  /**
   * An action that was refused: judged again as of the denial of it.
   *
   * @param denial the record of the denial
   * @throws IllegalArgumentException if that record holds no denial
   * @throws RefusedException if what it rests on cannot be read
   */
  public DeniedAction denied(long denial) throws RefusedException {
    PlacedEntry entry = reported(denial, Kind.DENIAL);
    PastRecords past = past(denial - 1);
    Statement.Denial statement = entry.as(Statement.Denial.class);
    return new DeniedAction(
        entry.position(),
        entry.entry().refused().orElseThrow().signed(),
        actor(statement.refused().statement(), past),
        id(statement.service(), past),
        statement,
        finding(entry, past));
  }

  private PlacedEntry reported(long record, Kind kind) throws RefusedException {
    requireRecorded(record);
    PlacedEntry entry = source.at(record).orElseThrow();
    if (entry.kind() != kind) {
      throw new IllegalArgumentException(
          "find " + kind.typ() + ": expected one in record " + record);
    }
    return entry;
  }

  /** Why a service's report does not stand, by the records before it. */
  private Optional<Refusal> finding(PlacedEntry entry, PastRecords past) {
    Walk walk = new Walk(ledger, trustedAuthority, past, new Trail(), entry.position());
    return Rules.rule(
            entry,
            walk,
            own -> own.judge(entry),
            own -> LedgerRules.judgeReport(entry, own, past.calls(), past))
        .refusal();
  }

  /**
   * A call that tokens of another program permitted: judged again as of its record.
   *
   * @param record the record of the foreign call
   * @throws IllegalArgumentException if that record holds none
   * @throws RefusedException if what it rests on cannot be read
   */
  public JudgedForeignCall foreignCall(long record) throws RefusedException {
    PlacedEntry entry = reported(record, Kind.FOREIGN_CALL);
    PastRecords past = past(record - 1);
    Statement.ForeignCall statement = entry.as(Statement.ForeignCall.class);
    return new JudgedForeignCall(
        entry.position(),
        entry.entry().signed(),
        id(statement.service(), past),
        ForeignCallRules.verdict(entry),
        finding(entry, past));
  }

  private static Optional<String> actor(Statement.Action action, PastRecords past)
      throws RefusedException {
    Optional<PlacedEntry> grant = past.find(action.call().grant());
    if (grant.isPresent()
        && grant.get().entry().statement() instanceof Statement.Grant given
        && Jwk.thumbprint(given.holder()).equals(action.issued().signer())) {
      return id(given.delegate(), past);
    }
    return Optional.empty();
  }

  private static Optional<String> id(Hash enrolment, PastRecords past) throws RefusedException {
    return past.find(enrolment)
        .map(found -> found.entry().statement())
        .filter(Statement.Enrolment.class::isInstance)
        .map(statement -> ((Statement.Enrolment) statement).id());
  }

  private static Refusal unknown(String what, Position asOf) {
    return Refusal.of(
        Reason.UNKNOWN_REFERENCE, "find " + what + " in the records up to " + asOf.index());
  }

  private AgentReading reading(PastRecords past, Position asOf) {
    // what the next record would meet: the facts and approvals of all records so far
    Position next = new Position(asOf.index() + 1, asOf.timeMs());
    return new AgentReading(
        past, next, () -> new Walk(ledger, trustedAuthority, past, new Trail(), next));
  }

  private PastRecords past(Position asOf) throws RefusedException {
    if (asOf.timeMs() < after(asOf.index()).timeMs()) {
      throw new IllegalArgumentException(
          "as of: expected no time before that of record " + asOf.index());
    }
    return past(asOf.index());
  }

  private PastRecords past(long last) {
    return new PastRecords(source, index, last, last == size - 1);
  }

  private void requireRecorded(long last) {
    if (last < 0 || last >= size) {
      throw new IllegalArgumentException(
          "as of: expected a record from 0 to " + (size - 1) + ", got " + last);
    }
  }
}
