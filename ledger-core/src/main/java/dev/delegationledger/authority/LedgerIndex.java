package dev.delegationledger.authority;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.model.Hash;
import java.util.Optional;

/** What only somebody who sees the whole ledger up to here can answer. */
public interface LedgerIndex {
  /** Whether this signer used this jti in an earlier record. */
  boolean jtiUsed(Hash signer, String jti);

  /** Whether an earlier enrolment binds the key with this thumbprint. */
  boolean keyEnrolled(Hash thumbprint);

  /** The kind under which an earlier enrolment names this principal id. */
  Optional<PrincipalKind> principal(String id);

  /** Whether an earlier outcome names this action. */
  boolean outcomeRecorded(Hash action);
}
