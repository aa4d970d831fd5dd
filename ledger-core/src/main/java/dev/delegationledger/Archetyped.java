package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;

/** A handle of an archetype. Thread-safe. */
public final class Archetyped extends Recorded {
  Archetyped(SignedEntry entry) {
    super(entry);
  }

  Statement.Archetype statement() {
    return (Statement.Archetype) entry().statement();
  }

  /** What the enrolments of its instances state as their archetype. */
  public String label() {
    return statement().label();
  }

  /** What its instances may hold, on one line of printable ASCII. */
  public String mayHold() {
    return statement().mayHold().describe();
  }
}
