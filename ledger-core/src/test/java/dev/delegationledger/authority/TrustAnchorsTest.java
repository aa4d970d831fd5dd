package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The trust file is read as strictly as what it judges. */
final class TrustAnchorsTest {
  private final Scene s = Scene.open();

  private static TrustAnchors parse(String file) throws RefusedException {
    return TrustAnchors.parse(file.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(Reason reason, String file) {
    assertThatThrownBy(() -> parse(file))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().reason()).isEqualTo(reason));
  }

  @Test
  void aGoodOne_isRead() {
    assertThatCode(() -> parse(s.trust())).doesNotThrowAnyException();
  }

  @Test
  void anotherVersion_isUnknown() {
    refused(Reason.UNKNOWN_VERSION, s.trust().replace("\"version\":1", "\"version\":2"));
  }

  @Test
  void whateverDoesNotFit_isMalformed() {
    for (String members :
        new String[] {
          "\"unknown\":1,",
          "\"policy\":1,",
          "\"policy\":null,",
          "\"minSize\":-1,",
          "\"minSize\":1.5,",
          "\"minSize\":\"1\",",
          "\"genesis\":\"x\",",
          "\"unknownSignatures\":\"accept\",",
          "\"unknownSignatures\":true,",
          "\"minSize\":1,\"minSize\":1,",
        }) {
      refused(Reason.TRUST_MALFORMED, s.trust(members, s.hr));
    }
    for (String file : new String[] {"", "[]", "{}", "null", "{\"version\":1}", s.trust() + "x"}) {
      refused(Reason.TRUST_MALFORMED, file);
    }
    refused(Reason.TRUST_MALFORMED, s.trust().replace(Scene.ORIGIN, "example.com/other"));
    refused(Reason.TRUST_MALFORMED, s.trust().replace("OKP", "oct"));
    refused(
        Reason.TRUST_MALFORMED, s.trust().replace("\"version\":1", "\"version\":1,\"other\":1"));
  }

  @Test
  void policyThatIsNone_orNotForThisLedger_isMalformed() {
    String own = s.ledger.verifierKey();
    String others = VerifierKey.of("example.com/other", s.key().publicKey()).text();
    String itself = CosignerKey.of("witness.example/w", s.ledgerKey.publicKey()).text();
    String named = CosignerKey.of(Scene.ORIGIN, s.key().publicKey()).text();
    for (String policy :
        new String[] {
          "",
          "quorum none",
          "quorum w\\n",
          "log " + others + "\\nquorum none\\n",
          "witness w " + itself + "\\nquorum w\\n",
          "witness w " + itself + "\\nquorum none\\n",
          "witness w " + named + "\\nquorum w\\n"
        }) {
      refused(Reason.WITNESS_POLICY_MALFORMED, s.trust("\"policy\":\"" + policy + "\",", s.hr));
    }
    for (String policy :
        new String[] {
          "quorum none\\n",
          "log " + own + "\\nquorum none\\n",
          "log " + others + "\\nlog " + own + "\\nquorum none\\n"
        }) {
      assertThatCode(() -> parse(s.trust("\"policy\":\"" + policy + "\",", s.hr)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void twoAnchorsOfOneOrigin_areMalformed() {
    refused(
        Reason.TRUST_MALFORMED,
        "{\"version\":1,\"ledgers\":[" + s.anchor("", s.hr) + "," + s.anchor("", s.hr2) + "]}");
  }

  @Test
  void tooLargeAFile_isMalformed() {
    refused(Reason.TRUST_MALFORMED, s.trust() + " ".repeat(TrustAnchors.MAX_SIZE));
  }
}
