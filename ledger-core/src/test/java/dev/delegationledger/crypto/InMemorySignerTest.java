package dev.delegationledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InMemorySignerTest {
  /** RFC 6979 appendix A.2.5, P-256 with SHA-256. */
  @ParameterizedTest
  @CsvSource({
    "sample,efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    "test,f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
        + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
  })
  void es256_signsAsRfc6979Says(String message, String signature) {
    InMemorySigner signer =
        InMemorySigner.es256(
            hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));
    assertThat(signer.publicKey().raw().toString())
        .isEqualTo(
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    assertThat(HexFormat.of().formatHex(signer.sign(message.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(signature);
  }

  /** RFC 8032 section 7.1, test 2. */
  @Test
  void ed25519_signsAsRfc8032Says() {
    InMemorySigner signer =
        InMemorySigner.ed25519(
            hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    assertThat(signer.publicKey().raw().toString())
        .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assertThat(HexFormat.of().formatHex(signer.sign(new byte[] {0x72})))
        .isEqualTo(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void whatAGeneratedKeySigns_theJdkVerifies(Suite suite) throws Exception {
    InMemorySigner signer = InMemorySigner.generate(suite, new SecureRandom());
    byte[] message = {7, 7, 7};
    String prefix =
        suite == Suite.ED25519
            ? "302a300506032b6570032100"
            : "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
    byte[] der = hex(prefix + signer.publicKey().raw()).toArray();
    KeyFactory keys = KeyFactory.getInstance(suite == Suite.ED25519 ? "Ed25519" : "EC");
    Signature jdk =
        Signature.getInstance(suite == Suite.ED25519 ? "Ed25519" : "SHA256withECDSAinP1363Format");
    jdk.initVerify(keys.generatePublic(new X509EncodedKeySpec(der)));
    jdk.update(message);
    assertThat(jdk.verify(signer.sign(message))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void signing_isDeterministic(Suite suite) {
    InMemorySigner signer = InMemorySigner.generate(suite, new SecureRandom());
    assertThat(signer.sign(new byte[] {1})).isEqualTo(signer.sign(new byte[] {1}));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void text_neverShowsThePrivateKey(Suite suite) {
    InMemorySigner signer = InMemorySigner.generate(suite, new SecureRandom());
    Bytes secret = signer.exportPrivateKey();
    assertThat(signer.toString())
        .doesNotContain(secret.toString())
        .doesNotContain(secret.base64Url())
        .isEqualTo("signer of " + signer.publicKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "000000000000000000000000000000000000000000000000000000000000000001"
      })
  void es256ScalarOutOfRange_isTheCallersMistake(String d) {
    assertThatThrownBy(() -> InMemorySigner.es256(hex(d)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("ffffffff");
  }

  @Test
  void ed25519SeedOfWrongLength_isTheCallersMistake() {
    assertThatThrownBy(() -> InMemorySigner.ed25519(hex("00".repeat(31))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prefixedDigest_isTheDigestOfTheBytesTogether() {
    assertThat(Sha256.prefixed(1, new byte[] {2}, new byte[] {3}))
        .isEqualTo(Sha256.of(new byte[] {1, 2, 3}));
    assertThat(Sha256.of().bytes().toString())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  private static Bytes hex(String text) {
    return Bytes.of(HexFormat.of().parseHex(text));
  }
}
