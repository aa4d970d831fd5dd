package dev.delegationledger.entry;

import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;

/** Writes a statement as the canonical claims set that {@link StatementReader} reads back. */
final class StatementWriter {
  private StatementWriter() {}

  static byte[] write(Statement statement) {
    ObjectWriter top = new ObjectWriter();
    ObjectWriter dl = new ObjectWriter().whole("v", ClaimsReader.VERSION);
    issued(statement.issued(), top);
    switch (statement.kind()) {
      case GENESIS -> AuthorityClaims.write((Statement.Genesis) statement, dl);
      case AUTHORITY -> AuthorityClaims.write((Statement.AuthorityChange) statement, dl);
      case ENROLMENT -> EnrolmentClaims.write((Statement.Enrolment) statement, top, dl);
      case GRANT -> GrantClaims.write((Statement.Grant) statement, top, dl);
      case ACTION -> CallClaims.write((Statement.Action) statement, top, dl);
      case REQUEST -> CallClaims.write((Statement.Request) statement, top, dl);
      case OUTCOME -> CallClaims.write((Statement.Outcome) statement, dl);
      case POLICY -> PolicyClaims.write((Statement.Policy) statement, dl);
      case ARCHETYPE -> PolicyClaims.write((Statement.Archetype) statement, dl);
      case GROUP -> GroupClaims.write((Statement.Group) statement, top, dl);
      case REVOCATION -> ReasonedClaims.write((Statement.Revocation) statement, dl);
      case APPROVAL -> ReasonedClaims.write((Statement.Approval) statement, dl);
      case TRANSFER -> ReasonedClaims.write((Statement.Transfer) statement, dl);
      case SUSPENSION -> ReasonedClaims.write((Statement.Suspension) statement, dl);
      case RESUMPTION -> ReasonedClaims.write((Statement.Resumption) statement, dl);
      case COMPLETION -> ReasonedClaims.write((Statement.Completion) statement, dl);
      case COMPROMISE -> ReasonedClaims.write((Statement.Compromise) statement, dl);
      case DENIAL -> DenialClaims.write((Statement.Denial) statement, dl);
      case FOREIGN_CALL -> ForeignCallClaims.write((Statement.ForeignCall) statement, dl);
      case ERASURE -> ErasureClaims.write((Statement.Erasure) statement, dl);
      case LEDGER_KEY -> AuthorityClaims.write((Statement.LedgerKeyChange) statement, dl);
    }
    return Json.canonical(top.object("dl", dl).value());
  }

  private static void issued(Issued issued, ObjectWriter top) {
    top.text("iss", Jwk.THUMBPRINT_URI_PREFIX + issued.signer().base64Url())
        .text("jti", issued.jti())
        .whole("iat", issued.issuedAt())
        .text("aud", issued.ledger());
  }
}
