package dev.delegationledger;

import dev.delegationledger.model.Refusal;
import java.util.Optional;

/** The action may not be carried out: the tool must not run. */
public final class ActionRefused extends AppendRefused {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Recorded> denial;

  ActionRefused(Refusal refusal, Optional<Recorded> denial) {
    super(refusal);
    this.denial = denial;
  }

  /**
   * The entry that records this refusal; see {@link DelegationLedger#recordDenials}. It is empty if
   * denials are not recorded, if this one was only counted, and if it could not be recorded: then
   * {@link #getSuppressed} says why.
   */
  public Optional<Recorded> denial() {
    return denial;
  }
}
