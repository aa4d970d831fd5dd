package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often each reason was given, and each kind admitted. For one thread. */
final class Tally {
  private final Map<Kind, Integer> admitted = new TreeMap<>();
  private final Map<Reason, Integer> refused = new TreeMap<>();
  private final Map<Reason, Integer> judged = new TreeMap<>();
  private int proven;

  void attempt(Kind kind, Optional<Reason> reason) {
    if (reason.isPresent()) {
      refused.merge(reason.get(), 1, Integer::sum);
    } else {
      admitted.merge(kind, 1, Integer::sum);
    }
  }

  void verdict(Answer answer) {
    answer.reason().ifPresentOrElse(r -> judged.merge(r, 1, Integer::sum), () -> proven++);
  }

  void add(Tally other) {
    other.admitted.forEach((kind, times) -> admitted.merge(kind, times, Integer::sum));
    other.refused.forEach((reason, times) -> refused.merge(reason, times, Integer::sum));
    other.judged.forEach((reason, times) -> judged.merge(reason, times, Integer::sum));
    proven += other.proven;
  }

  /** Each kind that was admitted. */
  Set<Kind> admitted() {
    return admitted.keySet();
  }

  /** Each reason given, by admission or in a verdict. */
  Set<Reason> reasons() {
    Set<Reason> reasons = new TreeSet<>(refused.keySet());
    reasons.addAll(judged.keySet());
    return reasons;
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    lines.append("admitted ").append(sum(admitted)).append(' ').append(admitted);
    lines.append("\nrefused ").append(sum(refused)).append(", verdicts ").append(sum(judged));
    lines.append(", proven ").append(proven);
    for (Reason reason : reasons()) {
      lines
          .append('\n')
          .append(reason.code())
          .append(' ')
          .append(refused.getOrDefault(reason, 0))
          .append(' ')
          .append(judged.getOrDefault(reason, 0));
    }
    return lines.toString();
  }
}
