package dev.delegationledger.authority;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;

/** What only somebody who sees the whole ledger up to here can answer. */
public interface LedgerIndex {
  /** Whether this signer used this jti in an earlier record. */
  boolean jtiUsed(Hash signer, String jti);

  /**
   * Whether an earlier record binds the key with this thumbprint: as a principal's key, as a
   * recovery key or as that of an added authority.
   */
  boolean keyEnrolled(Hash thumbprint);

  /** The kind under which an earlier enrolment or group names this principal id. */
  Optional<PrincipalKind> principal(String id);

  /** The records of enrolments and groups under this principal id, oldest first. */
  List<Long> principals(String id);

  /** The records whose statements refer to this entry, oldest first; see {@code References}. */
  List<Long> referring(Hash hash);

  /**
   * What the grant in the record at {@code grant} has been charged so far; nothing yet is zero.
   *
   * @throws RefusedException if that cannot be believed
   */
  Charges.Total charged(long grant) throws RefusedException;
}
