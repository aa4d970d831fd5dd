package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * Builds an approval: a human's yes or no to one exact statement. For one thread; makes one draft.
 */
public final class Approval extends Builder {
  private final Recorded target;
  private Optional<dev.delegationledger.entry.Decision> decision = Optional.empty();
  private Optional<String> reason = Optional.empty();

  private Approval(Recorded target) {
    this.target = target;
  }

  /**
   * Begins the answer to a request, a root grant with a quorum, a transfer, or a revocation that
   * names a successor.
   */
  public static Approval of(Recorded target) {
    return new Approval(target);
  }

  /** Says yes. */
  public Approval approve() {
    requireOpen();
    decision = Optional.of(dev.delegationledger.entry.Decision.APPROVE);
    return this;
  }

  /** Says no, which ends what was asked for. */
  public Approval deny() {
    requireOpen();
    decision = Optional.of(dev.delegationledger.entry.Decision.DENY);
    return this;
  }

  /** Why; goes into a hidden slot. */
  public Approval because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft, to be signed with the key of an enrolled human.
   *
   * @throws IllegalStateException if neither yes nor no is said
   */
  public Draft<Recorded> by(Signer human) {
    requireOpen();
    var said =
        decision.orElseThrow(
            () -> new IllegalStateException("approval: say .approve() or .deny()"));
    return finish(
        human,
        writing ->
            new Statement.Approval(
                writing.issued(),
                target.hash(),
                said,
                approver(writing).hash(),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }

  private static Enrolled approver(Writing writing) {
    return writing
        .signerEnrolment()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an approval is signed with the key of an enrolled human"));
  }
}
