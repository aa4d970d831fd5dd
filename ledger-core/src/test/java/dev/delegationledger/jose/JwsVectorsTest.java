package dev.delegationledger.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.delegationledger.crypto.Vectors;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JwsVectorsTest {
  private static final String JWS = "wycheproof/wycheproof_json_web_signature_test.json";
  private static final String JWK = "wycheproof/wycheproof_json_web_key_test.json";
  private static final Set<String> KID = Set.of("kid");

  /** Members that say how a key is meant to be used; the key schema here has none of them. */
  private static final Set<String> METADATA = Set.of("alg", "use", "kid", "key_ops");

  /** 18 and 378 are the only valid ones with an algorithm of ours; their headers carry a kid. */
  @Test
  void wycheproofJws_isAcceptedTwiceIn401WithAKidInTheHeader() {
    List<Integer> accepted = new ArrayList<>();
    int refused = 0;
    for (Map<String, Object> group : Vectors.objects(Vectors.object(JWS), "testGroups")) {
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        if (keyOf(group).isPresent() && verifies(KID, Vectors.text(test, "jws"), keyOf(group))) {
          accepted.add(Vectors.number(test, "tcId"));
        } else {
          refused++;
        }
      }
    }
    assertThat(accepted).containsExactly(18, 378);
    assertThat(refused).isEqualTo(399);
  }

  @Test
  void wycheproofJws_isNeverAcceptedAsAnEntry() {
    for (Map<String, Object> group : Vectors.objects(Vectors.object(JWS), "testGroups")) {
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        assertThat(verifies(Set.of(), Vectors.text(test, "jws"), keyOf(group)))
            .as("%s", test)
            .isFalse();
      }
    }
  }

  @Test
  void wycheproofInvalidCharacter_isRefusedThoughLabelledValid() {
    int seen = 0;
    for (Map<String, Object> group : Vectors.objects(Vectors.object(JWS), "testGroups")) {
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        if (List.of(372, 373).contains(Vectors.number(test, "tcId"))) {
          seen++;
          String jws = Vectors.text(test, "jws");
          assertThat(JwsForge.reasonOf(() -> CompactJws.parseIgnoring(KID, jws)))
              .isEqualTo(Reason.ENTRY_MALFORMED);
        }
      }
    }
    assertThat(seen).isEqualTo(2);
  }

  /**
   * All 26 are refused, for no key in them fits the closed schema. With the metadata cut away, 19
   * to 21 would verify: what is wrong with those is only the metadata.
   */
  @Test
  void wycheproofJwk_isNeverAcceptedAsAKey() {
    List<Integer> withoutMetadata = new ArrayList<>();
    int cases = 0;
    for (Map<String, Object> group : Vectors.objects(Vectors.object(JWK), "testGroups")) {
      Map<String, Object> set =
          Vectors.object(group, group.get("public") == null ? "private" : "public");
      for (Map<String, Object> test : Vectors.objects(group, "tests")) {
        cases++;
        for (Map<String, Object> key : Vectors.objects(set, "keys")) {
          assertThat(
                  JwsForge.reasonOf(() -> Jwk.parsePublic(value(key), "", Reason.CLAIMS_MALFORMED)))
              .as("%s", key)
              .isIn(Reason.CLAIMS_MALFORMED, Reason.KEY_INVALID);
          if (verifies(KID, Vectors.text(test, "jws"), bare(key))) {
            withoutMetadata.add(Vectors.number(test, "tcId"));
          }
        }
      }
    }
    assertThat(cases).isEqualTo(26);
    assertThat(withoutMetadata).containsExactly(19, 20, 21);
  }

  @Test
  void rfc8037ExampleA4_isReadVerifiedAndSignedAlike() throws RefusedException {
    Map<String, Object> vector = Vectors.object("jose/curve25519/jws.json");
    Map<String, Object> key = new HashMap<>(Vectors.object(Vectors.object(vector, "input"), "key"));
    key.keySet().removeAll(METADATA);
    String compact = Vectors.text(Vectors.object(vector, "output"), "compact");
    CompactJws jws = CompactJws.parse(compact);
    assertThat(new String(jws.payload().toArray(), StandardCharsets.UTF_8))
        .isEqualTo(Vectors.text(Vectors.object(vector, "input"), "payload"));
    assertThat(jws.verifies(Jwk.parsePrivate(value(key)).publicKey())).isTrue();
    assertThat(
            JwsForge.signed(
                "{\"alg\":\"EdDSA\"}", "Example of Ed25519 signing", Jwk.parsePrivate(value(key))))
        .isEqualTo(compact);
  }

  @Test
  void rfc7520AndRfc7797Examples_areRefusedAsEntries() {
    List<String> files =
        List.of(
            "jws/4_1.rsa_v15_signature",
            "jws/4_2.rsa-pss_signature",
            "jws/4_3.ecdsa_signature",
            "jws/4_4.hmac-sha2_integrity_protection",
            "rfc7797/hmac-sha2_b64_false");
    for (String file : files) {
      Map<String, Object> vector = Vectors.object("jose/" + file + ".json");
      Object compact = Vectors.object(vector, "output").get("compact");
      assertThat(compact).as(file).isNotNull();
      assertThat(JwsForge.reasonOf(() -> CompactJws.parse(String.valueOf(compact))))
          .as(file)
          .isEqualTo(Reason.ENTRY_MALFORMED);
    }
  }

  private static boolean verifies(Set<String> ignored, String jws, Optional<VerifyingKey> key) {
    try {
      CompactJws parsed = CompactJws.parseIgnoring(ignored, jws);
      return key.isPresent() && parsed.verifies(key.get());
    } catch (RefusedException e) {
      assertThat(e.refusal().reason()).isEqualTo(Reason.ENTRY_MALFORMED);
      return false;
    }
  }

  /** The group's key, if it is meant to sign and is of a suite of ours. */
  private static Optional<VerifyingKey> keyOf(Map<String, Object> group) {
    Map<String, Object> key =
        Vectors.object(group, group.get("public") == null ? "private" : "public");
    return "sig".equals(key.get("use")) ? bare(key) : Optional.empty();
  }

  private static Optional<VerifyingKey> bare(Map<String, Object> key) {
    Map<String, Object> bare = new HashMap<>(key);
    bare.keySet().removeAll(METADATA);
    try {
      return Optional.of(Jwk.parsePublic(value(bare), "", Reason.CLAIMS_MALFORMED));
    } catch (RefusedException e) {
      assertThat(e.refusal().reason()).isIn(Reason.CLAIMS_MALFORMED, Reason.KEY_INVALID);
      return Optional.empty();
    }
  }

  private static Value value(Map<String, Object> object) {
    return JwsForge.json(JSONObjectUtils.toJSONString(object));
  }
}
