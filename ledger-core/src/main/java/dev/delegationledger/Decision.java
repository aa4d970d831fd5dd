package dev.delegationledger;

import dev.delegationledger.authority.MissingApprovals;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger would say to an entry at this moment, with what it was judged against. It writes
 * nothing and promises nothing.
 */
public sealed interface Decision {
  /**
   * What a decision was made against.
   *
   * @param size the number of records that counted: all up to record {@code size - 1}
   * @param timeMs the record time that it was judged for, milliseconds since the epoch
   * @param grants the records of the call's chain of grants, root first, as far as they stood; none
   *     if the entry is no call
   */
  record Basis(long size, long timeMs, List<Long> grants) {
    /** Copies the list. */
    public Basis {
      grants = List.copyOf(grants);
    }
  }

  /** What it was made against. */
  Basis basis();

  /** It would be recorded, or is recorded already and still stands. */
  record Permitted(Basis basis) implements Decision {}

  /**
   * It would be refused.
   *
   * @param refusal why: the reason, the record it was found at and the place in the chain
   */
  record Denied(Refusal refusal, Basis basis) implements Decision {}

  /**
   * It would be refused, and approvals by humans may still put that right.
   *
   * @param refusal why
   * @param missing which approvals are missing
   */
  record Pending(Refusal refusal, List<MissingApprovals> missing, Basis basis) implements Decision {
    /** Copies the list. */
    public Pending {
      missing = List.copyOf(missing);
    }
  }

  /** Whether it is {@link Permitted}. */
  default boolean isPermitted() {
    return this instanceof Permitted;
  }

  /** Why it would be refused, now or for good; empty if it is permitted. */
  default Optional<Refusal> why() {
    if (this instanceof Denied denied) {
      return Optional.of(denied.refusal);
    }
    return this instanceof Pending pending ? Optional.of(pending.refusal) : Optional.empty();
  }

  /** The rule that would refuse it, now or for good; empty if it is permitted. */
  default Optional<Reason> reason() {
    return why().map(Refusal::reason);
  }
}
