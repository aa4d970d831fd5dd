package dev.delegationledger.append;

import dev.delegationledger.authority.Ruling;
import dev.delegationledger.model.RefusedException;

/** A refusal by the rules, with what they rested on. */
public final class Inadmissible extends RefusedException {
  private static final long serialVersionUID = 1L;

  private final transient Ruling ruling;

  Inadmissible(Ruling ruling) {
    super(ruling.refusal().orElseThrow());
    this.ruling = ruling;
  }

  /** What the rules said. */
  public Ruling ruling() {
    return ruling;
  }
}
