package dev.delegationledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Public vectors: every verdict is right, and the strict predicate is as strict as it says. */
class SignatureVectorsTest {
  @Test
  void wycheproofEd25519_isRightOnAll151() {
    Tally tally = new Tally();
    for (Map<String, Object> group :
        Vectors.objects(Vectors.object("wycheproof/wycheproof_ed25519_test.json"), "testGroups")) {
      String key = Vectors.text(Vectors.object(group, "publicKey"), "pk");
      tally.add(group, VerifyingKey.validated(Suite.ED25519, Bytes.of(hex(key))));
    }
    assertThat(tally.wrong).isEmpty();
    assertThat(tally.accepted).isEqualTo(88);
    assertThat(tally.refused).isEqualTo(63);
  }

  @Test
  void wycheproofP256_isRightOnAll262() {
    Tally tally = new Tally();
    String file = "wycheproof/wycheproof_ecdsa_secp256r1_sha256_p1363_test.json";
    for (Map<String, Object> group : Vectors.objects(Vectors.object(file), "testGroups")) {
      byte[] point = hex(Vectors.text(Vectors.object(group, "publicKey"), "uncompressed"));
      byte[] raw = Arrays.copyOfRange(point, 1, point.length);
      tally.add(group, VerifyingKey.validated(Suite.ES256, Bytes.of(raw)));
    }
    assertThat(tally.wrong).isEmpty();
    assertThat(tally.accepted).isEqualTo(173);
    assertThat(tally.refused).isEqualTo(89);
  }

  @Test
  void cctvEd25519_isAcceptedOnceIn914() {
    List<Map<String, Object>> vectors = Vectors.list("cctv/cctv_ed25519vectors.json");
    List<Map<String, Object>> accepted = new ArrayList<>();
    for (Map<String, Object> vector : vectors) {
      byte[] message = Vectors.text(vector, "msg").getBytes(StandardCharsets.UTF_8);
      byte[] signature = hex(Vectors.text(vector, "sig"));
      Bytes key = Bytes.of(hex(Vectors.text(vector, "key")));
      if (verifies(VerifyingKey.validated(Suite.ED25519, key), message, signature)) {
        accepted.add(vector);
      }
    }
    assertThat(vectors).hasSize(914);
    assertThat(accepted).hasSize(1);
    assertThat(accepted.get(0).get("flags")).as("edge cases in the accepted one").isNull();
  }

  /** Those with a context of their own are for others: here it is always empty. */
  @Test
  void wycheproofMlDsa44_isRightOnAllWithoutContext() {
    List<Integer> wrong = new ArrayList<>();
    int accepted = 0;
    int refused = 0;
    String file = "wycheproof/wycheproof_mldsa_44_verify_test.json";
    for (Map<String, Object> group : Vectors.objects(Vectors.object(file), "testGroups")) {
      Bytes raw = Bytes.of(hex(Vectors.text(group, "publicKey")));
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        if (!test.getOrDefault("ctx", "").equals("")) {
          continue;
        }
        byte[] message = hex(Vectors.text(test, "msg"));
        boolean verifies = verifies(raw, message, hex(Vectors.text(test, "sig")));
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

  private static boolean verifies(Optional<VerifyingKey> key, byte[] message, byte[] signature) {
    return key.isPresent() && key.get().verify(message, signature);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static final class Tally {
    final List<Integer> wrong = new ArrayList<>();
    int accepted;
    int refused;

    void add(Map<String, Object> group, Optional<VerifyingKey> key) {
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        boolean verifies =
            verifies(key, hex(Vectors.text(test, "msg")), hex(Vectors.text(test, "sig")));
        if (verifies != Vectors.text(test, "result").equals("valid")) {
          wrong.add(Vectors.number(test, "tcId"));
        }
        accepted += verifies ? 1 : 0;
        refused += verifies ? 0 : 1;
      }
    }
  }
}
