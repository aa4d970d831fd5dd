package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a record is open: its facts folded in order (docs/rules.md, section 1). */
final class StatusRules {
  /** How often the same can happen to a principal by those whom it concerns. */
  private static final int MAX_OF_A_KIND = 32;

  /** How often by each authority: nobody takes the last word from it by saying it first. */
  private static final int MAX_BY_AUTHORITY = 64;

  /** How many changes of authorities go before one that adds; to end one stays possible. */
  private static final int MAX_CHANGES_OF_AUTHORITY = 128;

  /** How often a ledger changes its key: each change is part of every proof. */
  private static final int MAX_LEDGER_KEYS = 64;

  /** How many erasures of a record go before one that erases all that is left of it. */
  private static final int MAX_ERASURES = 16;

  private final Walk walk;

  StatusRules(Walk walk) {
    this.walk = walk;
  }

  /** Refuses unless the facts of {@code target} up to {@code at} leave it open. */
  void requireOpen(PlacedEntry target, Position at, OptionalInt hop) throws RefusedException {
    requireOpen(target, at, hop, true);
  }

  /** As {@link #requireOpen}, whatever became of the enrolled key. */
  void requireOpenBesideItsKey(PlacedEntry enrolment, Position at, OptionalInt hop)
      throws RefusedException {
    requireOpen(enrolment, at, hop, false);
  }

  private void requireOpen(PlacedEntry target, Position at, OptionalInt hop, boolean withKey)
      throws RefusedException {
    Optional<Fact> closing = closing(target, at.index(), withKey);
    if (closing.isPresent()) {
      Fact fact = closing.get();
      throw new ClosedByRecord(
          refuse(
              target.index(),
              hop,
              reason(target.kind(), FactKind.of(fact).orElseThrow()),
              "read status: expected it open at record "
                  + at.index()
                  + ", got "
                  + fact.is()
                  + " at record "
                  + fact.at()),
          fact.at());
    }
  }

  /**
   * Refuses one more of a kind whose every fact leads to a record of the evidence: what happens to
   * a record later must not make its proof too large to be exported.
   *
   * @param cause the entry that causes it
   */
  void requireRoom(PlacedEntry target, FactKind kind, PlacedEntry cause) throws RefusedException {
    int before = 0;
    boolean byAuthority = walk.authorities.hasSigned(cause);
    for (PlacedEntry leaf : walk.enrolments.line(target, cause.position())) {
      for (Fact fact : walk.evidence.facts(leaf, kind, cause.index() - 1)) {
        boolean counts =
            !byAuthority
                || walk.evidence
                    .cause(fact, leaf)
                    .filter(other -> other.signer().equals(cause.signer()))
                    .isPresent();
        before += counts ? 1 : 0;
      }
    }
    requireFewer(target, kind, cause, before, byAuthority ? MAX_BY_AUTHORITY : MAX_OF_A_KIND);
  }

  /** As {@link #requireRoom}, for an entry that adds an authority. */
  void requireRoomForAuthority(PlacedEntry genesis, PlacedEntry cause) throws RefusedException {
    int before = walk.evidence.facts(genesis, FactKind.AUTHORITY, cause.index() - 1).size();
    requireFewer(genesis, FactKind.AUTHORITY, cause, before, MAX_CHANGES_OF_AUTHORITY);
  }

  /** As {@link #requireRoom}, for a change of the ledger's key. */
  void requireRoomForLedgerKey(PlacedEntry genesis, PlacedEntry cause) throws RefusedException {
    int before = walk.evidence.facts(genesis, FactKind.LEDGER_KEY, cause.index() - 1).size();
    requireFewer(genesis, FactKind.LEDGER_KEY, cause, before, MAX_LEDGER_KEYS);
  }

  /**
   * As {@link #requireRoom}, for an erasure. One that erases all that is left always has room: then
   * nothing is left to erase.
   */
  void requireRoomForErasure(PlacedEntry target, Statement.Erasure erasure, PlacedEntry cause)
      throws RefusedException {
    if (!erasure.erases().isEmpty()) {
      int before = walk.evidence.facts(target, FactKind.ERASED, cause.index() - 1).size();
      requireFewer(target, FactKind.ERASED, cause, before, MAX_ERASURES);
    }
  }

