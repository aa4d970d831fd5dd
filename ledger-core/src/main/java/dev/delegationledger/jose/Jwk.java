package dev.delegationledger.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Kept;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys as JSON Web Keys: {@code OKP} with {@code Ed25519} (RFC 8037 section 2) and {@code EC} with
 * {@code P-256} (RFC 7518 section 6.2). The schema is closed: exactly {@code kty}, {@code crv},
 * {@code x} and, for {@code EC}, {@code y}. Stateless and thread-safe.
 */
public final class Jwk {
  /** What a thumbprint URI begins with (RFC 9278 section 3); base64url of 32 bytes follows. */
  public static final String THUMBPRINT_URI_PREFIX =
      "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

  private static final int COORDINATE_SIZE = 32;

  /** The rules compare keys by thumbprint many times in one judgement, and keys recur. */
  private static final Kept<VerifyingKey, Hash> THUMBPRINTS = Kept.atMost(4096);

  private Jwk() {}

  /**
   * Reads a public key.
   *
   * @param pointer where the key stands in its document, for messages (RFC 6901)
   * @param reason the reason for a key outside the schema: an unknown member (private ones
   *     included), an unknown type or curve, a coordinate that is not canonical base64url of
   *     exactly 32 bytes
   * @throws RefusedException with {@code reason}, or with {@link Reason#KEY_INVALID} for a key that
   *     fits the schema and is not valid
   */
  public static VerifyingKey parsePublic(Value jwk, String pointer, Reason reason)
      throws RefusedException {
    Members members = Members.of(jwk, pointer, reason);
    Suite suite = suite(members);
    Bytes raw = rawPublic(members, suite);
    members.end();
    return VerifyingKey.of(suite, raw);
  }

  /** The public key as a JWK of exactly the required members. */
  public static Value toValue(VerifyingKey key) {
    return Value.obj(required(key));
  }

  /** The JWK thumbprint with SHA-256 (RFC 7638). */
  public static Hash thumbprint(VerifyingKey key) {
    Hash known = THUMBPRINTS.get(key);
    if (known != null) {
      return known;
    }
    Hash thumbprint = computed(key);
    THUMBPRINTS.put(key, thumbprint);
    return thumbprint;
  }

  private static Hash computed(VerifyingKey key) {
    try {
      return Hash.of(model(key).computeThumbprint().decode());
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The thumbprint as a URI (RFC 9278): {@code urn:ietf:params:oauth:jwk-thumbprint:sha-256:...}.
   */
  public static String thumbprintUri(VerifyingKey key) {
    return THUMBPRINT_URI_PREFIX + thumbprint(key).base64Url();
  }

  /**
   * Reads a private key: the public members and {@code d}, 32 bytes, nothing else.
   *
   * @throws RefusedException with {@link Reason#KEY_INVALID} on anything else, or if {@code d} is
   *     not the private key of the public members; the message never shows {@code d}
   */
  public static InMemorySigner parsePrivate(Value jwk) throws RefusedException {
    Members members = Members.of(jwk, "", Reason.KEY_INVALID);
    Suite suite = suite(members);
    VerifyingKey stated = VerifyingKey.of(suite, rawPublic(members, suite));
    Bytes d = coordinate(members, "d");
    members.end();
    InMemorySigner signer;
    try {
      signer =
          switch (suite) {
            case ED25519 -> InMemorySigner.ed25519(d);
            case ES256 -> InMemorySigner.es256(d);
          };
    } catch (IllegalArgumentException e) {
      throw members.refused("d", "expected a private key in range, got another number");
    }
    if (!signer.publicKey().equals(stated)) {
      throw members.refused("d", "expected the private key of " + stated + ", got another");
    }
    return signer;
  }

  /** The key pair as a private JWK, which {@link #parsePrivate} reads. It is the secret itself. */
  public static Value toPrivateValue(InMemorySigner signer) {
    Map<String, Value> members = required(signer.publicKey());
    members.put("d", Value.of(signer.exportPrivateKey().base64Url()));
    return Value.obj(members);
  }

  private static Suite suite(Members members) throws RefusedException {
    String kty = members.text("kty");
    String crv = members.text("crv");
    if (kty.equals("OKP") && crv.equals("Ed25519")) {
      return Suite.ED25519;
    }
    if (kty.equals("EC") && crv.equals("P-256")) {
      return Suite.ES256;
    }
    throw members.refused("kty", "expected OKP with Ed25519 or EC with P-256, got another");
  }

  private static Bytes rawPublic(Members members, Suite suite) throws RefusedException {
    Bytes x = coordinate(members, "x");
    return switch (suite) {
      case ED25519 -> x;
      case ES256 -> concat(x, coordinate(members, "y"));
    };
  }

  private static Bytes coordinate(Members members, String name) throws RefusedException {
    return Base64Url.decode(members.text(name))
        .filter(bytes -> bytes.size() == COORDINATE_SIZE)
        .orElseThrow(
            () ->
                members.refused(
                    name, "expected canonical base64url of 32 bytes, got another text"));
  }

  private static JWK model(VerifyingKey key) {
    byte[] raw = key.raw().toArray();
    return switch (key.suite()) {
      case ED25519 -> new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw)).build();
      case ES256 ->
          new ECKey.Builder(
                  Curve.P_256,
                  Base64URL.encode(Arrays.copyOfRange(raw, 0, COORDINATE_SIZE)),
                  Base64URL.encode(Arrays.copyOfRange(raw, COORDINATE_SIZE, raw.length)))
              .build();
    };
  }

  private static Map<String, Value> required(VerifyingKey key) {
    Map<String, Value> members = new TreeMap<>();
    model(key)
        .getRequiredParams()
        .forEach((name, value) -> members.put(name, Value.of(value.toString())));
    return members;
  }

  private static Bytes concat(Bytes x, Bytes y) {
    byte[] both = Arrays.copyOf(x.toArray(), x.size() + y.size());
    System.arraycopy(y.toArray(), 0, both, x.size(), y.size());
    return Bytes.of(both);
  }
}
