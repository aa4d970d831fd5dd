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
    if (!(entry.statement() instanceof Statement.Action action)) {
      return Charges.NONE;
    }
    List<Charges.Total> totals = new ArrayList<>();
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
        Charges.Total before = index.charged(below);
        long amount =
            grant.limits().spend().map(s -> Amount.of(s, entry).units().orElse(0)).orElse(0L);
        totals.add(
            new Charges.Total(
                below, Math.min(MAX, before.uses() + 1), Math.min(MAX, before.spent() + amount)));
      }
      next = grant.parent();
    }
    Collections.reverse(totals); // every grant stands behind its parent
    return totals.isEmpty() ? Charges.NONE : new Charges(totals);
  }
}
