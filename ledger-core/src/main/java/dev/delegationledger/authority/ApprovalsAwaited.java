package dev.delegationledger.authority;

import dev.delegationledger.model.RefusedException;
import java.util.List;

/** A refusal that approvals may put right: which ones. */
final class ApprovalsAwaited extends RefusedException {
  private static final long serialVersionUID = 1L;

  private final transient List<MissingApprovals> missing;

  ApprovalsAwaited(RefusedException refused, List<MissingApprovals> missing) {
    super(refused.refusal());
    this.missing = List.copyOf(missing);
  }

  List<MissingApprovals> missing() {
    return missing;
  }
}
