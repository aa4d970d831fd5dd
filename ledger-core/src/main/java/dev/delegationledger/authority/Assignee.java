package dev.delegationledger.authority;

import java.util.Optional;

/**
 * Who is assigned to something: a human, or a group that resolves to the human on call. Exactly one
 * of the two is present.
 */
record Assignee(Optional<Lineage> human, Optional<PlacedEntry> group) {
  static Assignee of(Lineage human) {
    return new Assignee(Optional.of(human), Optional.empty());
  }

  static Assignee of(PlacedEntry group) {
    return new Assignee(Optional.empty(), Optional.of(group));
  }
}
