package dev.delegationledger.entry;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.HashSet;
import java.util.Set;

/** Reads a claims set against the closed schema of its kind (docs/format.md, "Entries"). */
final class StatementReader {
  private StatementReader() {}

  static Statement read(Kind kind, Value claims) throws RefusedException {
    ClaimsReader in = ClaimsReader.of(claims);
    Statement statement =
        switch (kind) {
          case GENESIS -> AuthorityClaims.readGenesis(in);
          case AUTHORITY -> AuthorityClaims.readChange(in);
          case ENROLMENT -> EnrolmentClaims.read(in);
          case GRANT -> GrantClaims.read(in);
          case ACTION -> CallClaims.readAction(in);
          case REQUEST -> CallClaims.readRequest(in);
          case OUTCOME -> CallClaims.readOutcome(in);
          case POLICY -> PolicyClaims.readPolicy(in);
          case ARCHETYPE -> PolicyClaims.readArchetype(in);
          case GROUP -> GroupClaims.read(in);
          case REVOCATION -> ReasonedClaims.readRevocation(in);
          case APPROVAL -> ReasonedClaims.readApproval(in);
          case TRANSFER -> ReasonedClaims.readTransfer(in);
          case SUSPENSION -> ReasonedClaims.readSuspension(in);
          case RESUMPTION -> ReasonedClaims.readResumption(in);
          case COMPLETION -> ReasonedClaims.readCompletion(in);
          case COMPROMISE -> ReasonedClaims.readCompromise(in);
          case DENIAL -> DenialClaims.read(in);
          case FOREIGN_CALL -> ForeignCallClaims.read(in);
          case ERASURE -> ErasureClaims.read(in);
          case LEDGER_KEY -> AuthorityClaims.readLedgerKey(in);
        };
    in.dl.end();
    requireDistinctDigests(statement);
    return statement;
  }

  private static void requireDistinctDigests(Statement statement) throws RefusedException {
    Set<Hash> seen = new HashSet<>();
    for (Slot slot : statement.slots().values()) {
      if (slot instanceof Slot.Hidden hidden && !seen.add(hidden.digest())) {
        throw RefusedException.of(
            Reason.CLAIMS_MALFORMED, "at /dl: expected a digest of its own in each slot");
      }
    }
  }
}
