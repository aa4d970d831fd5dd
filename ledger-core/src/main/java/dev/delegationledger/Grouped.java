package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import java.time.Instant;

/** A handle of one version of a group of humans. Thread-safe. */
public final class Grouped extends Recorded {
  Grouped(SignedEntry entry) {
    super(entry);
  }

  Statement.Group statement() {
    return (Statement.Group) entry().statement();
  }

  /** The principal id. */
  public String id() {
    return statement().id();
  }

  /** The group has ended at exactly this moment. */
  public Instant expiresAt() {
    return Instant.ofEpochSecond(statement().expiresAt());
  }
}
