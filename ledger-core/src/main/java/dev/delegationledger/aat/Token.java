package dev.delegationledger.aat;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The claims of one token, of which the signature was verified first (draft sections 3.2 and 7).
 *
 * @param id {@code jti}
 * @param issuer {@code iss} as it stands
 * @param hash SHA-256 of the signing input
 * @param parent {@code par_hash}; absent in a root
 * @param notBefore {@code nbf}, which RFC 7519 gives a meaning
 * @param audiences {@code aud}, likewise; empty if it is not stated
 * @param statesScope whether there is an {@code attenuating_agent_token} entry
 * @param terms the rest
 * @param ignored names of claims that have no meaning here
 */
record Token(
    String id,
    String issuer,
    Hash hash,
    Optional<Hash> parent,
    Optional<Long> notBefore,
    Optional<Set<String>> audiences,
    boolean statesScope,
    GrantTerms terms,
    Set<String> ignored) {
  /** What the header may call it; the draft defines no type. */
  static final String TYP = "aat+jwt";

  private static final Set<String> KNOWN =
      Set.of(
          "jti",
          "iss",
          "iat",
          "exp",
          "nbf",
          "aud",
          "cnf",
          "del_depth",
          "del_max_depth",
          "par_hash",
          "authorization_details");

  /** A root token that verified under {@code anchor}. */
  static Token root(CompactJws jws, VerifyingKey anchor) throws RefusedException {
    Members top = claims(jws);
    String issuer = top.text("iss");
    if (!isUri(issuer)) {
      throw top.refused("iss", "expected a URI in a root token, got another text");
    }
    if (top.names().contains("par_hash")) {
      throw top.refused("par_hash", "expected none in a root token");
    }
    return read(jws, top, issuer, Jwk.thumbprint(anchor), Optional.empty());
  }

  /** A token that verified under the key its parent is bound to. */
  static Token derived(CompactJws jws) throws RefusedException {
    Members top = claims(jws);
    String issuer = top.text("iss");
    return read(jws, top, issuer, signer(top, issuer), Optional.of(top.hash("par_hash")));
  }

  /** The object that a verified payload holds. */
  static Members claims(CompactJws jws) throws RefusedException {
    return Members.of(json(jws), "", Reason.CLAIMS_MALFORMED);
  }

  static Value json(CompactJws jws) throws RefusedException {
    try {
      return Json.parse(jws.payload().toArray(), jws.payload().size());
    } catch (JsonException malformed) {
      throw RefusedException.of(Reason.CLAIMS_MALFORMED, "read claims: " + malformed.getMessage());
    }
  }

  /** A string with at least one character. */
  static String label(Members top, String name) throws RefusedException {
    String text = top.text(name);
    if (text.isEmpty()) {
      throw top.refused(name, "expected at least one character");
    }
    return text;
  }

  private static Token read(
      CompactJws jws, Members top, String issuer, Hash signer, Optional<Hash> parent)
      throws RefusedException {
    if (top.names().contains("dl")) {
      throw RefusedException.of(
          Reason.LEDGER_TERMS,
          "at /dl: expected a token without a ledger's terms; have its ledger authorize the call");
    }
    Set<String> ignored = new TreeSet<>(top.names());
    ignored.removeAll(KNOWN);
    Members cnf = top.object("cnf");
    VerifyingKey holder =
        PublicJwk.read(cnf.value("jwk"), cnf.pointer("jwk"), Reason.CLAIMS_MALFORMED);
    cnf.names().stream().filter(name -> !name.equals("jwk")).forEach(n -> ignored.add("cnf/" + n));
    Optional<Scope> scope =
        Scope.parseStated(top.value("authorization_details"), top.pointer("authorization_details"));
    return new Token(
        label(top, "jti"),
        issuer,
        jws.hash(),
        parent,
        top.optionalWhole("nbf"),
        audiences(top),
        scope.isPresent(),
        new GrantTerms(
            signer,
            holder,
            top.whole("iat"),
            top.whole("exp"),
            top.whole("del_depth"),
            top.whole("del_max_depth"),
            scope.orElse(Scope.NONE)),
        ignored);
  }

  /** One string, or an array of them (RFC 7519 section 4.1.3). */
  private static Optional<Set<String>> audiences(Members top) throws RefusedException {
    Optional<Value> aud = top.optionalValue("aud");
    if (aud.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        aud.get() instanceof Value.Str one ? Set.of(one.value()) : Set.copyOf(top.texts("aud")));
  }

  private static Hash signer(Members top, String issuer) throws RefusedException {
    if (issuer.startsWith(Jwk.THUMBPRINT_URI_PREFIX)) {
      try {
        return Hash.fromBase64Url(issuer.substring(Jwk.THUMBPRINT_URI_PREFIX.length()));
      } catch (IllegalArgumentException notThirtyTwoBytes) {
        // falls through to the same refusal as any other text
      }
    }
    throw top.refused("iss", "expected a SHA-256 JWK thumbprint URI in a derived token");
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
