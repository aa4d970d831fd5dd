package dev.delegationledger;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.List;
import java.util.Optional;

/** What the ledger would say to an entry at this moment. It writes nothing and promises nothing. */
public sealed interface Decision {
  /** It would be recorded, or is recorded already and still stands. */
  record Permitted() implements Decision {}

  /**
   * It would be refused.
   *
   * @param refusal why
   */
  record Denied(Refusal refusal) implements Decision {}

  /**
   * It would be refused, and approvals by humans may still put that right.
   *
   * @param refusal why
   * @param missing which approvals are missing, in words
   */
  record Pending(Refusal refusal, List<String> missing) implements Decision {
    public Pending {
      missing = List.copyOf(missing);
    }
  }

  /** Whether it is {@link Permitted}. */
  default boolean isPermitted() {
    return this instanceof Permitted;
  }

  /** The rule that would refuse it, now or for good; empty if it is permitted. */
  default Optional<Reason> reason() {
    if (this instanceof Denied denied) {
      return Optional.of(denied.refusal().reason());
    }
    return this instanceof Pending pending
        ? Optional.of(pending.refusal().reason())
        : Optional.empty();
  }
}
