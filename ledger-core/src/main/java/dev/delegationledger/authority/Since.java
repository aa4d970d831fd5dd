package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/** The record that accounts for a refusal: it closed something, or was the first after its end. */
final class Since {
  private final PastRecords past;

  Since(PastRecords past) {
    this.past = past;
  }

  OptionalLong of(RefusedException refused) throws RefusedException {
    if (refused instanceof ClosedByRecord closed) {
      return OptionalLong.of(closed.record());
    }
    Optional<Long> end = end(refused);
    if (end.isEmpty()) {
      return OptionalLong.empty();
    }
    long ended = refused.refusal().index().getAsLong();
    long over = past.firstAt(ended, Math.multiplyExact(end.get(), 1000L));
    return over <= past.last() ? OptionalLong.of(over) : OptionalLong.empty();
  }

  /** When what was refused had ended, if it was refused for that, in seconds. */
  private Optional<Long> end(RefusedException refused) throws RefusedException {
    OptionalLong index = refused.refusal().index();
    if (index.isEmpty() || index.getAsLong() > past.last()) {
      return Optional.empty();
    }
    Statement statement = past.at(index.getAsLong()).orElseThrow().entry().statement();
    return switch (refused.refusal().reason()) {
      case GRANT_EXPIRED -> Optional.of(((Statement.Grant) statement).expiresAt());
      case ENROLMENT_EXPIRED -> Optional.of(((Statement.Enrolment) statement).expiresAt());
      case GROUP_EXPIRED -> Optional.of(((Statement.Group) statement).expiresAt());
      default -> Optional.empty();
    };
  }
}
