package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * Builds a revocation: it closes a grant or an enrolment, and with it all that rests on it, from
 * its own record on. For one thread; makes one draft.
 */
public final class Revocation extends Builder {
  private final Recorded target;
  private Optional<String> reason = Optional.empty();

  private Revocation(Recorded target) {
    this.target = target;
  }

  /** Closes a grant. */
  public static Revocation of(Granted grant) {
    return new Revocation(grant);
  }

  /** Closes an enrolment. */
  public static Revocation of(Enrolled enrolment) {
    return new Revocation(enrolment);
  }

  /** Why; goes into a hidden slot. */
  public Revocation reason(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft. A grant is revoked by its delegator or one above, its holder, or whoever enrolled or
   * owns the delegate; an enrolment by its subject, its enroller, its owner or a spawner above.
   */
  public Draft<Recorded> by(Signer revoker) {
    return finish(
        revoker,
        writing ->
            new Statement.Revocation(
                writing.issued(),
                target.hash(),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
