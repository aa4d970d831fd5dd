package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The one set of rules. Admission asks it before a record is written, the gate asks it for what
 * admission would say, the offline verifier asks it about a proof, the audit asks it about every
 * record. Immutable; as thread-safe as its source.
 */
public final class Rules {
  private final LedgerIdentity ledger;
  private final Predicate<Hash> trustedAuthority;
  private final RecordSource source;

  private Rules(LedgerIdentity ledger, Predicate<Hash> trustedAuthority, RecordSource source) {
    this.ledger = ledger;
    this.trustedAuthority = trustedAuthority;
    this.source = source;
  }

  /**
   * The rules over {@code source}, trusting the authorities that genesis names: what the ledger
   * itself does.
   */
  public static Rules ofLedger(LedgerIdentity ledger, RecordSource source) {
    return new Rules(ledger, ledger.authorities()::containsKey, source);
  }

  /** The rules over {@code source}, trusting only the authorities that {@code anchor} pins. */
  public static Rules ofVerifier(
      LedgerIdentity ledger, TrustAnchors.Anchor anchor, RecordSource source) {
    return new Rules(ledger, anchor::trustsAuthority, source);
  }

  /**
   * Whether {@code entry} may stand at its position, as far as references decide it. What stays
   * undecided refuses too.
   *
   * @return the first reason against it, if there is one
   */
  public Optional<Refusal> judge(PlacedEntry entry) {
    Trail trail = new Trail();
    try {
      Walk walk = new Walk(trail);
      switch (entry.kind()) {
        case GENESIS -> {
          if (!entry.equals(ledger.genesis())) {
            throw refuse(
                entry.index(),
                OptionalInt.empty(),
                Reason.GENESIS_INVALID,
                "check kind: expected genesis in record 0 only");
          }
        }
        case ENROLMENT -> walk.enrolments.judge(entry);
        case GRANT -> {
          Chain chain = walk.grants.judge(entry);
          walk.grants.requireAlive(
              chain.hops().subList(0, chain.hops().size() - 1), entry.position());
        }
        case ACTION -> walk.actions.judge(entry);
        case OUTCOME -> walk.outcomes.judge(entry);
        case REVOCATION -> walk.revocations.judge(entry);
      }
    } catch (RefusedException e) {
      return Optional.of(e.refusal().orAt(entry.index()));
    }
    return trail.firstUndecided();
  }

  /**
   * As {@link #judge(PlacedEntry)}, and whether it is the only one of its kind where it must be.
   */
  public Optional<Refusal> judge(PlacedEntry entry, LedgerIndex index) {
    Optional<Refusal> refusal = judge(entry);
    if (refusal.isPresent()) {
      return refusal;
    }
    try {
      new LedgerRules(index).judge(entry);
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(e.refusal());
    }
  }

  /**
   * The full answer about one action.
   *
   * @param trail what was checked before, and takes what is checked now
   * @param outcome what came of it, if the evidence holds that
   */
  public Verdict verdict(PlacedEntry action, Optional<PlacedEntry> outcome, Trail trail) {
    VerdictWriter writer = new VerdictWriter(trail, source, action, outcome);
    try {
      Walk walk = new Walk(trail);
      Chain chain = walk.actions.judge(action);
      if (outcome.isPresent()) {
        trail.check(Check.OUTCOME, () -> walk.outcomes.judge(outcome.get()));
        writer.late(walk.outcomes.isLate(outcome.get(), chain));
      }
    } catch (RefusedException e) {
      return writer.refused(e.refusal().orAt(action.index()));
    }
    return writer.decided();
  }

  /** The rules of one judgement, sharing what they have already judged. */
  private final class Walk {
    private final EnrolmentRules enrolments;
    private final GrantRules grants;
    private final ActionRules actions;
    private final OutcomeRules outcomes;
    private final RevocationRules revocations;

    Walk(Trail trail) {
      Evidence evidence = new Evidence(ledger, trustedAuthority, source, trail);
      enrolments = new EnrolmentRules(evidence);
      grants = new GrantRules(evidence, enrolments, trail);
      actions = new ActionRules(evidence, grants, trail);
      outcomes = new OutcomeRules(evidence, enrolments.forAnother(), grants);
      revocations = new RevocationRules(evidence);
    }
  }
}
