package dev.delegationledger.authority;

import static dev.delegationledger.testing.PinnedText.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Key;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Keyed;
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

  /** One who signs twice, under two names: a quorum of himself and a witness that is himself. */
  @Test
  void witnessWithTheLedgersSecondKey_underAnotherName_isMalformed() throws RefusedException {
    MlDsa44Key second = MlDsa44Signer.ofSeed(Bytes.of(new byte[32])).publicKey();
    String own = "\"mlDsa44\":\"" + CosignerKey.of(Scene.ORIGIN, second).text() + "\"";
    String policy =
        "\"witness w " + CosignerKey.of("witness.example/w", second).text() + "\\nquorum w\\n\"";
    String range = range(s.ledger.verifierKey(), 0).replace("}", "," + own + "}");
    for (String member : new String[] {"\"policy\":", "\"auditors\":"}) {
      refused(Reason.WITNESS_POLICY_MALFORMED, s.trust(member + policy + "," + own + ",", s.hr));
      refused(
          Reason.WITNESS_POLICY_MALFORMED, keyed("\"vkeys\":[" + range + "]," + member + policy));
      assertThat(parse(s.trust(member + policy + ",", s.hr))).isNotNull();
    }
  }

  private String keyed(String members) {
    return Keyed.text(members, s.hr);
  }

  @Test
  void keysWithRanges_areRead() throws RefusedException {
    String one = s.ledger.verifierKey();
    String two = VerifierKey.of(Scene.ORIGIN, s.key().publicKey()).text();
    for (String vkeys :
        new String[] {
          range(one, 0),
          range(one, 5, 6),
          range(one, 0, 9) + "," + range(two, 9),
          range(one, 3, 9) + "," + range(two, 12, 13),
        }) {
      assertThat(parse(keyed("\"vkeys\":[" + vkeys + "]"))).isNotNull();
    }
  }

  @Test
  void rangesThatDoNotFit_areMalformed() {
    String one = s.ledger.verifierKey();
    String two = VerifierKey.of(Scene.ORIGIN, s.key().publicKey()).text();
    String others = VerifierKey.of("example.com/other", s.key().publicKey()).text();
    for (String vkeys :
        new String[] {
          "",
          "7",
          "\"" + one + "\"",
          "{}",
          "{\"vkey\":\"" + one + "\"}",
          "{\"from\":0}",
          "{\"vkey\":\"x\",\"from\":0}",
          range(one, -1),
          range(one, 0).replace("0}", "0.5}"),
          range(one, 0).replace(":0}", ":\"0\"}"),
          range(one, 0, -1),
          range(one, 0, 0),
          range(one, 5, 5),
          range(one, 5, 4),
          range(one, 0, 9).replace("}", ",\"until\":9}"),
          range(one, 0) + "," + range(two, 9),
          range(one, 0, 9) + "," + range(two, 8),
          range(two, 9, 10) + "," + range(one, 0, 9),
          range(one, 0, 9) + "," + range(one, 9),
          range(one, 0, 9) + "," + range(others, 9),
          range(one, 0).replace("}", ",\"mlDsa44\":\"" + one + "\"}"),
        }) {
      refused(Reason.TRUST_MALFORMED, keyed("\"vkeys\":[" + vkeys + "]"));
    }
    String good = "\"vkeys\":[" + range(one, 0) + "]";
    refused(Reason.TRUST_MALFORMED, keyed(good + ",\"vkey\":\"" + one + "\""));
    refused(Reason.TRUST_MALFORMED, keyed(good + ",\"mlDsa44\":\"" + one + "\""));
    refused(Reason.TRUST_MALFORMED, keyed("\"vkeys\":" + range(one, 0)));
    refused(Reason.TRUST_MALFORMED, keyed("\"minSize\":1"));
  }

  @Test
  void policyOfALedgerWithSeveralKeys_isForEachOfThem() throws RefusedException {
    String one = s.ledger.verifierKey();
    InMemorySigner next = s.key();
    String two = VerifierKey.of(Scene.ORIGIN, next.publicKey()).text();
    String vkeys = ",\"vkeys\":[" + range(one, 0, 9) + "," + range(two, 9) + "]";
    String itself = CosignerKey.of("witness.example/w", next.publicKey()).text();
    for (String policy :
        new String[] {
          "log " + one + "\\nquorum none\\n", "witness w " + itself + "\\nquorum w\\n"
        }) {
      refused(Reason.WITNESS_POLICY_MALFORMED, keyed("\"policy\":\"" + policy + "\"" + vkeys));
    }
    String good = "log " + two + "\\nlog " + one + "\\nquorum none\\n";
    assertThat(parse(keyed("\"policy\":\"" + good + "\"" + vkeys))).isNotNull();
  }

  @Test
  void twoAnchorsOfOneOrigin_areMalformed_unlessGenesisTellsThemApart() throws RefusedException {
    String a = "\"genesis\":\"" + "A".repeat(43) + "\",";
    String b = a.replace("AA\"", "AE\"");
    refused(
        Reason.TRUST_MALFORMED,
        "{\"version\":1,\"ledgers\":[" + s.anchor(a, s.hr) + "," + s.anchor("", s.hr2) + "]}");
    refused(
        Reason.TRUST_MALFORMED,
        "{\"version\":1,\"ledgers\":[" + s.anchor(a, s.hr) + "," + s.anchor(a, s.hr2) + "]}");
    assertThat(
            parse(
                "{\"version\":1,\"ledgers\":["
                    + s.anchor(a, s.hr)
                    + ","
                    + s.anchor(b, s.hr2)
                    + "]}"))
        .isNotNull();
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
