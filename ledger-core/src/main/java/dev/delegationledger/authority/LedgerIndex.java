package dev.delegationledger.authority;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.Optional;

/** What only somebody who sees the whole ledger up to here can answer. */
public interface LedgerIndex extends CallIndex {
  /**
   * Whether an earlier record binds the key with this thumbprint: as a principal's key, as a
   * recovery key or as that of an added authority.
   */
  boolean keyEnrolled(Hash thumbprint);

  /** The kind under which an earlier enrolment or group names this principal id. */
  Optional<PrincipalKind> principal(String id);

  /** The records of enrolments and groups under this principal id, oldest first. */
  List<Long> principals(String id);
}
