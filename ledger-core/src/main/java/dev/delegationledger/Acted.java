package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;

/** A handle of an action. Thread-safe. */
public final class Acted extends Recorded {
  Acted(SignedEntry entry) {
    super(entry);
  }

  Statement.Action statement() {
    return (Statement.Action) entry().statement();
  }

  /** The action's jti, a label. */
  public String id() {
    return statement().issued().jti();
  }

  /** The tool. */
  public String tool() {
    return statement().call().tool();
  }
}
