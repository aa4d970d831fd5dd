package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Builds a completion: the task is done, so its grants are closed, and all below them. For one
 * thread; makes one draft.
 */
public final class Completion extends Builder {
  private final List<Granted> grants;
  private Optional<String> reason = Optional.empty();

  private Completion(List<Granted> grants) {
    this.grants = grants;
  }

  /**
   * Closes grants of one task.
   *
   * @throws IllegalArgumentException if none is given
   */
  public static Completion of(Granted... grants) {
    if (grants.length == 0) {
      throw new IllegalArgumentException("completion: expected one grant or more, got none");
    }
    return new Completion(List.copyOf(Arrays.asList(grants)));
  }

  /** How it went; goes into a hidden slot. */
  public Completion because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /** The draft, to be signed by a holder of the grants, or a delegator of them all. */
  public Draft<Recorded> by(Signer signer) {
    return finish(
        signer,
        writing ->
            new Statement.Completion(
                writing.issued(),
                grants.stream().map(Recorded::hash).toList(),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
