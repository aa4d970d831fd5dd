package dev.delegationledger;

import dev.delegationledger.model.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the store holds contradicts itself: it was altered or damaged. The ledger is not opened, or
 * must not be used any further.
 */
public final class LedgerBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Refusal> findings;

  LedgerBrokenException(List<Refusal> findings) {
    super(
        "open ledger: expected records that agree, got "
            + findings.stream().map(Refusal::toString).collect(Collectors.joining("; ")));
    this.findings = List.copyOf(findings);
  }

  /** What was found, at least one. */
  public List<Refusal> findings() {
    return findings;
  }
}
