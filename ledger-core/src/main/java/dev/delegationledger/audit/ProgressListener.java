package dev.delegationledger.audit;

/**
 * Hears how far an audit is. Called by the thread that runs the audit, after every record; {@link
 * Pace} tells the rate and the time that is left, and not as often. What it throws ends the audit.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = (done, total) -> {};

  /**
   * {@code done} records of {@code total} are done.
   *
   * @param total as the ledger's head says; it grows if there turn out to be more
   */
  void progress(long done, long total);
}
