package dev.delegationledger.anchor;

import dev.delegationledger.model.Named;
import dev.delegationledger.store.StoreException;

/**
 * A store and its head anchor do not agree. Nothing in either was changed, but that a commit which
 * was being acknowledged is in the store.
 */
public final class AnchorException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What is wrong. */
  public enum Problem implements Named {
    /** The store has fewer records than were acknowledged: the message says which are missing. */
    ACKNOWLEDGED_RECORDS_MISSING,
    /** The store has as many records as were acknowledged, but not the same ones. */
    ACKNOWLEDGED_RECORDS_DIFFER,
    /** The anchor is of a ledger with another origin. */
    OTHER_LEDGER,
    /** The anchor does not hold a checkpoint. */
    ANCHOR_MALFORMED,
    /** There is no anchor for a ledger that has acknowledged records. */
    ANCHOR_MISSING,
    /** Somebody else has written the anchor: a second copy of this ledger is being appended to. */
    SECOND_WRITER,
    /** What the store holds of head, genesis and tree cannot be read; an audit says more. */
    STORE_BROKEN
  }

  AnchorException(Problem problem, String detail) {
    super(problem.code() + ": " + detail);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
