package dev.delegationledger;

import dev.delegationledger.model.Refusal;

/**
 * An action rests on more than one proof file holds (4 MiB, 1,024 records, 4,096 disclosures). The
 * ledger is sound, and {@code ledger-verify trace} judges the action in it: disclose less, or hand
 * over the ledger.
 */
public final class ProofTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  ProofTooLarge(Refusal refusal) {
    super(refusal.toString());
    this.refusal = refusal;
  }

  /** What was found: {@code proof-too-large}, and by how much. */
  public Refusal refusal() {
    return refusal;
  }
}
