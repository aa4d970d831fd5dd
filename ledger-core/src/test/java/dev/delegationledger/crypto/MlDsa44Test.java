package dev.delegationledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlDsa44Test {
  private static final MlDsa44Signer SIGNER = MlDsa44Signer.ofSeed(seed(42));
  private static final byte[] MESSAGE = "Hello world".getBytes(StandardCharsets.UTF_8);

  /** The digests are of the key and signature of Wycheproof's first case, whose seed this is. */
  @Test
  void seedOfAPublicVector_givesItsKeyAndItsSignature() {
    byte[] all42 = new byte[MlDsa44Signer.SEED_SIZE];
    Arrays.fill(all42, (byte) 42);
    MlDsa44Signer signer = MlDsa44Signer.ofSeed(Bytes.of(all42));

    assertThat(Sha256.of(signer.publicKey().raw().toArray()).toString())
        .isEqualTo("2H-MoTasGqVeLWxFIWgO-zo3jLubwL-0RunGCJOTHqM");
    assertThat(Sha256.of(signer.sign(MESSAGE)).toString())
        .isEqualTo("jNb8A9qnLochCk5yFSPoTBTydzN4kHXmVzZ0TUeH_dU");
  }

  @Test
  void signature_verifiesOverItsMessageOnly() {
    byte[] signature = SIGNER.sign(MESSAGE);

    assertThat(signature).hasSize(MlDsa44Key.SIGNATURE_SIZE).isEqualTo(SIGNER.sign(MESSAGE));
    assertThat(SIGNER.publicKey().verify(MESSAGE, signature)).isTrue();
    assertThat(SIGNER.publicKey().verify(new byte[0], signature)).isFalse();
    assertThat(MlDsa44Signer.ofSeed(seed(43)).publicKey().verify(MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 2335, 2336, 2400, 2419})
  void signatureWithABitFlipped_isRefused(int at) {
    byte[] signature = SIGNER.sign(MESSAGE);
    signature[at] ^= 1;

    assertThat(SIGNER.publicKey().verify(MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 2419, 2421, 4840})
  void signatureOfAnotherLength_isRefused(int length) {
    byte[] signature = Arrays.copyOf(SIGNER.sign(MESSAGE), length);

    assertThat(SIGNER.publicKey().verify(MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 1311, 1313})
  void keyOfAnotherLength_isRefused(int length) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> MlDsa44Key.of(Bytes.of(new byte[length])));

    assertThat(refused.refusal().reason()).isEqualTo(Reason.KEY_INVALID);
  }

  @Test
  void keyThatNobodyGenerated_verifiesNothingAndDoesNotThrow() throws Exception {
    byte[] ones = new byte[MlDsa44Key.SIZE];
    Arrays.fill(ones, (byte) 0xff);

    assertThat(MlDsa44Key.of(Bytes.of(ones)).verify(MESSAGE, SIGNER.sign(MESSAGE))).isFalse();
    assertThat(MlDsa44Key.of(Bytes.of(ones)).verify(MESSAGE, new byte[2420])).isFalse();
  }

  @Test
  void keys_areComparedByContentAndNeverPrinted() throws Exception {
    MlDsa44Key read = MlDsa44Key.of(SIGNER.publicKey().raw());

    assertThat(read).isEqualTo(SIGNER.publicKey()).hasSameHashCodeAs(SIGNER.publicKey());
    assertThat(read).isNotEqualTo(MlDsa44Signer.ofSeed(seed(1)).publicKey());
    assertThat(SIGNER.toString())
        .startsWith("signer of ml-dsa-44:sha256:")
        .doesNotContain(SIGNER.exportSeed().toString());
    assertThat(MlDsa44Signer.ofSeed(SIGNER.exportSeed()).publicKey()).isEqualTo(read);
  }

  @Test
  void seedOfAnotherLength_isNoKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MlDsa44Signer.ofSeed(Bytes.of(new byte[31])));
  }

  @Test
  void generatedKeys_differAndSign() {
    SecureRandom random = new SecureRandom();
    MlDsa44Signer one = MlDsa44Signer.generate(random);

    assertThat(one.publicKey()).isNotEqualTo(MlDsa44Signer.generate(random).publicKey());
    assertThat(one.publicKey().verify(MESSAGE, one.sign(MESSAGE))).isTrue();
  }

  private static Bytes seed(int first) {
    byte[] seed = new byte[MlDsa44Signer.SEED_SIZE];
    seed[0] = (byte) first;
    return Bytes.of(seed);
  }

  /** Those with a context of their own are for others: here it is always empty. */
  @Test
  void wycheproofMlDsa44_isRightOnAllWithoutContext() {
    List<Integer> wrong = new ArrayList<>();
    int accepted = 0;
    int refused = 0;
    String file = "wycheproof/wycheproof_mldsa_44_verify_test.json";
    for (Map<String, Object> group : Vectors.objects(Vectors.object(file), "testGroups")) {
      Bytes raw = Bytes.of(HexFormat.of().parseHex(Vectors.text(group, "publicKey")));
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        if (!test.getOrDefault("ctx", "").equals("")) {
          continue;
        }
        byte[] message = HexFormat.of().parseHex(Vectors.text(test, "msg"));
        boolean verifies =
            verifies(raw, message, HexFormat.of().parseHex(Vectors.text(test, "sig")));
        if (verifies != Vectors.text(test, "result").equals("valid")) {
          wrong.add(Vectors.number(test, "tcId"));
        }
        accepted += verifies ? 1 : 0;
        refused += verifies ? 0 : 1;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(accepted).isEqualTo(75);
    assertThat(refused).isEqualTo(98);
  }

  private static boolean verifies(Bytes mlDsa44, byte[] message, byte[] signature) {
    try {
      return MlDsa44Key.of(mlDsa44).verify(message, signature);
    } catch (RefusedException invalidKey) {
      return false;
    }
  }
}
