package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import java.time.Instant;

/** A handle of a request. Thread-safe. */
public final class Requested extends Recorded {
  Requested(SignedEntry entry) {
    super(entry);
  }

  Statement.Request statement() {
    return (Statement.Request) entry().statement();
  }

  /** The request's jti, a label. */
  public String id() {
    return statement().issued().jti();
  }

  /** The tool. */
  public String tool() {
    return statement().call().tool();
  }

  /** The request has ended at exactly this moment. */
  public Instant expiresAt() {
    return Instant.ofEpochSecond(statement().expiresAt());
  }
}
