package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
  /** The example of C2SP signed-note. */
  static final String EXAMPLE =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final InMemorySigner SIGNER = InMemorySigner.ed25519(Bytes.of(new byte[32]));

  @Test
  void example_isReadAndWritten() throws Exception {
    VerifierKey key = VerifierKey.parse(EXAMPLE);

    assertThat(key.name()).isEqualTo("example.com/foo");
    assertThat(key.keyId()).hasToString("530d903a");
    assertThat(key.text()).isEqualTo(EXAMPLE);
    assertThat(VerifierKey.of("example.com/foo", key.key())).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(VerifierKey.of("example.com/bar", key.key())).isNotEqualTo(key);
  }

  @Test
  void keyWhoseBase64HasPlus_isReadAndWritten() throws Exception {
    for (int i = 0; i < 200; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) i;
      VerifierKey key = VerifierKey.of("a", InMemorySigner.ed25519(Bytes.of(seed)).publicKey());
      assertThat(VerifierKey.parse(key.text())).isEqualTo(key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AuKyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo +530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
      })
  void otherText_isRefused(String text) {
    assertThat(Refused.reasonOf(() -> VerifierKey.parse(text))).isEqualTo(Reason.TRUST_MALFORMED);
  }

  @Test
  void keyOfSmallOrder_isRefused() {
    byte[] typed = new byte[33];
    typed[0] = 1;
    typed[1] = 1; // the neutral element
    String text = "a+00000000+" + Base64.getEncoder().encodeToString(typed);

    assertThat(Refused.reasonOf(() -> VerifierKey.parse(text))).isEqualTo(Reason.TRUST_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a+b",
        "a\nb",
        "a\tb",
        "a\u0000b",
        "a\u007fb",
        "a\u0085b",
        "a\u00a0b",
        "a\u1680b",
        "a\u2003b",
        "a\u2028b",
        "a\u2029b",
        "a\u202fb",
        "a\u205fb",
        "a\u3000b",
        "a\ud800b",
        "\udc00"
      })
  void nameWithSpacePlusOrControl_namesNoKeyAndNoLedger(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> VerifierKey.of(name, SIGNER.publicKey()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checkpoint(name, 0, Merkle.EMPTY_ROOT));
  }

  @Test
  void nameBeyondAscii_namesAKey() throws Exception {
    VerifierKey key = VerifierKey.of("l\u00f8g.example/\ud83d\udd11", SIGNER.publicKey());

    assertThat(VerifierKey.parse(key.text())).isEqualTo(key);
  }

  @Test
  void es256Key_signsNoNotes() {
    byte[] d = new byte[32];
    d[31] = 7;
    InMemorySigner es256 = InMemorySigner.es256(Bytes.of(d));

    assertThatIllegalArgumentException().isThrownBy(() -> VerifierKey.of("a", es256.publicKey()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checkpoint("a", 1, Hash.ZERO).sign(es256));
  }
}
