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
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The proof of possession of a key that an entry binds: the new key signs which ledger it joins, as
 * what, and who lets it in, so that nobody can bind a key that is not theirs to give.
 *
 * <p>A compact JWS, {@code typ} {@value #TYP}, whose payload is canonical JSON: {@code
 * {"aud":<ledger id>,"dl":{"enroller":<thumbprint>,"id":<principal
 * id>,"kind":<kind>,"v":1},"iss":<thumbprint URI>}}. For an authority, the kind is {@value
 * #AUTHORITY}, for a new key of the ledger {@value #LEDGER}, and the id is the thumbprint URI too.
 */
public final class Possession {
  static final String TYP = "pop+jwt";
  static final String AUTHORITY = "authority";
  static final String LEDGER = "ledger";

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
    byte[] payload = payload(newKey.publicKey(), ledger, kind.code(), id, enroller);
    return CompactJws.sign(TYP, payload, newKey).compact();
  }

  /**
   * Signs a proof of possession with the key of a new authority, wherever that is held.
   *
   * @param ledger the id of the ledger it is to be an authority of
   * @param adder SHA-256 JWK thumbprint of the authority that will sign the entry that adds it
   * @return a compact JWS
   */
  public static String prove(Signer newAuthority, String ledger, Hash adder) {
    byte[] payload = payload(newAuthority.publicKey(), ledger, AUTHORITY, adder);
    return CompactJws.sign(TYP, payload, newAuthority).compact();
  }

  /**
   * Signs a proof of possession with the next key of a ledger, wherever that is held.
   *
   * @param ledger its id
   * @param outgoing SHA-256 JWK thumbprint of the ledger's present key
   * @return a compact JWS
   */
  public static String proveForLedger(Signer newKey, String ledger, Hash outgoing) {
    byte[] payload = payload(newKey.publicKey(), ledger, LEDGER, outgoing);
    return CompactJws.sign(TYP, payload, newKey).compact();
  }

  /**
   * Refuses unless the enrolled key signed exactly this enrolment's ledger, principal and enroller.
   */
  static void check(Statement.Enrolment enrolment) throws RefusedException {
    Issued issued = enrolment.issued();
    byte[] expected =
        payload(
            enrolment.key(),
            issued.ledger().orElse(""),
            enrolment.principal().code(),
            enrolment.id(),
            issued.signer());
    check("/dl/pop", enrolment.possession(), enrolment.key(), expected);
  }

  /** Refuses unless the added key, if there is one, signed exactly this ledger and signer. */
  static void check(Statement.AuthorityChange change) throws RefusedException {
    if (change.add().isPresent()) {
      Statement.AddedAuthority added = change.add().get();
      Issued issued = change.issued();
      byte[] expected =
          payload(added.key(), issued.ledger().orElse(""), AUTHORITY, issued.signer());
      check("/dl/add/pop", added.possession(), added.key(), expected);
    }
  }

  /** Refuses unless the ledger's new key signed exactly this ledger and its present key. */
  static void check(Statement.LedgerKeyChange change) throws RefusedException {
    Issued issued = change.issued();
    byte[] expected = payload(change.key(), issued.ledger().orElse(""), LEDGER, issued.signer());
    check("/dl/pop", change.possession(), change.key(), expected);
  }

  private static void check(String pointer, String possession, VerifyingKey key, byte[] expected)
      throws RefusedException {
    CompactJws jws;
    try {
      jws = CompactJws.parse(possession);
    } catch (RefusedException malformed) {
      throw unproven(pointer, "expected a compact JWS: " + malformed.refusal().detail());
    }
    if (!jws.typ().equals(Optional.of(TYP))) {
      throw unproven(pointer, "expected typ " + TYP);
    }
    if (!Arrays.equals(jws.payload().toArray(), expected)) {
      throw unproven(pointer, "expected it to name this ledger, principal and enroller");
    }
    if (!jws.verifies(key)) {
      throw unproven(pointer, "expected a valid signature by the key it is about");
    }
  }

  private static byte[] payload(VerifyingKey key, String ledger, String kind, Hash adder) {
    return payload(key, ledger, kind, Jwk.thumbprintUri(key), adder);
  }

  private static byte[] payload(
      VerifyingKey key, String ledger, String kind, String id, Hash enroller) {
    Value dl =
        Value.obj(
            Map.of(
                "enroller", Value.of(enroller.base64Url()),
                "id", Value.of(id),
                "kind", Value.of(kind),
                "v", Value.of(ClaimsReader.VERSION)));
    return Json.canonical(
        Value.obj(
            Map.of("aud", Value.of(ledger), "dl", dl, "iss", Value.of(Jwk.thumbprintUri(key)))));
  }

  private static RefusedException unproven(String pointer, String detail) {
    return RefusedException.of(Reason.POSSESSION_UNPROVEN, "at " + pointer + ": " + detail);
  }
}
