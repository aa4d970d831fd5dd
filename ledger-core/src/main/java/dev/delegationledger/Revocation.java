package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * Builds a revocation: it closes a grant, an enrolment, a group or an archetype, and with it all
 * that rests on it, from its own record on. For one thread; makes one draft.
 */
public final class Revocation extends Builder {
  private final Recorded target;
  private Optional<Recorded> successor = Optional.empty();
  private Optional<String> reason = Optional.empty();

  private Revocation(Recorded target) {
    this.target = target;
  }

  /** Closes a grant. */
  public static Revocation of(Granted grant) {
    return new Revocation(grant);
  }

  /**
   * Closes a principal, whichever of its keys this is: what it had before it rotated its key is
   * closed as well.
   */
  public static Revocation of(Enrolled principal) {
    return new Revocation(principal);
  }

  /** Closes a group. */
  public static Revocation of(Grouped group) {
    return new Revocation(group);
  }

  /** Closes an archetype. */
  public static Revocation of(Archetyped archetype) {
    return new Revocation(archetype);
  }

  /** The human who is to own what the revoked human owns, once they approve. */
  public Revocation successor(Enrolled human) {
    return succeeded(human);
  }

  /** The group that is to own what the revoked human owns, once a member approves. */
  public Revocation successor(Grouped group) {
    return succeeded(group);
  }

  private Revocation succeeded(Recorded by) {
    requireOpen();
    if (!(target instanceof Enrolled)) {
      throw new IllegalStateException("revocation: only a human has a successor");
    }
    successor = Optional.of(by);
    return this;
  }

  /** Why; goes into a hidden slot. */
  public Revocation reason(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft. A grant is revoked by its delegator or one above, its holder, or whoever may revoke
   * the delegate; an enrolment by its subject, its enroller, its owner or control owner, a spawner
   * above, or an authority; a group or an archetype by an authority. Who names a successor is an
   * authority, or the human who leaves with a key that is neither rotated nor compromised.
   */
  public Draft<Recorded> by(Signer revoker) {
    return finish(
        revoker,
        writing ->
            new Statement.Revocation(
                writing.issued(),
                writing.first(target).hash(),
                successor.map(Recorded::hash),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
