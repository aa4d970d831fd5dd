package dev.delegationledger;

import dev.delegationledger.append.Inadmissible;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.Attempt;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.authority.Totals;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.LiveView;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * May this be done now? By the rules that admission asks, so that it says what recording would:
 * over the live view for what nobody has signed, over the store for what somebody has. As
 * thread-safe as the ledger.
 */
final class Gate {
  /** What only a damaged or altered store can make the rules say. */
  private static final Set<Reason> BROKEN =
      EnumSet.of(
          Reason.RECORD_MALFORMED,
          Reason.RECORD_MISSING,
          Reason.RECORD_LOST,
          Reason.RECORD_ALTERED,
          Reason.INDEX_MISMATCH,
          Reason.LINK_BROKEN,
          Reason.TIME_REVERSED,
          Reason.HEAD_CONTRADICTION,
          Reason.NODE_CONTRADICTION,
          Reason.STATUS_CONTRADICTION,
          Reason.STATUS_MISSING);

  /** What an approval can still put right. */
  private static final Set<Reason> AWAITED =
      EnumSet.of(Reason.APPROVAL_MISSING, Reason.QUORUM_MISSING);

  /** How often a decision is made again because a record was committed meanwhile. */
  private static final int ATTEMPTS = 3;

  private final Sequencer sequencer;
  private final StoredLedger stored;
  private final Denials denials;
  private final Clock clock;
  private final LiveView live;

  Gate(Sequencer sequencer, Denials denials, Clock clock) {
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
    this.denials = denials;
    this.clock = clock;
    this.live = sequencer.live();
  }

  /**
   * @throws LedgerBrokenException if {@code refusal} is about the store, not about an entry
   */
  static void requireFinding(Refusal refusal) {
    if (BROKEN.contains(refusal.reason())) {
      throw new LedgerBrokenException(List.of(refusal));
    }
  }

  /** What a ruling comes down to: to go on, to wait for humans, or neither. */
  private static Decision decision(Ruling ruling, Position at) {
    Decision.Basis basis = new Decision.Basis(at.index(), at.timeMs(), ruling.grants());
    if (ruling.refusal().isEmpty()) {
      return new Decision.Permitted(basis);
    }
    Refusal refusal = ruling.refusal().get();
    requireFinding(refusal);
    return AWAITED.contains(refusal.reason())
        ? new Decision.Pending(refusal, ruling.missing(), basis)
        : new Decision.Denied(refusal, basis);
  }

  private static Ruling refused(Refusal refusal) {
    return new Ruling(Optional.of(refusal), List.of(), List.of());
  }

  Decision authorize(SignedEntry entry) {
    try {
      VerifiedEntry verified = sequencer.verify(List.of(entry)).get(0);
      Sequencer.Judged judged = sequencer.judge(verified);
      if (judged.ruling().refusal().isEmpty() && entry.kind() == Kind.ACTION) {
        Optional<VerifiedEntry> before = recorded(entry.hash());
        if (before.isPresent()) {
          return decision(rulingOnRepeat(before.get()), judged.at());
        }
      }
      return decision(judged.ruling(), judged.at());
    } catch (RefusedException e) {
      try {
        Head head = stored.head();
        return decision(refused(e.refusal()), positionAfter(head.size(), head.lastTimeMs()));
      } catch (RefusedException unreadable) {
        throw new LedgerBrokenException(List.of(unreadable.refusal()));
      }
    }
  }

  /**
   * Decides in memory and without a lock; only if that needs a record that is not held there, or if
   * records are being committed all the time, while nothing is appended.
   */
  Decision authorize(Action action) {
    String ledger = stored.identity().id();
    return authorize((now, at) -> action.attempt(ledger, Math.floorDiv(now, 1000L), at));
  }

  /** What is meant, made for the time and the place that it is judged at. */
  @FunctionalInterface
  interface Meant {
    Attempt at(long clockMs, Position at);
  }

  Decision authorize(Meant action) {
    Optional<Decision> decision =
        inMemory(
            (standing, seen) ->
                authorize(action, standing, live.memory(), live.memoryTotals(), seen));
    if (decision.isPresent()) {
      return decision.get();
    }
    try {
      return sequencer.undisturbed(
          ledger ->
              authorize(
                  action,
                  Objects.requireNonNull(live.standing()),
                  live.whole(),
                  live.wholeTotals(),
                  live.chains().version()));
    } catch (RefusedException unread) {
      throw new LedgerBrokenException(List.of(unread.refusal()));
    }
  }

  /** What the rules say over the live view. */
  @FunctionalInterface
  private interface Judging {
    /**
     * @param seen the version of the known chains, taken before {@code standing} was
     */
    Decision at(LiveView.Standing standing, long seen);
  }

