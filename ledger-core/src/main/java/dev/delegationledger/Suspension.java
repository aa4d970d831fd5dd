package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * Builds a suspension: it halts a grant, an agent, an organisation or an archetype, and all that
 * rests on it, until a {@link Resumption}. For one thread; makes one draft.
 */
public final class Suspension extends Builder {
  private final Recorded target;
  private Optional<String> trigger = Optional.empty();
  private Optional<String> reason = Optional.empty();

  private Suspension(Recorded target) {
    this.target = target;
  }

  /** Halts a grant. */
  public static Suspension of(Granted grant) {
    return new Suspension(grant);
  }

  /** Halts an agent or an organisation, whichever of its keys this is. */
  public static Suspension of(Enrolled principal) {
    return new Suspension(principal);
  }

  /** Halts every instance of an archetype. */
  public static Suspension of(Archetyped archetype) {
    return new Suspension(archetype);
  }

  /** Which of the agent's triggers called for it; see {@link Enrol#triggers}. */
  public Suspension trigger(String label) {
    requireOpen();
    trigger = Optional.of(label);
    return this;
  }

  /** Why; goes into a hidden slot. */
  public Suspension because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft. Whoever may revoke the same may suspend it, see {@link Revocation#by}; so may an
   * agent's control owner.
   */
  public Draft<Recorded> by(Signer signer) {
    return finish(
        signer,
        writing ->
            new Statement.Suspension(
                writing.issued(),
                writing.first(target).hash(),
                trigger,
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
