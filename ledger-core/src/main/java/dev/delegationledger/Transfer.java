package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * Builds a transfer: it moves the ownership of an agent once the new owner approves it, see {@link
 * Approval}. For one thread; makes one draft.
 */
public final class Transfer extends Builder {
  private final Enrolled agent;
  private Optional<Recorded> owner = Optional.empty();
  private Optional<String> reason = Optional.empty();

  private Transfer(Enrolled agent) {
    this.agent = agent;
  }

  /** Begins the transfer of an agent, whichever of its keys this is. */
  public static Transfer of(Enrolled agent) {
    return new Transfer(agent);
  }

  /** The human who is to own it. */
  public Transfer to(Enrolled human) {
    return owned(human);
  }

  /** The group that is to own it. */
  public Transfer to(Grouped group) {
    return owned(group);
  }

  private Transfer owned(Recorded by) {
    requireOpen();
    owner = Optional.of(by);
    return this;
  }

  /** Why; goes into a hidden slot. */
  public Transfer because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft, to be signed by the present owner, by a member if that is a group, or by an
   * authority.
   *
   * @throws IllegalStateException if no new owner is named
   */
  public Draft<Recorded> by(Signer signer) {
    requireOpen();
    Recorded next =
        owner.orElseThrow(() -> new IllegalStateException("transfer: say .to(...) whom"));
    return finish(
        signer,
        writing ->
            new Statement.Transfer(
                writing.issued(),
                writing.first(agent).hash(),
                next.hash(),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
