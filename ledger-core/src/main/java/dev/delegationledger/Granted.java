package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import java.time.Instant;

/** A handle of a grant. Thread-safe. */
public final class Granted extends Recorded {
  Granted(SignedEntry entry) {
    super(entry);
  }

  Statement.Grant statement() {
    return (Statement.Grant) entry().statement();
  }

  /** The grant's jti, a label. */
  public String id() {
    return statement().issued().jti();
  }

  /** The grant has ended at exactly this moment. */
  public Instant expiresAt() {
    return Instant.ofEpochSecond(statement().expiresAt());
  }

  /** What it allows, on one line of printable ASCII. */
  public String allows() {
    return statement().scope().describe();
  }

  /**
   * Begins a child grant, to be signed by this grant's holder. It starts from this grant: a tool
   * that it does not name is dropped, an argument that it does not name is inherited, so are the
   * task, the end, limits, context and approvals.
   */
  public Grant narrowTo(Enrolled delegate) {
    return Grant.under(this, delegate);
  }
}
