package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A stock chain for one call, as another program would make it: an issuer's token for a planner,
 * its child for a worker, and the worker's proof of possession. Tests change one thing at a time;
 * every signature stays right unless the test says otherwise.
 */
final class Stock {
  static final long NOW = 1_741_600_300L;
  static final String AUDIENCE = "https://tools.example.com";
  static final String HEADER = "{\"alg\":\"EdDSA\"}";

  static final InMemorySigner ISSUER = ed(1);
  static final InMemorySigner PLANNER = ed(2);
  static final InMemorySigner WORKER = ed(3);
  static final InMemorySigner STRANGER = ed(9);

  /** The tokens, root first. */
  final List<Claims> tokens = new ArrayList<>();

  /** The proof of possession. */
  final Claims proof;

  String tool = "read_file";
  String arguments = "{\"path\":\"/data/q3-report.pdf\"}";
  Instant at = Instant.ofEpochSecond(NOW);
  AatVerifier verifier = AatVerifier.trusting(ISSUER.publicKey());

  private Stock(String rootTools, String leafTools) {
    Claims root =
        new Claims(ISSUER)
            .with("jti", "\"root\"")
            .with("iss", "\"https://auth.example.com\"")
            .with("iat", "1741600000")
            .with("exp", "1741603600")
            .with("del_depth", "0")
            .with("del_max_depth", "3")
            .holder(PLANNER)
            .tools(rootTools);
    tokens.add(root);
    tokens.add(child("leaf", WORKER, leafTools));
    proof =
        new Claims(WORKER)
            .with("jti", "\"c980f2a1-4a37-4e88-bb3c-9defd37c1a45\"")
            .with("iat", String.valueOf(NOW))
            .with("aat_id", "\"leaf\"")
            .with("aat_tool", "\"read_file\"")
            .with("aat_aud", "\"" + AUDIENCE + "\"")
            .with("hta", arguments);
  }

  /** Any path, narrowed to one. */
  static Stock chain() {
    return new Stock(
        "{\"read_file\":{\"path\":{\"constraint_type\":\"wildcard\"}}}",
        "{\"read_file\":{\"path\":{\"constraint_type\":\"exact\",\"value\":\"/data/q3-report.pdf\"}}}");
  }

  /** The root grants {@code rootTools}, the leaf {@code leafTools}; both JSON. */
  static Stock of(String rootTools, String leafTools) {
    return new Stock(rootTools, leafTools);
  }

  /** One argument {@code a} of one tool {@code t}, constrained in root and leaf. */
  static Stock ofConstraints(String parent, String child, String value) {
    return new Stock("{\"t\":{\"a\":" + parent + "}}", "{\"t\":{\"a\":" + child + "}}")
        .call("t", "{\"a\":" + value + "}");
  }

  static InMemorySigner ed(int seed) {
    return InMemorySigner.ed25519(
        Bytes.of(HexFormat.of().parseHex("%02x".formatted(seed).repeat(32))));
  }

  static InMemorySigner es(int d) {
    return InMemorySigner.es256(Bytes.of(HexFormat.of().parseHex("%02x".formatted(d).repeat(32))));
  }

  Claims root() {
    return tokens.get(0);
  }

  Claims leaf() {
    return tokens.get(tokens.size() - 1);
  }

  /** Appends a child of the leaf for {@code holder}, who now makes the proof. */
  Stock derive(String id, Signer holder, String tools) {
    tokens.add(child(id, holder, tools));
    proof.signer = holder;
    proof.with("aat_id", "\"" + id + "\"");
    return this;
  }

  private Claims child(String id, Signer holder, String tools) {
    Claims parent = leaf();
    return new Claims(parent.holder)
        .with("jti", "\"" + id + "\"")
        .with("iss", "\"" + Jwk.thumbprintUri(parent.holder.publicKey()) + "\"")
        .with("iat", parent.claim("iat"))
        .with("exp", parent.claim("exp"))
        .with("del_depth", String.valueOf(tokens.size()))
        .with("del_max_depth", parent.claim("del_max_depth"))
        .holder(holder)
        .tools(tools);
  }

  /** Calls something else, and proves it. */
  Stock call(String calledTool, String calledArguments) {
    tool = calledTool;
    arguments = calledArguments;
    proof.with("aat_tool", "\"" + calledTool + "\"").with("hta", calledArguments);
    return this;
  }

