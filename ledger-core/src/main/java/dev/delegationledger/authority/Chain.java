package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import java.util.List;

/**
 * A judged chain of grants, root first.
 *
 * @param hops at least one; {@code hops.get(i)} is the grant at depth {@code i}
 */
record Chain(List<Hop> hops) {
  Chain {
    hops = List.copyOf(hops);
  }

  /** A grant, who gave it and who received it. */
  record Hop(PlacedEntry grant, Lineage delegator, Lineage delegate) {
    Statement.Grant statement() {
      return grant.as(Statement.Grant.class);
    }
  }

  Hop root() {
    return hops.get(0);
  }

  Hop leaf() {
    return hops.get(hops.size() - 1);
  }
}
