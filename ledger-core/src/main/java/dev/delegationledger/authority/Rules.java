package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
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
    return rule(entry, walk(new Trail(), entry), walk -> walk.judge(entry)).refusal();
  }

  /**
   * As {@link #judge(PlacedEntry)}, and whether it is the only one of its kind where it must be.
   */
  public Optional<Refusal> judge(PlacedEntry entry, LedgerIndex index) {
    return rule(entry, index).refusal();
  }

  /** As {@link #judge(PlacedEntry, LedgerIndex)}, with what it rests on. */
  public Ruling rule(PlacedEntry entry, LedgerIndex index) {
    return rule(
        entry,
        walk(new Trail(), entry),
        walk -> walk.judge(entry),
        walk -> new LedgerRules(index, walk, source).judge(entry));
  }

  /**
   * Only whether {@code entry} is the one of its kind where it must be: also where a hidden value
   * leaves the other rules undecided, so that {@link #judge(PlacedEntry, LedgerIndex)} does not
   * come to it.
   */
  public Optional<Refusal> judgeAmongAll(PlacedEntry entry, LedgerIndex index) {
    Walk walk = walk(new Trail(), entry);
    return rule(entry, walk, w -> new LedgerRules(index, w, source).judge(entry)).refusal();
  }

  /**
   * What they say to an action that nobody has signed. Its jti is new by what it is, so that the
   * rules over the whole ledger have nothing to ask.
   *
   * @param totals what the grants were charged before it
   * @param known takes and gives chains that were found good, by these rules over the same ledger
   * @param seen its version, taken before the position of {@code attempt} was
   */
  public Ruling rule(Attempt attempt, Totals totals, KnownChains known, long seen) {
    return rule(
        attempt,
        walk(attempt.position(), totals, known, seen),
        walk -> walk.calls.judgeAction(attempt));
  }

  /**
   * What the rules say to an action that is submitted, placed where it would be recorded: a new one
   * has to be allowed and fully disclosed; one that is recorded has to be allowed again, and to
   * have no outcome.
   */
  public Ruling ruleSubmitted(PlacedEntry action, CallIndex index) {
    return new Submissions(walk(new Trail(), action), index, source)
        .rule(action, action.entry().signed().hiddenSlots());
  }

  /**
   * As {@link #ruleSubmitted(PlacedEntry, CallIndex)}.
   *
   * @param known takes and gives chains that were found good, by these rules over the same ledger
   * @param seen its version, taken before the position of {@code action} was
   */
  public Ruling ruleSubmitted(PlacedEntry action, CallIndex index, KnownChains known, long seen) {
    return new Submissions(walk(action.position(), index, known, seen), index, source)
        .rule(action, action.entry().signed().hiddenSlots());
  }

  /**
   * Refuses an entry that does not come with all its disclosures.
   *
   * @param hidden the slots whose value was not shown
   */
  public static Optional<Refusal> undisclosed(List<String> hidden) {
    return hidden.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                Reason.DISCLOSURE_REQUIRED,
                "submit entry: expected the disclosure of every slot, got none for "
                    + hidden.size()
                    + " of them"));
  }

  /**
   * What a denial of {@code action} at its position states as its ground.
   *
   * @param refusal what {@link #ruleSubmitted} said there
   */
  public static Statement.Ground ground(PlacedEntry action, Refusal refusal) {
    return Submissions.ground(refusal, action.position());
  }

  /** One more thing that is asked. */
  interface Step {
    void judge(Walk walk) throws RefusedException;
  }

  /** One step after the other, as long as nothing is against it or left undecided. */
  static Ruling rule(Called about, Walk walk, Step... steps) {
    Trail trail = walk.trail;
    try {
      for (Step step : steps) {
        step.judge(walk);
        if (trail.firstUndecided().isPresent()) {
          break;
        }
      }
      return Ruling.of(trail.firstUndecided(), List.of(), trail);
    } catch (ApprovalsAwaited e) {
      return Ruling.of(Optional.of(e.refusal().orAt(about.index())), e.missing(), trail);
    } catch (RefusedException e) {
      return Ruling.of(Optional.of(e.refusal().orAt(about.index())), List.of(), trail);
    }
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

  private Walk walk(Position at, Totals totals, KnownChains known, long seen) {
    return new Walk(
        ledger,
        trustedAuthority,
        source,
        totals,
        Optional.of(known),
        seen,
        new Trail(),
        at,
        new Grounds(at));
  }

  private Walk walk(Trail trail, PlacedEntry about) {
    return new Walk(ledger, trustedAuthority, source, trail, about.position());
  }
}
