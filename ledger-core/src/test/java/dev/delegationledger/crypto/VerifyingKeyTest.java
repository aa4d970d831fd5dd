package dev.delegationledger.crypto;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(SignatureEngine.class)
class VerifyingKeyTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final String P =
      "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
  private static final byte[] MESSAGE = {1, 2, 3};

  private final Engine engine;

  VerifyingKeyTest(SignatureEngine engine) {
    this.engine = Engines.requireThere(engine);
  }

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
    assertThat(engine.prepare(Suite.ES256, hex("00".repeat(32) + y).toArray())).isNotNull();
    assertThat(reasonFor(Suite.ES256, P + y)).isEqualTo(Reason.KEY_INVALID);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyFlippedBitOfASignature_isRefused(Suite suite) {
    InMemorySigner signer = signer(suite);
    byte[] signature = signer.sign(MESSAGE);
    assertThat(key(signer).verify(MESSAGE, signature)).isTrue();
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] bad = signature.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key(signer).verify(MESSAGE, bad)).as("bit %d", bit).isFalse();
    }
    assertThat(key(signer).verify(new byte[] {1, 2}, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void signatureOfAnyOtherLength_isRefused(Suite suite) {
    InMemorySigner signer = signer(suite);
    byte[] signature = signer.sign(MESSAGE);
    for (int size : new int[] {0, 1, 32, 63, 65, 70, 128}) {
      byte[] bad = Arrays.copyOf(signature, size);
      assertThat(key(signer).verify(MESSAGE, bad)).as("%d bytes", size).isFalse();
    }
  }

  @Test
  void ed25519SignatureWithLAddedToS_isRefused() {
    InMemorySigner signer = signer(Suite.ED25519);
    byte[] signature = signer.sign(MESSAGE);
    byte[] reversed = reverse(Arrays.copyOfRange(signature, 32, 64));
    byte[] larger = reverse(fixed(new BigInteger(1, reversed).add(L)));
    System.arraycopy(larger, 0, signature, 32, 32);
    assertThat(key(signer).verify(MESSAGE, signature)).isFalse();
  }

  /** With the secret scalar a and R the identity, S = k * a satisfies the equation: r is 0. */
  @Test
  void ed25519SignatureWhoseRIsTheIdentity_isRefused() throws GeneralSecurityException {
    InMemorySigner signer = signer(Suite.ED25519);
    byte[] expanded = MessageDigest.getInstance("SHA-512").digest(new byte[32]);
    byte[] scalar = Arrays.copyOf(expanded, 32);
    scalar[0] &= (byte) 248;
    scalar[31] = (byte) ((scalar[31] & 63) | 64);
    byte[] signature = new byte[64];
    signature[0] = 1;
    MessageDigest challenge = MessageDigest.getInstance("SHA-512");
    challenge.update(signature, 0, 32);
    challenge.update(signer.publicKey().raw().toArray());
    challenge.update(MESSAGE);
    BigInteger k = new BigInteger(1, reverse(challenge.digest()));
    BigInteger a = new BigInteger(1, reverse(scalar));
    System.arraycopy(reverse(fixed(k.multiply(a).mod(L))), 0, signature, 32, 32);
    byte[] key = signer.publicKey().raw().toArray();
    assertThat(Ed25519.verify(signature, 0, key, 0, MESSAGE, 0, MESSAGE.length))
        .as("the equation holds")
        .isTrue();
    assertThat(key(signer).verify(MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "0,0", "n,1", "1,n", "n,n"})
  void p256SignatureWithAnEndOutOfRange_isRefused(String r, String s) {
    byte[] signature = new byte[64];
    System.arraycopy(fixed(number(r)), 0, signature, 0, 32);
    System.arraycopy(fixed(number(s)), 0, signature, 32, 32);
    assertThat(key(signer(Suite.ES256)).verify(MESSAGE, signature)).isFalse();
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

  /** The reason of the running engine, where the engine under test refuses the key too. */
  private Reason reasonFor(Suite suite, String hex) {
    assertThat(engine.prepare(suite, hex(hex).toArray())).isNull();
    return catchThrowableOfType(RefusedException.class, () -> VerifyingKey.of(suite, hex(hex)))
        .refusal()
        .reason();
  }

  private PreparedKey key(InMemorySigner signer) {
    VerifyingKey key = signer.publicKey();
    return requireNonNull(engine.prepare(key.suite(), key.raw().toArray()));
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
