package dev.delegationledger.cli;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.HeldGrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What of an agent that is alive ends next by itself: its enrolment, or a grant.
 *
 * @param what {@code enrolment} or {@code grant}
 * @param index its record
 * @param atSeconds it has ended at exactly this second
 */
record NextEnd(String what, long index, long atSeconds) {
  static Optional<NextEnd> of(AgentAuthority authority) {
    if (!authority.standing().isAlive()) {
      return Optional.empty();
    }
    List<NextEnd> ends = new ArrayList<>();
    authority
        .agent()
        .ifPresent(
            agent -> ends.add(new NextEnd("enrolment", agent.keyEnrolledAt(), agent.expiresAt())));
    for (HeldGrant grant : authority.live()) {
      ends.add(new NextEnd("grant", grant.index(), grant.expiresAt()));
    }
    return ends.stream().min(Comparator.comparingLong(NextEnd::atSeconds));
  }
}
