package dev.delegationledger;

import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * May this be done now? It asks the sequencer, so by construction it says what recording would. As
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

  private final Sequencer sequencer;
  private final StoredLedger stored;
  private final Clock clock;

  Gate(Sequencer sequencer, Clock clock) {
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
    this.clock = clock;
  }

  /**
   * @throws LedgerBrokenException if {@code refusal} is about the store, not about an entry
   */
  static void requireFinding(Refusal refusal) {
    if (BROKEN.contains(refusal.reason())) {
      throw new LedgerBrokenException(List.of(refusal));
    }
  }

  /** What a refusal comes down to: to wait for humans, or not to. */
  private static Decision decision(Refusal refusal) {
    return AWAITED.contains(refusal.reason())
        ? new Decision.Pending(refusal, List.of(refusal.detail()))
        : new Decision.Denied(refusal);
  }

  Decision authorize(SignedEntry entry) {
    try {
      VerifiedEntry verified = sequencer.verify(List.of(entry)).get(0);
      Optional<Refusal> refusal = sequencer.wouldRefuse(verified);
      if (refusal.isEmpty() && entry.kind() == Kind.ACTION) {
        Optional<VerifiedEntry> before = recorded(entry.hash());
        refusal = before.isPresent() ? refusalOfRepeat(before.get()) : refusal;
      }
      refusal.ifPresent(Gate::requireFinding);
      return refusal.map(Gate::decision).orElseGet(Decision.Permitted::new);
    } catch (RefusedException e) {
      requireFinding(e.refusal());
      return decision(e.refusal());
    }
  }

  Permit act(SignedEntry action) {
    if (action.kind() != Kind.ACTION) {
      throw new IllegalArgumentException("act: expected an action, got " + action.kind().typ());
    }
    try {
      Receipt receipt = sequencer.append(sequencer.verify(List.of(action))).get(0);
      SignedEntry disclosed = action;
      if (receipt.repeated()) {
        VerifiedEntry before = recorded(action.hash()).orElseThrow();
        Optional<Refusal> refusal = refusalOfRepeat(before);
        if (refusal.isPresent()) {
          throw new RefusedException(refusal.get());
        }
        disclosed = before.signed();
      }
      Acted handle = new Acted(action);
      handle.acknowledge(receipt);
      return new Permit(handle, receipt, disclosed);
    } catch (RefusedException e) {
      requireFinding(e.refusal());
      if (decision(e.refusal()) instanceof Decision.Pending pending) {
        throw new ApprovalPending(pending);
      }
      throw new ActionRefused(e.refusal());
    }
  }

  /** The same rules, asked of a recorded action as if it stood at the end of the log now. */
  private Optional<Refusal> refusalOfRepeat(VerifiedEntry action) throws RefusedException {
    if (hasOutcome(action.hash())) {
      return Optional.of(
          Refusal.of(
              Reason.OUTCOME_ALREADY_RECORDED, "repeat action: expected one without outcome"));
    }
    Head head = stored.head();
    Position now = new Position(head.size(), Math.max(clock.millis(), head.lastTimeMs()));
    return Rules.ofLedger(stored.identity(), stored).judge(new PlacedEntry(action, now));
  }

  private boolean hasOutcome(Hash action) throws RefusedException {
    for (long index : stored.referring(action)) {
      if (stored.entry(index).entry().statement() instanceof Statement.Outcome outcome
          && outcome.action().equals(action)) {
        return true;
      }
    }
    return false;
  }

  private Optional<VerifiedEntry> recorded(Hash hash) throws RefusedException {
    return stored.find(hash).map(PlacedEntry::entry);
  }
}
