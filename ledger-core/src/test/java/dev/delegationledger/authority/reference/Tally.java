package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How often each reason was given, and each kind admitted. For one thread. */
final class Tally {
  private final Map<Reason, Integer> refused = new TreeMap<>();
  private final Map<Kind, Integer> admitted = new TreeMap<>();
  private final Map<String, Integer> verdicts = new TreeMap<>();

  void attempt(Kind kind, Optional<Reason> reason) {
    if (reason.isPresent()) {
      refused.merge(reason.get(), 1, Integer::sum);
    } else {
      admitted.merge(kind, 1, Integer::sum);
    }
  }

  void verdict(Answer answer) {
    verdicts.merge(answer.toString(), 1, Integer::sum);
  }

  Map<Reason, Integer> refused() {
    return refused;
  }

  Map<Kind, Integer> admitted() {
    return admitted;
  }

  Map<String, Integer> verdicts() {
    return verdicts;
  }

  static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return "admitted "
        + sum(admitted)
        + " "
        + admitted
        + "\nrefused "
        + sum(refused)
        + " "
        + refused
        + "\nverdicts "
        + sum(verdicts)
        + " "
        + verdicts;
  }
}
