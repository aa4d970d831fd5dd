package dev.delegationledger.authority;

import dev.delegationledger.authority.Chain.Hop;
import dev.delegationledger.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rules say to an entry, or to a call that is only meant, at one position.
 *
 * @param refusal the first reason against it, if there is one
 * @param missing the approvals that it lacks, if that is the reason
 * @param grants the records of the chain of a call, root first, as far as they stand
 */
public record Ruling(Optional<Refusal> refusal, List<MissingApprovals> missing, List<Long> grants) {
  /** Copies the lists. */
  public Ruling {
    missing = List.copyOf(missing);
    grants = List.copyOf(grants);
  }

  /** Nothing is against it, and it is no call. */
  public static Ruling allowed() {
    return new Ruling(Optional.empty(), List.of(), List.of());
  }

  static Ruling of(Optional<Refusal> refusal, List<MissingApprovals> missing, Trail trail) {
    List<Long> grants = new ArrayList<>();
    for (Hop hop : trail.hops()) {
      grants.add(hop.grant().index());
    }
    return new Ruling(refusal, missing, grants);
  }
}
