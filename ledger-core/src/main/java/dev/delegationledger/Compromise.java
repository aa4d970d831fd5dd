package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Builds a declaration that an enrolled key is no longer its holder's alone: it closes the
 * enrolment, and what the key signed after the last good record is void. For one thread; makes one
 * draft.
 */
public final class Compromise extends Builder {
  private final Enrolled target;
  private OptionalLong lastGood = OptionalLong.empty();
  private Optional<String> reason = Optional.empty();

  private Compromise(Enrolled target) {
    this.target = target;
  }

  /** Begins the declaration for the key of exactly this enrolment. */
  public static Compromise of(Enrolled enrolment) {
    return new Compromise(enrolment);
  }

  /** The index of the last record at which the key was still good. */
  public Compromise lastGood(long index) {
    requireOpen();
    lastGood = OptionalLong.of(index);
    return this;
  }

  /** What happened; goes into a hidden slot. */
  public Compromise because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /**
   * The draft, to be signed with the recovery key, by an authority, or for an agent by its owner.
   *
   * @throws IllegalStateException if the last good record is not named
   */
  public Draft<Recorded> by(Signer signer) {
    requireOpen();
    long index =
        lastGood.orElseThrow(
            () -> new IllegalStateException("compromise: say .lastGood(...), a record's index"));
    return finish(
        signer,
        writing ->
            new Statement.Compromise(
                writing.issued(),
                target.hash(),
                index,
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
