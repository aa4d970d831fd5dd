package dev.delegationledger.tiles;

import dev.delegationledger.model.Named;

/**
 * A folder cannot become, or go on being, the tiles of this ledger. Nothing in it was changed, but
 * that a lock file may stand there now.
 */
public final class TilesRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What is wrong with a folder. */
  public enum Problem implements Named {
    /** Another export writes into it, or checks it, at this moment. */
    BUSY,
    /** It holds no checkpoint, so that there is nothing to check. */
    NO_CHECKPOINT,
    /** What stands in place of its checkpoint is not one. */
    CHECKPOINT_MALFORMED,
    /** Its checkpoint has another origin, or no good signature by this ledger's key. */
    OTHER_LEDGER,
    /** Its checkpoint is of more records than this ledger has signed. */
    LARGER_THAN_LEDGER,
    /**
     * Its checkpoint is signed by this ledger's key, and not of the first records of this ledger:
     * the key signed two histories.
     */
    NOT_A_PREFIX,
    /** A file that its checkpoint covers is missing. */
    TILE_MISSING,
    /** A file of it is not what the ledger says. */
    TILE_DIFFERS
  }

  TilesRefused(Problem problem, String detail) {
    super(problem.code() + ": " + detail);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
