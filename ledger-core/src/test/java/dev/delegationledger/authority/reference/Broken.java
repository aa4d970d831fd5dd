package dev.delegationledger.authority.reference;

import dev.delegationledger.model.Reason;

/** A rule is broken: what is being judged goes no further. */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  Broken(Reason reason) {
    super(reason.code(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
