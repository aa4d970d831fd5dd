package dev.delegationledger;

import dev.delegationledger.authority.MissingApprovals;
import dev.delegationledger.model.Refusal;
import java.util.List;

/**
 * The action may not be carried out before humans approve it: the tool must not run yet. Have it
 * approved with a {@link Request}, or the root grant by its group.
 */
public final class ApprovalPending extends AppendRefused {
  private static final long serialVersionUID = 1L;

  private final transient List<MissingApprovals> missing;

  ApprovalPending(Refusal refusal, List<MissingApprovals> missing) {
    super(refusal);
    this.missing = List.copyOf(missing);
  }

  /** Which approvals are missing. */
  public List<MissingApprovals> missing() {
    return missing;
  }
}
