package dev.delegationledger.authority;

import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What the rules ask of the records: follow a reference, and is this alive there. A definite
 * refusal is thrown at once; what cannot be decided without evidence that is merely hidden or
 * unknown is noted, and the walk goes on, so that a refusal found later outranks it. For one
 * judgement, used by one thread.
 */
final class Evidence {
  /** The fact that a revocation puts on its target's leaf. */
  static final String REVOKED = "revoked";

  private static final long ISSUED_SKEW_MS = 30_000;

  private final LedgerIdentity ledger;
  private final Predicate<Hash> trustedAuthority;
  private final RecordSource source;
  private final Trail trail;

  Evidence(
      LedgerIdentity ledger, Predicate<Hash> trustedAuthority, RecordSource source, Trail trail) {
    this.trail = trail;
    this.ledger = ledger;
    this.trustedAuthority = trustedAuthority;
    this.source = source;
  }

  LedgerIdentity ledger() {
    return ledger;
  }

  boolean trustsAuthority(Hash thumbprint) {
    return trustedAuthority.test(thumbprint);
  }

  void note(Refusal finding) {
    trail.note(finding);
  }

  /**
   * Follows a reference in the statement at {@code citing}: to a smaller index, and of the expected
   * kind.
   */
  PlacedEntry follow(Hash reference, Kind expected, Position citing, OptionalInt hop)
      throws RefusedException {
    PlacedEntry found = followAny(reference, citing, hop);
    if (found.kind() != expected) {
      throw refuse(
          citing.index(),
          hop,
          Reason.WRONG_KIND,
          "follow reference: expected " + expected.typ() + ", got " + found.kind().typ());
    }
    return found;
  }

  PlacedEntry followAny(Hash reference, Position citing, OptionalInt hop) throws RefusedException {
    requireEarlier(reference, citing, hop);
    return source.find(reference).orElseThrow();
  }

  /** Refuses unless a record at a smaller index than {@code citing} holds the entry. */
  void requireEarlier(Hash reference, Position citing, OptionalInt hop) throws RefusedException {
    OptionalLong found = source.indexOf(reference);
    if (found.isEmpty()) {
      Reason reason = source.complete() ? Reason.UNKNOWN_REFERENCE : Reason.RECORD_MISSING;
      throw refuse(
          citing.index(),
          hop,
          reason,
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

  /** Refuses unless the facts of {@code target} up to {@code at} leave it open. */
  void requireOpen(PlacedEntry target, Position at, Reason revoked, OptionalInt hop)
      throws RefusedException {
    Optional<StatusList> facts = source.status(target.index());
    if (facts.isEmpty()) {
      throw refuse(
          target.index(),
          hop,
          Reason.STATUS_MISSING,
          "read status: expected a status proof for record " + target.index());
    }
    for (Fact fact : facts.get().facts()) {
      if (!fact.is().equals(REVOKED)) {
        note(
            refuse(
                    target.index(),
                    hop,
                    Reason.UNKNOWN_STATUS_FACT,
                    "read status: expected a known fact, got another at record " + fact.at())
                .refusal());
      } else if (fact.at() <= at.index()) {
        throw refuse(
            target.index(),
            hop,
            revoked,
            "read status: expected it open at record "
                + at.index()
                + ", got revoked at record "
                + fact.at());
      }
    }
  }

  /** Refuses an entry that names another ledger. */
  void requireThisLedger(PlacedEntry entry, OptionalInt hop) throws RefusedException {
    Issued issued = entry.entry().statement().issued();
    if (!issued.ledger().equals(Optional.of(ledger.id()))) {
      throw refuse(
          entry.index(),
          hop,
          Reason.WRONG_LEDGER,
          "check aud: expected " + ledger.id() + ", got another ledger's id");
    }
  }

  /** Refuses an entry that claims to be issued more than 30 s after its record. */
  void requireIssuedByNow(PlacedEntry entry, OptionalInt hop) throws RefusedException {
    long issuedMs = Math.multiplyExact(entry.entry().statement().issued().issuedAt(), 1000L);
    if (issuedMs > entry.position().timeMs() + ISSUED_SKEW_MS) {
      throw refuse(
          entry.index(),
          hop,
          Reason.ISSUED_IN_FUTURE,
          "check iat: expected at most 30 s after the record's time");
    }
  }

  static boolean endedBy(long expiresAtSeconds, Position at) {
    return at.timeMs() >= Math.multiplyExact(expiresAtSeconds, 1000L);
  }

  static boolean begunBy(long notBeforeSeconds, Position at) {
    return at.timeMs() >= Math.multiplyExact(notBeforeSeconds, 1000L);
  }

  static RefusedException refuse(long index, OptionalInt hop, Reason reason, String detail) {
    return new RefusedException(new Refusal(reason, OptionalLong.of(index), hop, detail));
  }
}
