package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an action is charged to, and the totals after it (docs/rules.md, section 7). It judges
 * nothing: a grant's limits are for {@link LimitRules} to hold.
 */
public final class Charging {
  private static final long MAX = (1L << 53) - 1;

  private Charging() {}

  /**
   * The totals after {@code entry}, if it were the next record: one use more for every grant of its
   * chain that carries a limit, and its amount where that grant limits spending. An amount that
   * cannot be read is none.
   *
   * @throws RefusedException if a record of the chain, or a total so far, cannot be believed
   */
  public static Charges of(Called entry, RecordSource source, Totals index)
      throws RefusedException {
    List<Charges.Total> totals = new ArrayList<>();
    for (Limited grant : limited(entry, source)) {
      Charges.Total before = index.charged(grant.index());
      long amount = grant.amount().flatMap(Charging::units).orElse(0L);
      totals.add(
          new Charges.Total(
              grant.index(),
              Math.min(MAX, before.uses() + 1),
              Math.min(MAX, before.spent() + amount)));
    }
    return totals.isEmpty() ? Charges.NONE : new Charges(totals);
  }

  /**
   * The grants that {@code entry} is charged to with an amount that is hidden: to those it may be
   * charged more than {@link #of} says.
   *
   * @throws RefusedException if a record of the chain cannot be believed
   */
  public static Set<Long> hidden(Called entry, RecordSource source) throws RefusedException {
    return limited(entry, source).stream()
        .filter(grant -> grant.amount().filter(Amount::hidden).isPresent())
        .map(Limited::index)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Long> units(Amount amount) {
    return amount.units().isPresent() ? Optional.of(amount.units().getAsLong()) : Optional.empty();
  }

  /** A grant of the chain that carries a limit; with the amount, if it limits spending. */
  private record Limited(long index, Optional<Amount> amount) {}

  private static List<Limited> limited(Called entry, RecordSource source) throws RefusedException {
    if (!(entry.statement() instanceof Statement.Action action)) {
      return List.of();
    }
    List<Limited> limited = new ArrayList<>();
    Optional<Hash> next = Optional.of(action.call().grant());
    long below = entry.index();
    while (next.isPresent()) {
      Optional<PlacedEntry> found = source.find(next.get());
      if (found.isEmpty() || found.get().kind() != Kind.GRANT || found.get().index() >= below) {
        break; // a broken chain: the rules say so
      }
      Statement.Grant grant = found.get().as(Statement.Grant.class);
      below = found.get().index();
      if (grant.limits().any()) {
        limited.add(new Limited(below, grant.limits().spend().map(s -> Amount.of(s, entry))));
      }
      next = grant.parent();
    }
    Collections.reverse(limited); // every grant stands behind its parent
    return limited;
  }
}
