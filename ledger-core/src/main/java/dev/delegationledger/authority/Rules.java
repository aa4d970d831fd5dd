package dev.delegationledger.authority;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
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
    return judge(entry, walk -> {});
  }

  /**
   * As {@link #judge(PlacedEntry)}, and whether it is the only one of its kind where it must be.
   */
  public Optional<Refusal> judge(PlacedEntry entry, LedgerIndex index) {
    return judge(entry, walk -> new LedgerRules(index, walk, source).judge(entry));
  }

  private interface Further {
    void judge(Walk walk) throws RefusedException;
  }

  private Optional<Refusal> judge(PlacedEntry entry, Further further) {
    Trail trail = new Trail();
    Walk walk = walk(trail, entry);
    try {
      walk.judge(entry);
      Optional<Refusal> undecided = trail.firstUndecided();
      if (undecided.isPresent()) {
        return undecided;
      }
      further.judge(walk);
    } catch (RefusedException e) {
      return Optional.of(e.refusal().orAt(entry.index()));
    }
    return trail.firstUndecided();
  }

  /**
   * The full answer about one action.
   *
   * @param trail what was checked before, and takes what is checked now
   * @param outcome what came of it, if the evidence holds that
   */
  public Verdict verdict(PlacedEntry action, Optional<PlacedEntry> outcome, Trail trail) {
    Walk walk = walk(trail, action);
    VerdictWriter writer = new VerdictWriter(walk, source, action, outcome);
    try {
      Chain chain = walk.calls.judgeAction(action);
      if (outcome.isPresent()) {
        OutcomeRules outcomes = new OutcomeRules(walk);
        trail.check(Check.OUTCOME, () -> outcomes.judge(outcome.get()));
        writer.late(outcomes.isLate(outcome.get(), chain));
      }
    } catch (RefusedException e) {
      return writer.refused(e.refusal().orAt(action.index()));
    }
    return writer.decided();
  }

  /**
   * Answers about the past of a whole ledger, by these rules.
   *
   * @param index the look-ups of the ledger that these rules stand over
   * @param size how many records it holds
   */
  public AsOf asOf(LedgerIndex index, long size) {
    return new AsOf(ledger, trustedAuthority, source, index, size);
  }

  private Walk walk(Trail trail, PlacedEntry about) {
    return new Walk(ledger, trustedAuthority, source, trail, about.position());
  }
}
