package dev.delegationledger.jose;

import static dev.delegationledger.jose.JwsForge.ED;
import static dev.delegationledger.jose.JwsForge.ES;
import static dev.delegationledger.jose.JwsForge.reasonOf;
import static dev.delegationledger.jose.JwsForge.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /** Its payload has room for padding; its signature has a {@code -} and a {@code _}. */
  private static final String GOOD = good();

  private static String good() {
    for (int i = 0; ; i++) {
      String payload = "{\"dl\":{\"v\":1},\"n\":" + i + "}";
      String jws =
          CompactJws.sign("aat+jwt", payload.getBytes(StandardCharsets.UTF_8), ED).compact();
      String signature = jws.substring(jws.lastIndexOf('.'));
      if (part(jws, 1).length() % 4 != 0 && signature.contains("-") && signature.contains("_")) {
        return jws;
      }
    }
  }

  @Test
  void goodEntry_isReadAndVerifies() throws RefusedException {
    CompactJws jws = CompactJws.parse(GOOD);
    assertThat(jws.alg()).isEqualTo("EdDSA");
    assertThat(jws.typ()).contains("aat+jwt");
    assertThat(new String(jws.payload().toArray(), StandardCharsets.UTF_8)).startsWith("{\"dl\"");
    assertThat(jws.signature().size()).isEqualTo(64);
    assertThat(jws.compact()).isEqualTo(GOOD);
    assertThat(GOOD).startsWith(jws.signingInput() + ".");
    assertThat(jws.hash())
        .isEqualTo(Sha256.of(jws.signingInput().getBytes(StandardCharsets.US_ASCII)));
    assertThat(jws.verifies(ED.publicKey())).isTrue();
    assertThat(jws.verifies(ES.publicKey())).isFalse();
    assertThat(jws).isEqualTo(CompactJws.parse(GOOD)).hasToString("aat+jwt " + jws.hash());
  }

  /**
   * A lenient reader takes many of these for the good entry, which would then have many spellings.
   */
  @TestFactory
  Stream<DynamicTest> everyOtherSpellingOfTheFraming_isRefused() {
    String h = part(GOOD, 0);
    String p = part(GOOD, 1);
    String s = part(GOOD, 2);
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("padded header", pad(h) + "." + p + "." + s);
    bad.put("padded payload", h + "." + pad(p) + "." + s);
    bad.put("padded signature", h + "." + p + "." + pad(s));
    bad.put("half padded signature", h + "." + p + "." + s + "=");
    bad.put("trailing bits in the payload", h + "." + nextLast(p) + "." + s);
    bad.put("trailing bits in the signature", h + "." + p + "." + nextLast(s));
    bad.put("standard alphabet, plus", h + "." + p + "." + s.replace('-', '+'));
    bad.put("standard alphabet, slash", h + "." + p + "." + s.replace('_', '/'));
    bad.put("space before", " " + GOOD);
    bad.put("space after", GOOD + " ");
    bad.put("newline after", GOOD + "\n");
    bad.put("CR LF after", GOOD + "\r\n");
    bad.put("CR LF within", h + "." + p.substring(0, 4) + "\r\n" + p.substring(4) + "." + s);
    bad.put("space around a dot", h + " ." + p + "." + s);
    bad.put("tab within", h + "." + p.substring(0, 4) + "\t" + p.substring(4) + "." + s);
    bad.put("ignored character", h + "?." + p + "." + s);
    bad.put("not ASCII", h + "." + p + "." + s.substring(1) + "\uff21");
    bad.put("NUL after", GOOD + "\0");
    bad.put("dot after", GOOD + ".");
    bad.put("dot before", "." + GOOD);
    bad.put("two dots", h + ".." + p + "." + s);
    bad.put("disclosure after", GOOD + "~WyJ4Il0~");
    bad.put("JSON serialisation", "{\"protected\":\"" + h + "\"}");
    bad.put("no signature", h + "." + p + ".");
    bad.put("no header", "." + p + "." + s);
    bad.put("two parts", h + "." + p);
    bad.put("JWE, five parts", h + "." + p + "." + s + "." + p + "." + s);
    bad.put("length 4n + 1", h + "." + p + "." + s + "AAA");
    bad.put("nothing", "");
    return bad.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThat(reasonOf(() -> CompactJws.parse(entry.getValue())))
                            .isEqualTo(Reason.ENTRY_MALFORMED)));
  }

  /** The signature over each of these is right; only the header's rule refuses. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"EdDSA\",\"crit\":[]}",
        "{\"alg\":\"EdDSA\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"EdDSA\",\"zip\":\"DEF\"}",
        "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\"]}",
        "{\"alg\":\"EdDSA\",\"b64\":true}",
        "{\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
            + "\"x\":\"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik\"}}",
        "{\"alg\":\"EdDSA\",\"jku\":\"https://example.com/keys\"}",
        "{\"alg\":\"EdDSA\",\"x5c\":[\"AA\"]}",
        "{\"alg\":\"EdDSA\",\"kid\":\"1\"}",
        "{\"alg\":\"EdDSA\",\"cty\":\"JWT\"}",
        "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\"}",
        "{\"alg\":\"none\",\"alg\":\"EdDSA\"}",
        "{\"alg\":\"EdDSA\",\"\\u0061lg\":\"none\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"aat+jwt\",\"typ\":\"action+jwt\"}",
        "{\"alg\":\"EdDSA\",\"Alg\":\"EdDSA\"}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"Ed448\"}",
        "{\"alg\":[\"EdDSA\"]}",
        "{\"alg\":null}",
        "{\"typ\":\"aat+jwt\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"AAT+JWT\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"aat+JWT\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"application/aat+jwt\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\" aat+jwt\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"aat+jwt\\u0000\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"\"}",
        "{\"alg\":\"EdDSA\",\"typ\":null}",
        "{\"alg\":\"EdDSA\",\"typ\":1}",
        "{\"alg\":\"EdDSA\"}{}",
        "{\"alg\":\"EdDSA\"} x",
        "{\"alg\":\"EdDSA\",}",
        "{alg:\"EdDSA\"}",
        "{'alg':'EdDSA'}",
        "{\"alg\":\"EdDSA\"/* */}",
        "\uFEFF{\"alg\":\"EdDSA\"}",
        "[\"EdDSA\"]",
        "\"EdDSA\"",
        "null",
        " "
      })
  void headerOtherThanExactlyAlgAndTyp_isRefused(String header) {
    String jws = signed(header, "{}", ED);
    assertThat(reasonOf(() -> CompactJws.parse(jws))).isEqualTo(Reason.ENTRY_MALFORMED);
  }

  @Test
  void hmacKeyedWithThePublicKey_isRefused() throws Exception {
    String input = Bytes.utf8("{\"alg\":\"HS256\"}").base64Url() + "." + part(GOOD, 1);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(ED.publicKey().raw().toArray(), "HmacSHA256"));
    byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    assertThat(reasonOf(() -> CompactJws.parse(input + "." + Bytes.of(tag).base64Url())))
        .isEqualTo(Reason.ENTRY_MALFORMED);
  }

  @Test
  void headerOrEntryTooLong_isRefused() {
    String spaces = " ".repeat(EntryHeader.MAX_BYTES);
    String padded = signed("{\"alg\":\"EdDSA\"" + spaces + "}", "{}", ED);
    String large = signed("{\"alg\":\"EdDSA\"}", "x".repeat(CompactJws.MAX_CHARS), ED);
    assertThat(reasonOf(() -> CompactJws.parse(padded))).isEqualTo(Reason.ENTRY_MALFORMED);
    assertThat(reasonOf(() -> CompactJws.parse(large))).isEqualTo(Reason.ENTRY_MALFORMED);
    assertThatThrownBy(() -> CompactJws.sign("aat+jwt", new byte[49_100], ED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompactJws.sign("AAT+JWT", new byte[0], ED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entryOfTheLongestLength_isReadAndVerifies() throws RefusedException {
    int fixed = "eyJhbGciOiJFZERTQSJ9..".length() + 86;
    int payload = (CompactJws.MAX_CHARS - fixed) / 4 * 3;
    CompactJws jws = CompactJws.parse(signed("{\"alg\":\"EdDSA\"}", "x".repeat(payload), ED));
    assertThat(jws.compact().length()).isBetween(CompactJws.MAX_CHARS - 4, CompactJws.MAX_CHARS);
    assertThat(jws.verifies(ED.publicKey())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "EdDSA,ED25519,true",
    "Ed25519,ED25519,true",
    "ES256,ES256,true",
    "ES256,ED25519,false",
    "EdDSA,ES256,false",
    "Ed25519,ES256,false",
    "eddsa,ED25519,false",
    "es256,ES256,false",
    "ES256K,ES256,false",
    "ES384,ES256,false",
    "RS256,ES256,false",
    "ML-DSA-44,ED25519,false",
    "'',ED25519,false"
  })
  void algorithm_mustAgreeWithTheSuiteOfTheKey(String alg, Suite suite, boolean verifies)
      throws RefusedException {
    InMemorySigner signer = suite == Suite.ED25519 ? ED : ES;
    CompactJws jws = CompactJws.parse(signed("{\"alg\":\"" + alg + "\"}", "{}", signer));
    assertThat(jws.typ()).isEmpty();
    assertThat(jws.verifies(signer.publicKey())).isEqualTo(verifies);
  }

  @Test
  void malleatedEcdsaSignature_verifiesAndIsTheSameEntry() throws RefusedException {
    CompactJws jws = CompactJws.sign("aat+jwt", new byte[] {1}, ES);
    byte[] signature = jws.signature().toArray();
    BigInteger s = N.subtract(new BigInteger(1, signature, 32, 32));
    System.arraycopy(HexFormat.of().parseHex(String.format("%064x", s)), 0, signature, 32, 32);
    CompactJws other = CompactJws.parse(jws.signingInput() + "." + Bytes.of(signature).base64Url());
    assertThat(other.verifies(ES.publicKey())).isTrue();
    assertThat(other).isNotEqualTo(jws);
    assertThat(other.hash()).isEqualTo(jws.hash());
  }

  @Test
  void whatIsSigned_anotherLibraryVerifies() throws Exception {
    CompactJws jws = CompactJws.sign("aat+jwt", new byte[] {1}, ES);
    ECKey key = ECKey.parse(Json.canonicalText(Jwk.toValue(ES.publicKey())));
    assertThat(JWSObject.parse(jws.compact()).verify(new ECDSAVerifier(key))).isTrue();
    assertThat(jws.alg()).isEqualTo("ES256");
  }

  @Test
  void emptyPayload_isFramedAndVerifies() throws RefusedException {
    CompactJws jws = CompactJws.parse(CompactJws.sign("aat+jwt", new byte[0], ED).compact());
    assertThat(jws.payload().size()).isZero();
    assertThat(jws.verifies(ED.publicKey())).isTrue();
  }

  @Test
  void callersPayload_isCopied() {
    byte[] payload = {1, 2, 3};
    CompactJws jws = CompactJws.sign("aat+jwt", payload, ED);
    payload[0] = 9;
    assertThat(jws.payload()).isEqualTo(Bytes.of(new byte[] {1, 2, 3}));
    assertThat(jws.verifies(ED.publicKey())).isTrue();
  }

  @Property(tries = 300)
  void oneCharacterChanged_neverVerifies(@ForAll int at, @ForAll char to) {
    int index = Math.floorMod(at, GOOD.length());
    char ascii = (char) (to % 128);
    if (GOOD.charAt(index) == ascii) {
      return;
    }
    String bad = GOOD.substring(0, index) + ascii + GOOD.substring(index + 1);
    try {
      assertThat(CompactJws.parse(bad).verifies(ED.publicKey())).isFalse();
    } catch (RefusedException e) {
      assertThat(e.refusal().reason()).isEqualTo(Reason.ENTRY_MALFORMED);
    }
  }

  @Property(tries = 300)
  void anyText_isReadOrRefused(@ForAll String header, @ForAll byte[] payload, @ForAll String any) {
    for (String text :
        new String[] {any, signed(header, any, ED), Bytes.of(payload).base64Url() + ".AA.AA"}) {
      try {
        CompactJws.parse(text).verifies(ED.publicKey());
      } catch (RefusedException e) {
        assertThat(e.refusal().reason()).isEqualTo(Reason.ENTRY_MALFORMED);
      }
    }
  }

  private static String part(String jws, int index) {
    return jws.split("\\.", -1)[index];
  }

  private static String pad(String part) {
    return part.length() % 4 == 0 ? part + "====" : part + "=".repeat(4 - part.length() % 4);
  }

  /** The same bytes to a decoder that ignores the bits beyond the last byte. */
  private static String nextLast(String part) {
    char last = part.charAt(part.length() - 1);
    return part.substring(0, part.length() - 1) + (char) (last + 1);
  }
}