  /** Empty if memory does not hold what it takes, or does not stand still long enough. */
  private Optional<Decision> inMemory(Judging judging) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long seen = live.chains().version(); // before the standing
      LiveView.Standing standing = live.standing();
      if (standing == null) {
        break;
      }
      try {
        Decision decision = judging.at(standing, seen);
        if (live.isStill(standing)) {
          return Optional.of(decision);
        }
      } catch (LiveView.NotHeldException notHeld) {
        break;
      } catch (LedgerBrokenException broken) {
        if (live.isStill(standing)) { // else it may have seen half of a commit
          throw broken;
        }
      }
    }
    return Optional.empty();
  }

  private Decision authorize(
      Meant action, LiveView.Standing standing, RecordSource source, Totals totals, long seen) {
    long now = clock.millis();
    Position at = new Position(standing.size(), Math.max(now, standing.lastTimeMs()));
    Attempt attempt = action.at(now, at);
    Ruling ruling =
        Rules.ofLedger(stored.identity(), source).rule(attempt, totals, live.chains(), seen);
    if (ruling.refusal().isEmpty()) {
      Optional<Refusal> undisclosed = Rules.undisclosed(attempt.hiddenSlots());
      ruling = undisclosed.isEmpty() ? ruling : new Ruling(undisclosed, List.of(), ruling.grants());
    }
    return decision(ruling, at);
  }

  /** No decision is made any more. */
  void close() {
    live.fail("authorize: the ledger is closed");
  }

  Permit act(SignedEntry action) {
    if (action.kind() != Kind.ACTION) {
      throw new IllegalArgumentException("act: expected an action, got " + action.kind().typ());
    }
    try {
      VerifiedEntry verified = sequencer.verify(List.of(action)).get(0);
      if (denials.isFlooding(verified.signer())) {
        refuseInMemory(verified);
      }
      Optional<Receipt> receipt = shared(verified);
      return receipt.isPresent()
          ? permit(verified, receipt.get(), verified)
          : sequencer.undisturbedAtLast(ledger -> actAlone(verified));
    } catch (RefusedException e) {
      requireFinding(e.refusal());
      throw new ActionRefused(e.refusal(), Optional.empty());
    }
  }

  /**
   * Refuses one of a flood without the sequencer, so that it holds up nobody else: what the rules
   * refuse now, and the denials would only count. Whatever else they say to it, admission says.
   */
  private void refuseInMemory(VerifiedEntry submitted) throws RefusedException {
    Optional<VerifiedEntry> recorded = recorded(submitted.hash());
    VerifiedEntry action = recorded.orElse(submitted);
    Optional<Refusal> refusal =
        inMemory((standing, seen) -> resubmit(action, standing, seen))
            .filter(Decision.Denied.class::isInstance)
            .flatMap(Decision::why);
    if (recorded.isEmpty() && stored.indexOf(submitted.hash()).isPresent()) {
      return; // recorded by another thread meanwhile: the jti that it found used may be its own
    }
    if (refusal.isPresent() && denials.onlyCounted(action, refusal.get().reason())) {
      throw new ActionRefused(refusal.get(), Optional.empty());
    }
  }

  private Decision resubmit(VerifiedEntry action, LiveView.Standing standing, long seen) {
    Position at = positionAfter(standing.size(), standing.lastTimeMs());
    LiveView.Calls calls = live.calls();
    return decision(
        Rules.ofLedger(stored.identity(), calls)
            .ruleSubmitted(new PlacedEntry(action, at), calls, live.chains(), seen),
        at);
  }

  /**
   * Decides and records together with what others append at the same time.
   *
   * @return empty if it is refused, or recorded already: that is decided alone
   */
  private Optional<Receipt> shared(VerifiedEntry action) {
    try {
      return Optional.of(sequencer.append(List.of(action)).get(0))
          .filter(receipt -> !receipt.repeated());
    } catch (RefusedException refused) {
      return Optional.empty();
    }
  }

  /** Decides and records in one step, and what is refused too: nothing is appended between them. */
  private Permit actAlone(VerifiedEntry action) throws RefusedException {
    VerifiedEntry known = action;
    try {
      Receipt receipt = sequencer.append(List.of(action)).get(0);
      if (receipt.repeated()) {
        known = recorded(action.hash()).orElseThrow();
        Ruling ruling = rulingOnRepeat(known);
        if (ruling.refusal().isPresent()) {
          throw denied(known, ruling);
        }
      }
      return permit(action, receipt, known);
    } catch (Inadmissible e) {
      throw denied(known, e.ruling());
    } catch (RefusedException e) {
      throw denied(known, refused(e.refusal()));
    }
  }

  private static Permit permit(VerifiedEntry action, Receipt receipt, VerifiedEntry known) {
    Acted handle = new Acted(action.signed());
    handle.acknowledge(receipt);
    return new Permit(handle, receipt, known.signed());
  }

  private AppendRefused denied(VerifiedEntry action, Ruling ruling) {
    Refusal refusal = ruling.refusal().orElseThrow();
    requireFinding(refusal);
    if (AWAITED.contains(refusal.reason())) {
      return new ApprovalPending(refusal, ruling.missing());
    }
    try {
      return new ActionRefused(refusal, denials.record(action, refusal.reason()));
    } catch (RefusedException | RuntimeException unrecorded) {
      ActionRefused refused = new ActionRefused(refusal, Optional.empty());
      refused.addSuppressed(unrecorded);
      return refused;
    }
  }

  /** The same rules, asked of a recorded action as if it stood at the end of the log now. */
  private Ruling rulingOnRepeat(VerifiedEntry action) {
    return Rules.ofLedger(stored.identity(), stored)
        .ruleSubmitted(new PlacedEntry(action, sequencer.next()), stored);
  }

  private Position positionAfter(long size, long lastTimeMs) {
    return new Position(size, Math.max(clock.millis(), lastTimeMs));
  }

  private Optional<VerifiedEntry> recorded(Hash hash) throws RefusedException {
    return stored.find(hash).map(PlacedEntry::entry);
  }
}
