package dev.delegationledger;

import dev.delegationledger.entry.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects what a grant says of money. For one thread. */
final class Spending {
  private final SortedMap<String, Optional<String>> amounts = new TreeMap<>();
  private Optional<String> currency = Optional.empty();
  private Optional<Long> total = Optional.empty();
  private Optional<Long> perAction = Optional.empty();

  void total(String statedCurrency, long most) {
    currency = Optional.of(statedCurrency);
    total = Optional.of(most);
  }

  void perAction(long most) {
    perAction = Optional.of(most);
  }

  /**
   * @throws IllegalArgumentException if it is said already what the tool spends
   */
  void amount(String tool, Optional<String> pointer) {
    if (amounts.putIfAbsent(tool, pointer) != null) {
      throw new IllegalArgumentException("what tool " + tool + " spends is said already");
    }
  }

  /** Whether it says nothing, or all that a root grant has to. */
  boolean isComplete() {
    return total.isPresent() || isSilent();
  }

  private boolean isSilent() {
    return total.isEmpty() && perAction.isEmpty() && amounts.isEmpty();
  }

  /**
   * What the grant states: nothing if nothing was said, and so all is inherited; else what was
   * said, and what is not said as in the nearest grant above that limits spending.
   *
   * @throws IllegalArgumentException if neither says how much
   */
  Optional<Statement.Spend> under(Optional<Granted> parent, Set<String> tools, Writing writing) {
    if (isSilent()) {
      return Optional.empty();
    }
    Optional<Statement.Spend> above = nearest(parent, writing);
    SortedMap<String, Optional<String>> all = new TreeMap<>(amounts);
    above.ifPresent(
        spend ->
            spend
                .amounts()
                .forEach(
                    (tool, pointer) -> {
                      if (tools.contains(tool)) {
                        all.putIfAbsent(tool, pointer);
                      }
                    }));
    return Optional.of(
        new Statement.Spend(
            currency.or(() -> above.map(Statement.Spend::currency)).orElseThrow(Spending::unsaid),
            perAction,
            total.or(() -> above.map(Statement.Spend::total)).orElseThrow(Spending::unsaid),
            all));
  }

  private static Optional<Statement.Spend> nearest(Optional<Granted> parent, Writing writing) {
    Optional<Granted> at = parent;
    while (at.isPresent()) {
      Statement.Grant grant = at.get().statement();
      if (grant.limits().spend().isPresent()) {
        return grant.limits().spend();
      }
      at = grant.parent().map(writing::find).map(Granted.class::cast);
    }
    return Optional.empty();
  }

  private static IllegalArgumentException unsaid() {
    return new IllegalArgumentException("grant: what limits spending says .spend(...)");
  }
}
