package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {
  private static final String ORIGIN = "example.com/payables";
  private static final InMemorySigner SIGNER = signer(1);
  private static final VerifierKey KEY = VerifierKey.of(ORIGIN, SIGNER.publicKey());
  private static final Hash ROOT = Sha256.of(new byte[] {1});
  private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 20_852_163, ROOT);
  private static final String LINE = "\n" + lineOf(CHECKPOINT.sign(SIGNER));

  @Test
  void noteText_isOriginSizeAndRoot() {
    assertThat(CHECKPOINT.noteText())
        .isEqualTo("example.com/payables\n20852163\n" + ROOT.base64() + "\n");
  }

  @Test
  void signedCheckpoint_readsBackAndVerifies() throws Exception {
    SignedCheckpoint signed = CHECKPOINT.sign(SIGNER);

    SignedCheckpoint read = SignedCheckpoint.parse(signed.text());

    assertThat(read).isEqualTo(signed).hasSameHashCodeAs(signed);
    assertThat(read.checkpoint()).isEqualTo(CHECKPOINT);
    assertThat(read.text()).isEqualTo(CHECKPOINT.noteText() + LINE);
    read.verify(KEY, UnknownSignatures.REFUSE);
  }

  @Test
  void exampleOfTlogCheckpoint_isRead() throws Exception {
    String example =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
            + "\u2014 example.com/behind-the-sofa "
            + "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
            + "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    SignedCheckpoint read = SignedCheckpoint.parse(example);

    assertThat(read.text()).isEqualTo(example);
    assertThat(read.checkpoint().size()).isEqualTo(20_852_163);
    assertThat(Refused.reasonOf(() -> read.verify(KEY, UnknownSignatures.IGNORE)))
        .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  static Stream<String> malformedTexts() {
    String root = ROOT.base64();
    return Stream.of(
        "\n",
        ORIGIN + "\n",
        ORIGIN + "\n1\n",
        ORIGIN + "\n1\n" + root + "\nextension\n",
        ORIGIN + "\n1\n" + root + "\n\n",
        "\n" + ORIGIN + "\n1\n" + root + "\n",
        ORIGIN + "\n\n1\n" + root + "\n",
        "\n1\n" + root + "\n",
        " " + ORIGIN + "\n1\n" + root + "\n",
        ORIGIN + " \n1\n" + root + "\n",
        "example.com/a+b\n1\n" + root + "\n",
        "example.com/a b\n1\n" + root + "\n",
        "example.com/a\u00a0b\n1\n" + root + "\n",
        ORIGIN + "\n\n" + root + "\n",
        ORIGIN + "\n01\n" + root + "\n",
        ORIGIN + "\n00\n" + root + "\n",
        ORIGIN + "\n+1\n" + root + "\n",
        ORIGIN + "\n-1\n" + root + "\n",
        ORIGIN + "\n 1\n" + root + "\n",
        ORIGIN + "\n1 \n" + root + "\n",
        ORIGIN + "\n1.0\n" + root + "\n",
        ORIGIN + "\n\u0661\n" + root + "\n",
        ORIGIN + "\n1099511627777\n" + root + "\n",
        ORIGIN + "\n18446744073709551617\n" + root + "\n",
        ORIGIN + "\n0\n" + root + "\n",
        ORIGIN + "\n1\n" + root + " \n",
        ORIGIN + "\n1\n" + root.substring(0, 43) + "\n",
        ORIGIN + "\n1\n" + ROOT.base64Url() + "\n",
        ORIGIN + "\n1\n" + root.substring(0, 40) + "\n",
        ORIGIN + "\n1\n" + Hash.ZERO.base64().substring(0, 42) + "B=\n",
        ORIGIN + "\n1\nAAAA\n");
  }

  @ParameterizedTest
  @MethodSource("malformedTexts")
  void otherText_isRefused(String text) {
    assertThat(Refused.reasonOf(() -> SignedCheckpoint.parse(text + LINE)))
        .isEqualTo(Reason.CHECKPOINT_MALFORMED);
  }

  @Test
  void sizes_reachFromTheEmptyToTheFullLog() throws Exception {
    for (Checkpoint end :
        new Checkpoint[] {
          new Checkpoint(ORIGIN, 0, Merkle.EMPTY_ROOT),
          new Checkpoint(ORIGIN, Merkle.MAX_SIZE, ROOT)
        }) {
      SignedCheckpoint read = SignedCheckpoint.parse(end.sign(SIGNER).text());
      assertThat(read.checkpoint()).isEqualTo(end);
      read.verify(KEY, UnknownSignatures.REFUSE);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(ORIGIN, -1, ROOT));
    assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(ORIGIN, 0, ROOT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checkpoint(ORIGIN, Merkle.MAX_SIZE + 1, ROOT));
  }

  @Test
  void otherSizeOrRootUnderTheSignature_isRefused() throws Exception {
    for (Checkpoint other :
        new Checkpoint[] {
          new Checkpoint(ORIGIN, 20_852_162, ROOT), new Checkpoint(ORIGIN, 20_852_163, Hash.ZERO)
        }) {
      SignedCheckpoint forged = SignedCheckpoint.parse(other.noteText() + LINE);
      for (UnknownSignatures unknown : UnknownSignatures.values()) {
        assertThat(Refused.reasonOf(() -> forged.verify(KEY, unknown)))
            .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
      }
    }
  }

  @Test
  void otherOriginUnderTheLedgersOwnKey_isRefused() throws Exception {
    Checkpoint other = new Checkpoint("example.com/other", 1, ROOT);
    byte[] text = other.noteText().getBytes(StandardCharsets.UTF_8);
    NoteSignature line = new NoteSignature(ORIGIN, KEY.keyId(), Bytes.of(SIGNER.sign(text)));
    SignedCheckpoint forged = SignedCheckpoint.parse(other.noteText() + "\n" + line.line() + "\n");

    assertThat(Refused.reasonOf(() -> forged.verify(KEY, UnknownSignatures.IGNORE)))
        .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void otherKeyUnderTheLedgersName_isRefused() throws Exception {
    SignedCheckpoint forged = SignedCheckpoint.parse(CHECKPOINT.sign(signer(2)).text());

    for (UnknownSignatures unknown : UnknownSignatures.values()) {
      assertThat(Refused.reasonOf(() -> forged.verify(KEY, unknown)))
          .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
    }
  }

  @Test
  void cosignature_isRefusedUnlessIgnored() throws Exception {
    String cosignature =
        new NoteSignature("witness.example", KEY.keyId(), Bytes.of(new byte[72])).line() + "\n";
    SignedCheckpoint cosigned = SignedCheckpoint.parse(CHECKPOINT.noteText() + LINE + cosignature);

    assertThatCode(() -> cosigned.verify(KEY, UnknownSignatures.IGNORE)).doesNotThrowAnyException();
    assertThat(Refused.reasonOf(() -> cosigned.verify(KEY, UnknownSignatures.REFUSE)))
        .isEqualTo(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
  }

  @Test
  void signerThatReturnsRubbish_signsNoCheckpoint() {
    Signer broken =
        new Signer() {
          @Override
          public VerifyingKey publicKey() {
            return SIGNER.publicKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            return new byte[64];
          }
        };
    assertThatThrownBy(() -> CHECKPOINT.sign(broken)).isInstanceOf(IllegalStateException.class);
  }

  private static String lineOf(SignedCheckpoint signed) {
    return signed.text().substring(signed.checkpoint().noteText().length() + 1);
  }

  private static InMemorySigner signer(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return InMemorySigner.ed25519(Bytes.of(bytes));
  }
}
