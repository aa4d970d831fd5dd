package dev.delegationledger;

import dev.delegationledger.model.Refusal;

/** The action may not be carried out: the tool must not run. */
public final class ActionRefused extends AppendRefused {
  private static final long serialVersionUID = 1L;

  ActionRefused(Refusal refusal) {
    super(refusal);
  }
}
