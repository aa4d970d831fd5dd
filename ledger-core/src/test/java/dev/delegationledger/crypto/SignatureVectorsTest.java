package dev.delegationledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Public vectors: every verdict is right, and the strict predicate is as strict as it says. */
@ParameterizedClass
@EnumSource(SignatureEngine.class)
class SignatureVectorsTest {
  private final Engine engine;

  SignatureVectorsTest(SignatureEngine engine) {
    this.engine = Engines.requireThere(engine);
  }

  @Test
  void wycheproofEd25519_isRightOnAll151() {
    Tally tally = new Tally();
    for (Map<String, Object> group :
        Vectors.objects(Vectors.object("wycheproof/wycheproof_ed25519_test.json"), "testGroups")) {
      String key = Vectors.text(Vectors.object(group, "publicKey"), "pk");
      tally.add(group, engine.prepare(Suite.ED25519, hex(key)));
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
      tally.add(group, engine.prepare(Suite.ES256, raw));
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
      byte[] key = hex(Vectors.text(vector, "key"));
      if (verifies(engine.prepare(Suite.ED25519, key), message, signature)) {
        accepted.add(vector);
      }
    }
    assertThat(vectors).hasSize(914);
    assertThat(accepted).hasSize(1);
    assertThat(accepted.get(0).get("flags")).as("edge cases in the accepted one").isNull();
  }

  private static boolean verifies(@Nullable PreparedKey key, byte[] message, byte[] signature) {
    return key != null && key.verify(message, signature);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static final class Tally {
    final List<Integer> wrong = new ArrayList<>();
    int accepted;
    int refused;

    void add(Map<String, Object> group, @Nullable PreparedKey key) {
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
