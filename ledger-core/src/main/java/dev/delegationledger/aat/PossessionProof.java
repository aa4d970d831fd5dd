package dev.delegationledger.aat;

import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The claims of a proof of possession, of which the signature was verified first (draft section
 * 5.2). One text spells given claims: canonical JSON (RFC 8785).
 *
 * @param id {@code jti}
 * @param issuedAt {@code iat}, in seconds since the epoch
 * @param expiresAt {@code exp}, which RFC 7519 gives a meaning; the draft does not ask for it
 * @param notBefore {@code nbf}, likewise
 * @param tokenId {@code aat_id}
 * @param tokenHash {@code aat_hash}: what later versions of the draft, and the ledger's actions,
 *     name the leaf by
 * @param tool {@code aat_tool}
 * @param audience {@code aat_aud}
 * @param arguments {@code hta}
 * @param ignored names of claims that have no meaning here
 */
record PossessionProof(
    String id,
    long issuedAt,
    Optional<Long> expiresAt,
    Optional<Long> notBefore,
    String tokenId,
    Optional<Hash> tokenHash,
    String tool,
    Optional<String> audience,
    Value arguments,
    Set<String> ignored) {
  /** What the header may call it; the draft defines no type. */
  static final String TYP = "aat-pop+jwt";

  private static final Set<String> KNOWN =
      Set.of("jti", "iat", "exp", "nbf", "aat_id", "aat_hash", "aat_tool", "aat_aud", "hta");

  /** The claims, after the signature by the leaf's holder. */
  static PossessionProof of(String compact, Token leaf) throws RefusedException {
    CompactJws jws = ChainWalk.framed(compact, TYP);
    if (!jws.verifies(leaf.terms().holder())) {
      throw RefusedException.of(
          Reason.SIGNATURE_INVALID,
          "check proof of possession: expected a signature by the key in cnf.jwk of the leaf");
    }
    return read(jws);
  }

  private static PossessionProof read(CompactJws jws) throws RefusedException {
    Value claims = Token.json(jws);
    if (!Bytes.of(Json.canonical(claims)).equals(jws.payload())) {
      throw RefusedException.of(
          Reason.CLAIMS_MALFORMED,
          "read proof of possession: expected canonical JSON, got another spelling");
    }
    Members top = Members.of(claims, "", Reason.CLAIMS_MALFORMED);
    top.object("hta");
    Set<String> ignored = new TreeSet<>(top.names());
    ignored.removeAll(KNOWN);
    return new PossessionProof(
        Token.label(top, "jti"),
        top.whole("iat"),
        top.optionalWhole("exp"),
        top.optionalWhole("nbf"),
        top.text("aat_id"),
        top.optionalHash("aat_hash"),
        top.text("aat_tool"),
        top.optionalText("aat_aud"),
        top.value("hta"),
        ignored);
  }

  AatVerdict.Possession shown() {
    return new AatVerdict.Possession(id, issuedAt, audience, ignored);
  }
}
