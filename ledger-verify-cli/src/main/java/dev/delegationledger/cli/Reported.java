package dev.delegationledger.cli;

import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.Optional;

/** How it is said whether what a service reported stands, judged again. */
final class Reported {
  private final String what;
  private final Optional<Refusal> finding;

  /**
   * @param what what it reported, in capitals
   * @param finding why it does not stand; an undecided one says only that it cannot be judged now
   */
  Reported(String what, Optional<Refusal> finding) {
    this.what = what;
    this.finding = finding;
  }

  private boolean isUndecided() {
    return finding.filter(f -> f.reason().reasonClass() == ReasonClass.UNDECIDED).isPresent();
  }

  /** The heading, if it does not stand for sure. */
  Optional<String> doubt() {
    return finding.map(f -> isUndecided() ? what + ", UNDECIDED  " : "NOT A SOUND " + what + "  ");
  }

  /** The label of the finding. */
  String label() {
    return isUndecided() ? "undecided" : "broken";
  }

  /** True or false; null if that cannot be judged any more. */
  Value stands() {
    return isUndecided() ? Value.NULL : Value.of(finding.isEmpty());
  }
}
