package dev.delegationledger;

import java.util.List;

/**
 * The action may not be carried out before humans approve it: the tool must not run yet. Have it
 * approved with a {@link Request}, or the root grant by its group.
 */
public final class ApprovalPending extends AppendRefused {
  private static final long serialVersionUID = 1L;

  private final transient List<String> missing;

  ApprovalPending(Decision.Pending pending) {
    super(pending.refusal());
    this.missing = pending.missing();
  }

  /** Which approvals are missing, in words. */
  public List<String> missing() {
    return missing;
  }
}
