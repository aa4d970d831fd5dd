package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * Builds a resumption: it ends a {@link Suspension}. What was granted or done while it lasted stays
 * refused. For one thread; makes one draft.
 */
public final class Resumption extends Builder {
  private final Recorded target;
  private Optional<String> reason = Optional.empty();

  private Resumption(Recorded target) {
    this.target = target;
  }

  /** Lets a grant go on. */
  public static Resumption of(Granted grant) {
    return new Resumption(grant);
  }

  /** Lets an agent or an organisation go on, whichever of its keys this is. */
  public static Resumption of(Enrolled principal) {
    return new Resumption(principal);
  }

  /** Lets the instances of an archetype go on. */
  public static Resumption of(Archetyped archetype) {
    return new Resumption(archetype);
  }

  /** Why; goes into a hidden slot. */
  public Resumption because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft, to be signed by the owner or the control owner of the agent, for a grant of its
   * delegate; for an organisation or an archetype by an authority.
   */
  public Draft<Recorded> by(Signer signer) {
    return finish(
        signer,
        writing ->
            new Statement.Resumption(
                writing.issued(),
                writing.first(target).hash(),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
