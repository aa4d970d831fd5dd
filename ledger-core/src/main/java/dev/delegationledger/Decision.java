package dev.delegationledger;

import dev.delegationledger.model.Refusal;

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

  /** Whether it is {@link Permitted}. */
  default boolean isPermitted() {
    return this instanceof Permitted;
  }
}
