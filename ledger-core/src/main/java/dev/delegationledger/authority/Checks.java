package dev.delegationledger.authority;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was checked, what failed, and what was not checked. Nothing stands in two of them.
 *
 * @param performed checks that ran and passed everywhere they applied
 * @param failed the check that refused, if one did
 * @param notPerformed checks that did not run, or that lacked evidence somewhere
 */
public record Checks(Set<Check> performed, Set<Check> failed, Set<Check> notPerformed) {
  /** What one file cannot show, whoever checks it: said in every verdict. */
  public static final List<String> CAVEATS =
      List.of(
          "Record time is the ledger's word",
          "Order and status roots are the ledger's word: witness-cosignatures",
          "Charges are the ledger's word: an audit computes them",
          "jti-unique, key-unique, principal-unique, renewals: only an audit sees the whole ledger",
          "execution: what the agent did beyond the declared action");

  public Checks {
    performed = Set.copyOf(performed);
    failed = Set.copyOf(failed);
    notPerformed = Set.copyOf(notPerformed);
  }

  /** Codes of {@link #performed}, in the order the checks run. */
  public List<String> performedCodes() {
    return codes(performed);
  }

  /** Codes of {@link #failed}. */
  public List<String> failedCodes() {
    return codes(failed);
  }

  /** Codes of {@link #notPerformed}, then {@link #CAVEATS}. */
  public List<String> notPerformedCodes() {
    List<String> all = new ArrayList<>(codes(notPerformed));
    all.addAll(CAVEATS);
    return all;
  }

  private static List<String> codes(Set<Check> checks) {
    return checks.stream().sorted().map(Check::code).toList();
  }
}
