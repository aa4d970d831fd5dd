package dev.delegationledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingKeyTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final String P =
      "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
  private static final byte[] MESSAGE = {1, 2, 3};

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the identity,             0100000000000000000000000000000000000000000000000000000000000000",
    "the identity with sign,   0100000000000000000000000000000000000000000000000000000000000080",
    "order 2,                  ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "order 4,                  0000000000000000000000000000000000000000000000000000000000000000",
    "order 8,                  26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "y = p,                    edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "y = p + 1,                eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "y = 2 not on the curve,   0200000000000000000000000000000000000000000000000000000000000000",
    "y = 3 of mixed order,     0300000000000000000000000000000000000000000000000000000000000000"
  })
  void ed25519KeyOutsideThePrimeOrderGroup_isRefused(String what, String hex) {
    assertThat(reasonFor(Suite.ED25519, hex)).as(what).isEqualTo(Reason.KEY_INVALID);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 63, 65, 100_000})
  void keyOfWrongLength_isRefused(int size) {
    assertThat(reasonFor(Suite.ED25519, "00".repeat(size))).isEqualTo(Reason.KEY_INVALID);
    assertThat(reasonFor(Suite.ES256, "00".repeat(size))).isEqualTo(Reason.KEY_INVALID);
  }

  @Test
  void p256KeyOffTheCurveOrNotAFieldElement_isRefused() {
    Bytes good = signer(Suite.ES256).publicKey().raw();
    byte[] flipped = good.toArray();
    flipped[63] ^= 1;
    String x = good.toString().substring(0, 64);
    assertThat(reasonFor(Suite.ES256, HexFormat.of().formatHex(flipped)))
        .isEqualTo(Reason.KEY_INVALID);
    assertThat(reasonFor(Suite.ES256, "00".repeat(64))).isEqualTo(Reason.KEY_INVALID);
    assertThat(reasonFor(Suite.ES256, x + P)).isEqualTo(Reason.KEY_INVALID);
    assertThat(reasonFor(Suite.ES256, P + x)).isEqualTo(Reason.KEY_INVALID);
    // (0, sqrt(b)) is on the curve; (p, sqrt(b)) is the same point spelt a second way
    String y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
    assertThat(VerifyingKey.validated(Suite.ES256, hex("00".repeat(32) + y))).isPresent();
    assertThat(reasonFor(Suite.ES256, P + y)).isEqualTo(Reason.KEY_INVALID);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyFlippedBitOfASignature_isRefused(Suite suite) {
    InMemorySigner signer = signer(suite);
    byte[] signature = signer.sign(MESSAGE);
    assertThat(signer.publicKey().verify(MESSAGE, signature)).isTrue();
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] bad = signature.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(signer.publicKey().verify(MESSAGE, bad)).as("bit %d", bit).isFalse();
    }
    assertThat(signer.publicKey().verify(new byte[] {1, 2}, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void signatureOfAnyOtherLength_isRefused(Suite suite) {
    InMemorySigner signer = signer(suite);
    byte[] signature = signer.sign(MESSAGE);
    for (int size : new int[] {0, 1, 32, 63, 65, 70, 128}) {
      byte[] bad = Arrays.copyOf(signature, size);
      assertThat(signer.publicKey().verify(MESSAGE, bad)).as("%d bytes", size).isFalse();
    }
  }

  @Test
  void ed25519SignatureWithLAddedToS_isRefused() {
    InMemorySigner signer = signer(Suite.ED25519);
    byte[] signature = signer.sign(MESSAGE);
    byte[] reversed = reverse(Arrays.copyOfRange(signature, 32, 64));
    byte[] larger = reverse(fixed(new BigInteger(1, reversed).add(L)));
    System.arraycopy(larger, 0, signature, 32, 32);
    assertThat(signer.publicKey().verify(MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "0,0", "n,1", "1,n", "n,n"})
  void p256SignatureWithAnEndOutOfRange_isRefused(String r, String s) {
    byte[] signature = new byte[64];
    System.arraycopy(fixed(number(r)), 0, signature, 0, 32);
    System.arraycopy(fixed(number(s)), 0, signature, 32, 32);
    assertThat(signer(Suite.ES256).publicKey().verify(MESSAGE, signature)).isFalse();
  }

  @Property(tries = 300)
  void verify_neverThrowsAndNeverAcceptsNoise(
      @ForAll Suite suite,
      @ForAll byte[] message,
      @ForAll @Size(64) byte[] exact,
      @ForAll byte[] any) {
    VerifyingKey key = signer(suite).publicKey();
    assertThat(key.verify(message, exact)).isFalse();
    assertThat(key.verify(message, any)).isFalse();
  }

  @Test
  void keysAreEqual_whenSuiteAndRawAre() throws RefusedException {
    VerifyingKey key = signer(Suite.ED25519).publicKey();
    assertThat(VerifyingKey.of(Suite.ED25519, key.raw())).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(signer(Suite.ES256).publicKey()).isNotEqualTo(key);
  }

  @Test
  void suiteCode_isExact() {
    for (Suite suite : Suite.values()) {
      assertThat(Suite.ofCode(suite.code())).contains(suite);
    }
    assertThat(Suite.ofCode("ED25519")).isEmpty();
    assertThat(Suite.ofCode("ml-dsa-44")).isEmpty();
  }

  private static Reason reasonFor(Suite suite, String hex) {
    return catchThrowableOfType(RefusedException.class, () -> VerifyingKey.of(suite, hex(hex)))
        .refusal()
        .reason();
  }

  private static InMemorySigner signer(Suite suite) {
    Bytes secret = Bytes.of(new byte[32]);
    return switch (suite) {
      case ED25519 -> InMemorySigner.ed25519(secret);
      case ES256 -> InMemorySigner.es256(hex("01".repeat(32)));
    };
  }

  private static BigInteger number(String text) {
    return text.equals("n") ? N : new BigInteger(text);
  }

  private static byte[] fixed(BigInteger number) {
    return HexFormat.of().parseHex(String.format("%064x", number));
  }

  private static byte[] reverse(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static Bytes hex(String text) {
    return Bytes.of(HexFormat.of().parseHex(text));
  }
}
