package dev.delegationledger.authority;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was checked, what failed, and what was not checked. No check stands in two of them.
 *
 * @param performed checks that ran and passed everywhere they applied
 * @param failed the check that refused, if one did
 * @param notPerformed checks that did not run, or that lacked evidence somewhere
 * @param caveats what one file cannot show, whoever checks it, and whose word stands for it
 */
public record Checks(
    Set<Check> performed, Set<Check> failed, Set<Check> notPerformed, List<String> caveats) {
  /** The caveats of a verdict that rests on the ledger's key alone. */
  public static final List<String> CAVEATS = Caveats.LEDGER_ALONE;

  public Checks {
    performed = Set.copyOf(performed);
    failed = Set.copyOf(failed);
    notPerformed = Set.copyOf(notPerformed);
    caveats = List.copyOf(caveats);
  }

  /** The same checks, with what others than the ledger said. */
  Checks with(Vouched vouched) {
    return new Checks(performed, failed, notPerformed, Caveats.of(vouched));
  }

  /** The same checks, with one caveat more. */
  Checks and(String caveat) {
    List<String> more = new ArrayList<>(caveats);
    more.add(caveat);
    return new Checks(performed, failed, notPerformed, more);
  }

  /** Codes of {@link #performed}, in the order the checks run. */
  public List<String> performedCodes() {
    return codes(performed);
  }

  /** Codes of {@link #failed}. */
  public List<String> failedCodes() {
    return codes(failed);
  }

  /** Codes of {@link #notPerformed}, then {@link #caveats}. */
  public List<String> notPerformedCodes() {
    List<String> all = new ArrayList<>(codes(notPerformed));
    all.addAll(caveats);
    return all;
  }

  private static List<String> codes(Set<Check> checks) {
    return checks.stream().sorted().map(Check::code).toList();
  }
}