  private static void requireFewer(
      PlacedEntry target, FactKind kind, PlacedEntry cause, int before, int limit)
      throws RefusedException {
    if (before >= limit) {
      throw refuse(
          cause.index(),
          Reason.STATUS_FULL,
          "read status: expected fewer than "
              + limit
              + " of "
              + kind.code()
              + " on record "
              + target.index()
              + ", got "
              + before);
    }
  }

  /** Whether it is suspended, and not closed for good, after the facts up to {@code upTo}. */
  boolean isSuspended(PlacedEntry target, long upTo) throws RefusedException {
    Optional<Fact> closing = closing(target, upTo, true);
    return closing.isPresent() && closing.get().is().equals(FactKind.SUSPENDED.code());
  }

  /** The first fact that closes for good; else the suspension in force. */
  private Optional<Fact> closing(PlacedEntry target, long upTo, boolean withKey)
      throws RefusedException {
    Optional<Fact> suspension = Optional.empty();
    List<Fact> resumptions = new ArrayList<>();
    for (Fact fact : walk.evidence.facts(target)) {
      Optional<FactKind> kind = FactKind.of(fact);
      if (fact.at() > upTo || kind.isEmpty()) {
        continue;
      }
      switch (kind.get()) {
        case REVOKED, LEFT, COMPLETED, SUPERSEDED, DENIED -> {
          return Optional.of(fact);
        }
        case COMPROMISED -> {
          if (withKey) {
            return Optional.of(fact);
          }
        }
        case SUSPENDED -> {
          suspension = Optional.of(fact);
          resumptions.clear(); // whether they stood: it is suspended now
        }
        case RESUMED -> resumptions.add(fact);
        case REPLACED,
            APPROVED,
            USED,
            ROTATED,
            TRANSFER,
            POLICY,
            AUTHORITY,
            ERASED,
            LEDGER_KEY -> {}
      }
    }
    return suspension.isPresent() && stands(resumptions, target) ? Optional.empty() : suspension;
  }

  /** Whether one of these stands. */
  private boolean stands(List<Fact> resumptions, PlacedEntry target) throws RefusedException {
    for (Fact fact : resumptions) {
      if (walk.standingCause(fact, target).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Reason reason(Kind target, FactKind fact) {
    return switch (fact) {
      case DENIED -> Reason.REQUEST_DENIED;
      case COMPROMISED -> Reason.KEY_COMPROMISED;
      case COMPLETED -> Reason.GRANT_COMPLETED;
      case SUPERSEDED -> Reason.GRANT_SUPERSEDED;
      case SUSPENDED ->
          target == Kind.GRANT
              ? Reason.GRANT_SUSPENDED
              : target == Kind.ARCHETYPE ? Reason.ARCHETYPE_SUSPENDED : Reason.ENROLMENT_SUSPENDED;
      case REVOKED,
          LEFT,
          RESUMED,
          REPLACED,
          APPROVED,
          USED,
          ROTATED,
          TRANSFER,
          POLICY,
          AUTHORITY,
          ERASED,
          LEDGER_KEY ->
          revoked(target);
    };
  }

  private static Reason revoked(Kind target) {
    return switch (target) {
      case GRANT -> Reason.GRANT_REVOKED;
      case ARCHETYPE -> Reason.ARCHETYPE_REVOKED;
      case GROUP -> Reason.GROUP_REVOKED;
      case GENESIS,
          ENROLMENT,
          ACTION,
          OUTCOME,
          REVOCATION,
          POLICY,
          REQUEST,
          APPROVAL,
          TRANSFER,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          AUTHORITY,
          ERASURE,
          DENIAL,
          FOREIGN_CALL,
          LEDGER_KEY ->
          Reason.ENROLMENT_REVOKED;
    };
  }
}
