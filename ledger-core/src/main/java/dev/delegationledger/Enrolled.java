package dev.delegationledger;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;

/** A handle of an enrolment: a principal and its key. Thread-safe. */
public final class Enrolled extends Recorded {
  Enrolled(SignedEntry entry) {
    super(entry);
  }

  Statement.Enrolment statement() {
    return (Statement.Enrolment) entry().statement();
  }

  /** The principal id. */
  public String id() {
    return statement().id();
  }

  /** What the principal is. */
  public PrincipalKind kind() {
    return statement().principal();
  }

  /** The key that the enrolment binds to it. */
  public VerifyingKey key() {
    return statement().key();
  }
}