  /** The root alone, which its holder uses itself. */
  Stock withoutLeaf() {
    tokens.remove(1);
    proof.signer = root().holder;
    proof.with("aat_id", "\"root\"");
    return this;
  }

  /** The tokens, each bound to the one before it unless it states a parent of its own. */
  List<String> compact() {
    List<String> chain = new ArrayList<>();
    for (Claims token : tokens) {
      if (!chain.isEmpty() && !token.ownParent) {
        token.with("par_hash", "\"" + hash(chain.get(chain.size() - 1)) + "\"");
      }
      chain.add(token.compact());
    }
    return chain;
  }

  AatVerdict verdict() {
    return verdict(compact(), proof.compact());
  }

  AatVerdict verdict(List<String> chain, String possession) {
    return verifier.verify(
        chain, possession, new AatCall(tool, ((Value.Obj) json(arguments)).members()), at);
  }

  void isPermitted() {
    requirePermitted(verdict());
  }

  static void requirePermitted(AatVerdict verdict) {
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.permitted()).isTrue();
    assertThat(verdict.finding()).isEqualTo(AatVerdict.Finding.PERMITTED);
    assertThat(verdict.failed()).isEmpty();
  }

  /** Refused for exactly this, found at no token. */
  void isRefused(Reason reason) {
    requireRefused(verdict(), reason, OptionalInt.empty());
  }

  /** Refused for exactly this, found at the token at {@code hop}. */
  void isRefused(Reason reason, int hop) {
    requireRefused(verdict(), reason, OptionalInt.of(hop));
  }

  static void requireRefused(AatVerdict verdict, Reason reason, OptionalInt hop) {
    assertThat(verdict.permitted()).isFalse();
    assertThat(verdict.refusal().map(Refusal::reason))
        .as(() -> verdict.refusal().map(Refusal::toString).orElse("permitted"))
        .contains(reason);
    assertThat(verdict.refusal().map(Refusal::hop)).isEqualTo(Optional.of(hop));
  }

  /** SHA-256 of a compact JWS's signing input, by other means than the code under test. */
  static String hash(String compact) {
    try {
      byte[] input =
          compact.substring(0, compact.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(java.security.MessageDigest.getInstance("SHA-256").digest(input));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Value json(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
    } catch (JsonException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static String signed(String header, String payload, Signer signer) {
    String input = Bytes.utf8(header).base64Url() + "." + Bytes.utf8(payload).base64Url();
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Bytes.of(signature).base64Url();
  }

  /** One claims set in the making, with whoever signs it. */
  static final class Claims {
    final Map<String, String> claims = new TreeMap<>();
    Signer signer;
    Signer holder;
    String header;
    boolean ownParent;

    Claims(Signer signer) {
      this.signer = signer;
      this.holder = signer;
      this.header = header(signer);
    }

    static String header(Signer signer) {
      return switch (signer.publicKey().suite()) {
        case ED25519 -> HEADER;
        case ES256 -> "{\"alg\":\"ES256\"}";
      };
    }

    /** Sets a claim to a JSON text. */
    Claims with(String name, String json) {
      claims.put(name, json);
      return this;
    }

    /** A claim's JSON text. */
    String claim(String name) {
      return Objects.requireNonNull(claims.get(name), name);
    }

    Claims without(String name) {
      claims.remove(name);
      return this;
    }

    Claims parent(String hash) {
      ownParent = true;
      return with("par_hash", "\"" + hash + "\"");
    }

    Claims holder(Signer newHolder) {
      holder = newHolder;
      String jwk = Json.canonicalText(Jwk.toValue(newHolder.publicKey()));
      return with("cnf", "{\"jwk\":" + jwk + "}");
    }

    Claims tools(String tools) {
      return with(
          "authorization_details",
          "[{\"tools\":" + tools + ",\"type\":\"attenuating_agent_token\"}]");
    }

    Claims signer(Signer newSigner) {
      signer = newSigner;
      header = header(newSigner);
      return this;
    }

    Claims header(String json) {
      header = json;
      return this;
    }

    /** Members in order and without white space; their values as they were given. */
    String payload() {
      StringBuilder json = new StringBuilder();
      claims.forEach(
          (name, value) ->
              json.append(json.length() == 0 ? "{\"" : ",\"")
                  .append(name)
                  .append("\":")
                  .append(value));
      return json.append('}').toString();
    }

    String compact() {
      return signed(header, payload(), signer);
    }
  }
}
