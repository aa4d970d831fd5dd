package dev.delegationledger.entry;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Map;

/**
 * The proof of possession inside an enrolment: the new key signs which ledger it joins, as which
 * principal, and who enrols it, so that nobody can enrol a key that is not theirs to give.
 *
 * <p>A compact JWS, {@code typ} {@value #TYP}, whose payload is canonical JSON: {@code
 * {"aud":<ledger id>,"dl":{"enroller":<thumbprint>,"id":<principal
 * id>,"kind":<kind>,"v":1},"iss":<thumbprint URI>}}.
 */
public final class Possession {
  static final String TYP = "pop+jwt";

  private Possession() {}

  /**
   * Signs a proof of possession with the new key, wherever that is held.
   *
   * @param ledger the id of the ledger it joins
   * @param kind what the principal is
   * @param id the principal id
   * @param enroller SHA-256 JWK thumbprint of the key that will sign the enrolment
   * @return a compact JWS
   */
  public static String prove(
      Signer newKey, String ledger, PrincipalKind kind, String id, Hash enroller) {
    byte[] payload = payload(newKey.publicKey(), ledger, kind, id, enroller);
    return CompactJws.sign(TYP, payload, newKey).compact();
  }

  /**
   * Refuses unless the enrolled key signed exactly this enrolment's ledger, principal and enroller.
   */
  static void check(Statement.Enrolment enrolment) throws RefusedException {
    CompactJws jws;
    try {
      jws = CompactJws.parse(enrolment.possession());
    } catch (RefusedException malformed) {
      throw unproven("expected a compact JWS: " + malformed.refusal().detail());
    }
    byte[] expected =
        payload(
            enrolment.key(),
            enrolment.issued().ledger().orElse(""),
            enrolment.principal(),
            enrolment.id(),
            enrolment.issued().signer());
    if (!jws.typ().equals(java.util.Optional.of(TYP))) {
      throw unproven("expected typ " + TYP);
    }
    if (!java.util.Arrays.equals(jws.payload().toArray(), expected)) {
      throw unproven("expected it to name this ledger, principal and enroller");
    }
    if (!jws.verifies(enrolment.key())) {
      throw unproven("expected a valid signature by the enrolled key");
    }
  }

  private static byte[] payload(
      VerifyingKey key, String ledger, PrincipalKind kind, String id, Hash enroller) {
    Value dl =
        Value.obj(
            Map.of(
                "enroller", Value.of(enroller.base64Url()),
                "id", Value.of(id),
                "kind", Value.of(kind.code()),
                "v", Value.of(StatementReader.VERSION)));
    return Json.canonical(
        Value.obj(
            Map.of("aud", Value.of(ledger), "dl", dl, "iss", Value.of(Jwk.thumbprintUri(key)))));
  }

  private static RefusedException unproven(String detail) {
    return RefusedException.of(Reason.POSSESSION_UNPROVEN, "at /dl/pop: " + detail);
  }
}
