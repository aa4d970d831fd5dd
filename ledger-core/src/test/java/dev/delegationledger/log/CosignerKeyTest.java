package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.log.CosignerKey.Algorithm;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignerKeyTest {
  private static final String NAME = "witness.example/w1";
  private static final InMemorySigner ED25519 = InMemorySigner.ed25519(Bytes.of(new byte[32]));
  private static final MlDsa44Signer ML_DSA = MlDsa44Signer.ofSeed(Bytes.of(new byte[32]));

  @Test
  void keysOfBothAlgorithms_areReadAndWritten() throws Exception {
    CosignerKey ed = CosignerKey.of(NAME, ED25519.publicKey());
    CosignerKey pq = CosignerKey.of(NAME, ML_DSA.publicKey());

    for (CosignerKey key : new CosignerKey[] {ed, pq}) {
      CosignerKey read = CosignerKey.parse(key.text());
      assertThat(read).isEqualTo(key).hasSameHashCodeAs(key);
      assertThat(read.algorithm()).isEqualTo(key.algorithm());
      assertThat(read.text()).isEqualTo(key.text());
      assertThat(read.name()).isEqualTo(NAME);
    }
    assertThat(ed.algorithm()).isEqualTo(Algorithm.ED25519);
    assertThat(ed.algorithm().code()).isEqualTo("ed25519");
    assertThat(pq.algorithm()).isEqualTo(Algorithm.ML_DSA_44);
    assertThat(pq.algorithm().code()).isEqualTo("ml-dsa-44");
    assertThat(ed).isNotEqualTo(pq).isNotEqualTo(CosignerKey.of("other", ED25519.publicKey()));
  }

  @Test
  void keyId_isTheHashOfNameTypeAndKey() {
    assertThat(CosignerKey.of(NAME, ED25519.publicKey()).keyId())
        .isEqualTo(new KeyText(NAME, (byte) 4, ED25519.publicKey().raw()).keyId())
        .isNotEqualTo(VerifierKey.of(NAME, ED25519.publicKey()).keyId());
    assertThat(CosignerKey.of(NAME, ML_DSA.publicKey()).keyId())
        .isEqualTo(new KeyText(NAME, (byte) 6, ML_DSA.publicKey().raw()).keyId());
  }

  @Test
  void keyOfALedger_isNoCosigners_norTheOtherWay() {
    String ledger = VerifierKey.of(NAME, ED25519.publicKey()).text();
    String cosigner = CosignerKey.of(NAME, ED25519.publicKey()).text();

    assertThat(Refused.reasonOf(() -> CosignerKey.parse(ledger))).isEqualTo(Reason.TRUST_MALFORMED);
    assertThat(Refused.reasonOf(() -> VerifierKey.parse(cosigner)))
        .isEqualTo(Reason.TRUST_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 7, 0xff})
  void otherSignatureType_isRefused(int type) {
    String text = new KeyText(NAME, (byte) type, ED25519.publicKey().raw()).text();

    assertThat(Refused.reasonOf(() -> CosignerKey.parse(text))).isEqualTo(Reason.TRUST_MALFORMED);
  }

  @Test
  void keyOfAnotherLength_isRefused() {
    Bytes ed = ED25519.publicKey().raw();
    Bytes pq = ML_DSA.publicKey().raw();
    for (KeyText text :
        new KeyText[] {
          new KeyText(NAME, (byte) 6, ed),
          new KeyText(NAME, (byte) 4, pq),
          new KeyText(NAME, (byte) 4, Bytes.of(new byte[0])),
          new KeyText(NAME, (byte) 4, Bytes.of(new byte[33])),
          new KeyText(NAME, (byte) 6, Bytes.of(new byte[1311]))
        }) {
      assertThat(Refused.reasonOf(() -> CosignerKey.parse(text.text())))
          .isEqualTo(Reason.TRUST_MALFORMED);
    }
  }

  @Test
  void keyOfSmallOrder_isRefused() {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    String text = new KeyText(NAME, (byte) 4, Bytes.of(neutral)).text();

    assertThat(Refused.reasonOf(() -> CosignerKey.parse(text))).isEqualTo(Reason.TRUST_MALFORMED);
  }

  @Test
  void otherSpelling_isRefused() {
    for (String text :
        new String[] {
          CosignerKey.of(NAME, ED25519.publicKey()).text(),
          CosignerKey.of(NAME, ML_DSA.publicKey()).text()
        }) {
      for (String other :
          new String[] {
            "",
            text + " ",
            text + "=",
            text + "\n",
            text.replace("w1", "w2"),
            text.replace("/w1", "/w 1"),
            text.substring(1),
            text.replaceFirst("\\+", "+0"),
            text.substring(0, text.length() - 1),
            NAME + "++" + text.split("\\+", 3)[2],
            NAME + "+" + text.split("\\+", 3)[1] + "+"
          }) {
        assertThat(Refused.reasonOf(() -> CosignerKey.parse(other)))
            .isEqualTo(Reason.TRUST_MALFORMED);
      }
    }
  }

  @Test
  void base64WithLooseBits_isRefused() {
    String text = CosignerKey.of(NAME, ML_DSA.publicKey()).text();
    String base64 = text.split("\\+", 3)[2];
    assertThat(Base64.getDecoder().decode(base64)).hasSize(1313);
    assertThat(base64).endsWith("=");
    char last = base64.charAt(base64.indexOf('=') - 1);
    String loose = text.replace(last + "=", (char) (last + 1) + "=");

    assertThat(loose).isNotEqualTo(text);
    assertThat(Refused.reasonOf(() -> CosignerKey.parse(loose))).isEqualTo(Reason.TRUST_MALFORMED);
  }

  @Test
  void nameOf255Bytes_isTheLongestThatMlDsa44Signs() throws Exception {
    String longest = "\u00e9".repeat(127) + "a";
    CosignerKey key = CosignerKey.of(longest, ML_DSA.publicKey());
    String longer = new KeyText(longest + "a", (byte) 6, ML_DSA.publicKey().raw()).text();

    assertThat(CosignerKey.parse(key.text())).isEqualTo(key);
    assertThat(CosignerKey.of(longest + "a", ED25519.publicKey()).name()).hasSize(129);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CosignerKey.of(longest + "a", ML_DSA.publicKey()));
    assertThat(Refused.reasonOf(() -> CosignerKey.parse(longer))).isEqualTo(Reason.TRUST_MALFORMED);
  }

  @Test
  void badNamesAndSuites_nameNoCosigner() {
    byte[] d = new byte[32];
    d[31] = 7;
    InMemorySigner es256 = InMemorySigner.es256(Bytes.of(d));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CosignerKey.of("a b", ED25519.publicKey()));
    assertThatIllegalArgumentException().isThrownBy(() -> CosignerKey.of("", ML_DSA.publicKey()));
    assertThatIllegalArgumentException().isThrownBy(() -> Cosigner.of(NAME, es256));
  }
}
