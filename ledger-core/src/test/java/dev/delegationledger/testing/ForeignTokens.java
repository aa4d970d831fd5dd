package dev.delegationledger.testing;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chain of two tokens that another program made, and the proof of possession for one call. Each
 * is signed by who should sign it; what may be wrong with them are numbers and names.
 *
 * @param name of the issuer, in its {@code iss}
 * @param issuedAt in seconds, of both tokens
 * @param endsAt in seconds, of both tokens
 * @param rootMax the greatest amount that the root allows
 * @param leafMax the greatest amount that the leaf allows
 */
public record ForeignTokens(
    String name,
    InMemorySigner issuer,
    InMemorySigner planner,
    InMemorySigner worker,
    long issuedAt,
    long endsAt,
    long rootMax,
    long leafMax) {
  /** The one tool that they allow. */
  public static final String TOOL = "erp:pay";

  private static final String LEAF = "leaf";

  /** The compact tokens: the root, then the leaf. */
  public List<String> chain() {
    String root = token(issuer, planner, 0, rootMax, Optional.empty());
    return List.of(root, token(planner, worker, 1, leafMax, Optional.of(root)));
  }

  private String token(
      InMemorySigner by, InMemorySigner to, int depth, long max, Optional<String> parent) {
    Map<String, Value> claims = new HashMap<>();
    claims.put("jti", Value.of(depth == 0 ? "root" : LEAF));
    claims.put(
        "iss",
        Value.of(
            depth == 0 ? "https://issuer.example/" + name : Jwk.thumbprintUri(by.publicKey())));
    claims.put("iat", Value.of(issuedAt));
    claims.put("exp", Value.of(endsAt));
    claims.put("del_depth", Value.of(depth));
    claims.put("del_max_depth", Value.of(3));
    claims.put("cnf", Value.obj(Map.of("jwk", Jwk.toValue(to.publicKey()))));
    claims.put("authorization_details", details(max));
    parent.ifPresent(
        token -> {
          String input = token.substring(0, token.lastIndexOf('.'));
          claims.put(
              "par_hash",
              Value.of(Sha256.of(input.getBytes(StandardCharsets.US_ASCII)).base64Url()));
        });
    return signed(claims, by);
  }

  private static Value details(long max) {
    Value amount =
        Value.obj(
            Map.of("constraint_type", Value.of("range"), "min", Value.of(0), "max", Value.of(max)));
    return Value.arr(
        List.of(
            Value.obj(
                Map.of(
                    "type", Value.of("attenuating_agent_token"),
                    "tools", Value.obj(Map.of(TOOL, Value.obj(Map.of("amount", amount))))))));
  }

  /** A proof of possession by the worker. */
  public String proof(String id, long at, Optional<String> audience, long amount) {
    Map<String, Value> claims = new HashMap<>();
    claims.put("jti", Value.of(id));
    claims.put("iat", Value.of(at));
    claims.put("aat_id", Value.of(LEAF));
    claims.put("aat_tool", Value.of(TOOL));
    audience.ifPresent(aud -> claims.put("aat_aud", Value.of(aud)));
    claims.put("hta", arguments(amount));
    return signed(claims, worker);
  }

  /** The arguments of a call. */
  public static Value.Obj arguments(long amount) {
    return Value.obj(Map.of("amount", Value.of(amount)));
  }

  private static String signed(Map<String, Value> claims, InMemorySigner by) {
    String input =
        Bytes.utf8("{\"alg\":\"EdDSA\"}").base64Url()
            + "."
            + Bytes.of(Json.canonical(Value.obj(claims))).base64Url();
    return input + "." + Bytes.of(by.sign(input.getBytes(StandardCharsets.US_ASCII))).base64Url();
  }
}
