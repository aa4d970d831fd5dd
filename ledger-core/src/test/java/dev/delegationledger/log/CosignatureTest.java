package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosignatureTest {
  private static final String ORIGIN = "example.com/payables";
  private static final String NAME = "witness.example/w1";
  private static final long TIME = 1_679_315_147L;
  private static final InMemorySigner LEDGER = InMemorySigner.ed25519(seed(1));
  private static final VerifierKey LEDGER_KEY = VerifierKey.of(ORIGIN, LEDGER.publicKey());
  private static final InMemorySigner ED25519 = InMemorySigner.ed25519(seed(2));
  private static final MlDsa44Signer ML_DSA = MlDsa44Signer.ofSeed(seed(3));
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 20_852_163, Sha256.of(new byte[] {1}));

  static Stream<Cosigner> cosigners() {
    return Stream.of(Cosigner.of(NAME, ED25519), Cosigner.of(NAME, ML_DSA));
  }

  @ParameterizedTest
  @MethodSource("cosigners")
  void cosignature_verifiesFromItsLineAndFromTheNote(Cosigner cosigner) throws Exception {
    Cosignature made = cosigner.cosign(CHECKPOINT, TIME);

    assertThat(made.timestamp()).isEqualTo(TIME);
    assertThat(made.key()).isEqualTo(cosigner.key());
    assertThat(cosigner.key().verify(CHECKPOINT, made.line())).isEqualTo(made);
    SignedCheckpoint read =
        SignedCheckpoint.parse(CHECKPOINT.sign(LEDGER).text() + made.line() + "\n");
    assertThat(read).isEqualTo(CHECKPOINT.sign(LEDGER).with(made));
    assertThat(read.cosignature(cosigner.key())).contains(made);
    assertThat(CHECKPOINT.sign(LEDGER).cosignature(cosigner.key())).isEmpty();
  }

  @Test
  void ed25519_signsTwoLinesAndTheNoteText() {
    Cosignature made = Cosigner.of(NAME, ED25519).cosign(CHECKPOINT, TIME);

    byte[] stamped = made.signature().signature().toArray();
    byte[] message =
        ("cosignature/v1\ntime 1679315147\n" + CHECKPOINT.noteText())
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ByteBuffer.wrap(stamped).getLong()).isEqualTo(TIME);
    assertThat(stamped).hasSize(8 + 64).endsWith(ED25519.sign(message));
  }

  @Test
  void mlDsa44_signsTheSubtreeFromZeroAndTheNames() {
    Cosignature made = Cosigner.of(NAME, ML_DSA).cosign(CHECKPOINT, TIME);

    byte[] stamped = made.signature().signature().toArray();
    ByteBuffer message = ByteBuffer.allocate(12 + 1 + 18 + 8 + 1 + 20 + 8 + 8 + 32);
    message.put("subtree/v1\n\u0000".getBytes(StandardCharsets.UTF_8));
    message.put((byte) 18).put(NAME.getBytes(StandardCharsets.UTF_8)).putLong(TIME);
    message.put((byte) 20).put(ORIGIN.getBytes(StandardCharsets.UTF_8));
    message.putLong(0).putLong(20_852_163).put(CHECKPOINT.root().toArray());
    assertThat(stamped).hasSize(8 + 2420).endsWith(ML_DSA.sign(message.array()));
  }

  @ParameterizedTest
  @MethodSource("cosigners")
  void cosignatureOfAnotherCheckpoint_isRefused(Cosigner cosigner) {
    String line = cosigner.cosign(CHECKPOINT, TIME).line();
    for (Checkpoint other :
        List.of(
            new Checkpoint("example.com/other", CHECKPOINT.size(), CHECKPOINT.root()),
            new Checkpoint(ORIGIN, CHECKPOINT.size() + 1, CHECKPOINT.root()),
            new Checkpoint(ORIGIN, CHECKPOINT.size(), Hash.ZERO))) {
      assertThat(Refused.reasonOf(() -> cosigner.key().verify(other, line)))
          .isEqualTo(Reason.COSIGNATURE_INVALID);
    }
  }

  @ParameterizedTest
  @MethodSource("cosigners")
  void otherTimeOrBitUnderTheSignature_isRefused(Cosigner cosigner) {
    Cosignature made = cosigner.cosign(CHECKPOINT, TIME);
    int size = made.signature().signature().size();
    for (int at : new int[] {0, 7, 8, 40, size - 1}) {
      byte[] stamped = made.signature().signature().toArray();
      stamped[at] ^= 1;
      assertThat(reasonOf(cosigner.key(), stamped)).isEqualTo(Reason.COSIGNATURE_INVALID);
    }
  }

  @ParameterizedTest
  @MethodSource("cosigners")
  void signatureOfAnotherLength_isRefused(Cosigner cosigner) {
    byte[] stamped = cosigner.cosign(CHECKPOINT, TIME).signature().signature().toArray();
    for (int length : new int[] {1, 7, 8, stamped.length - 1, stamped.length + 1}) {
      byte[] other = Arrays.copyOf(stamped, length);
      assertThat(reasonOf(cosigner.key(), other)).isEqualTo(Reason.COSIGNATURE_INVALID);
    }
  }

  /** Signed as stated, so that only the time itself can be what is refused. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_800L})
  void timeOutsideTheRange_isRefusedAndNeverSigned(long time) {
    for (Cosigner cosigner : cosigners().toList()) {
      byte[] message = CosignedMessage.of(cosigner.key(), CHECKPOINT, time).orElseThrow();
      byte[] signature =
          cosigner.key().algorithm() == CosignerKey.Algorithm.ED25519
              ? ED25519.sign(message)
              : ML_DSA.sign(message);
      byte[] stamped =
          ByteBuffer.allocate(8 + signature.length).putLong(time).put(signature).array();

      assertThat(cosigner.key().accepts(message, signature)).isTrue();
      assertThat(reasonOf(cosigner.key(), stamped)).isEqualTo(Reason.COSIGNATURE_INVALID);
      assertThatIllegalArgumentException().isThrownBy(() -> cosigner.cosign(CHECKPOINT, time));
    }
  }

  @Test
  void lastSecondOf9999_isTheLatestTime() {
    for (Cosigner cosigner : cosigners().toList()) {
      assertThat(cosigner.cosign(CHECKPOINT, 253_402_300_799L).timestamp())
          .isEqualTo(253_402_300_799L);
      assertThat(cosigner.cosign(CHECKPOINT, 1).timestamp()).isEqualTo(1);
    }
  }

  @Test
  void mlDsa44CommitsToTheCosignersName_ed25519DoesNot() {
    String other = "witness.example/w2";
    byte[] ed =
        Cosigner.of(NAME, ED25519).cosign(CHECKPOINT, TIME).signature().signature().toArray();
    byte[] pq =
        Cosigner.of(NAME, ML_DSA).cosign(CHECKPOINT, TIME).signature().signature().toArray();

    assertThatCode(() -> verify(CosignerKey.of(other, ED25519.publicKey()), ed))
        .doesNotThrowAnyException();
    assertThat(reasonOf(CosignerKey.of(other, ML_DSA.publicKey()), pq))
        .isEqualTo(Reason.COSIGNATURE_INVALID);
  }

  @Test
  void ledgersOwnSignature_isNoCosignature() {
    CosignerKey same = CosignerKey.of(ORIGIN, LEDGER.publicKey());
    SignedCheckpoint signed = CHECKPOINT.sign(LEDGER);
    String line = signed.text().substring(CHECKPOINT.noteText().length() + 1).stripTrailing();

    assertThat(Refused.reasonOf(() -> same.verify(CHECKPOINT, line)))
        .isEqualTo(Reason.COSIGNATURE_INVALID);
    byte[] bare = LEDGER.sign(CHECKPOINT.noteText().getBytes(StandardCharsets.UTF_8));
    byte[] stamped = ByteBuffer.allocate(72).putLong(TIME).put(bare).array();
    assertThat(reasonOf(same, stamped)).isEqualTo(Reason.COSIGNATURE_INVALID);
  }

  @Test
  void lineThatIsNone_isRefused() {
    CosignerKey key = Cosigner.of(NAME, ED25519).key();
    String line = Cosigner.of(NAME, ED25519).cosign(CHECKPOINT, TIME).line();
    for (String other :
        List.of("", line + "\n", line + " ", line.replace("=", ""), line.replace("w1", "w2"))) {
      assertThat(Refused.reasonOf(() -> key.verify(CHECKPOINT, other)))
          .isEqualTo(Reason.COSIGNATURE_INVALID);
    }
  }

  @Test
  void knownCosigners_areNotUnknownSignatures() throws Exception {
    Cosigner one = Cosigner.of(NAME, ED25519);
    Cosigner two = Cosigner.of(NAME, ML_DSA);
    SignedCheckpoint signed =
        CHECKPOINT.sign(LEDGER).with(one.cosign(CHECKPOINT, 1)).with(two.cosign(CHECKPOINT, 2));

    signed.verify(LEDGER_KEY, List.of(one.key(), two.key()), UnknownSignatures.REFUSE);
    assertThat(
            Refused.reasonOf(
                () -> signed.verify(LEDGER_KEY, List.of(one.key()), UnknownSignatures.REFUSE)))
        .isEqualTo(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
    signed.verify(LEDGER_KEY, List.of(one.key()), UnknownSignatures.IGNORE);
  }

  @Test
  void badLineOfAKnownCosigner_isRefusedWhereItIsRead() throws Exception {
    Cosigner cosigner = Cosigner.of(NAME, ED25519);
    Checkpoint other = new Checkpoint(ORIGIN, 1, Hash.ZERO);
    SignedCheckpoint forged =
        SignedCheckpoint.parse(
            CHECKPOINT.sign(LEDGER).text() + cosigner.cosign(other, TIME).line() + "\n");

    assertThat(Refused.reasonOf(() -> forged.cosignature(cosigner.key())))
        .isEqualTo(Reason.COSIGNATURE_INVALID);
  }

  @Test
  void anotherLineOfTheSameKey_takesThePlaceOfTheFirst() throws Exception {
    Cosigner cosigner = Cosigner.of(NAME, ED25519);
    SignedCheckpoint signed =
        CHECKPOINT
            .sign(LEDGER)
            .with(cosigner.cosign(CHECKPOINT, 2))
            .with(cosigner.cosign(CHECKPOINT, 1));

    assertThat(signed.cosignature(cosigner.key()).orElseThrow().timestamp()).isEqualTo(1);
    assertThat(SignedCheckpoint.parse(signed.text())).isEqualTo(signed);
  }

  @Test
  void cosignatureOfAnotherCheckpoint_isNotAdded() {
    Checkpoint other = new Checkpoint(ORIGIN, 1, Hash.ZERO);
    SignedCheckpoint signed = CHECKPOINT.sign(LEDGER);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> signed.with(Cosigner.of(NAME, ED25519).cosign(other, TIME)));
  }

  @Test
  void fifteenMlDsa44Cosignatures_fitUnderACheckpoint_andNoMore() throws Exception {
    List<Cosigner> cosigners = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      cosigners.add(Cosigner.of("witness.example/" + i, ML_DSA));
    }
    SignedCheckpoint full = CHECKPOINT.sign(LEDGER);
    for (Cosigner cosigner : cosigners.subList(0, 15)) {
      full = full.with(cosigner.cosign(CHECKPOINT, TIME));
    }
    SignedCheckpoint most = full;

    assertThat(SignedCheckpoint.parse(most.text())).isEqualTo(most);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> most.with(cosigners.get(15).cosign(CHECKPOINT, TIME)));
  }

  @Test
  void originThatMlDsa44CannotSign_isCosignedByEd25519Only() {
    Checkpoint longest = new Checkpoint("o".repeat(256), 1, Hash.ZERO);

    assertThat(Cosigner.of(NAME, ED25519).cosign(longest, TIME).timestamp()).isEqualTo(TIME);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cosigner.of(NAME, ML_DSA).cosign(longest, TIME));
    CosignerKey key = Cosigner.of(NAME, ML_DSA).key();
    NoteSignature line = new NoteSignature(NAME, key.keyId(), Bytes.of(stamp(new byte[2420])));
    assertThat(Refused.reasonOf(() -> key.verify(longest, line.line())))
        .isEqualTo(Reason.COSIGNATURE_INVALID);
  }

  @Test
  void signerThatReturnsRubbish_cosignsNothing() {
    Signer broken =
        new Signer() {
          @Override
          public VerifyingKey publicKey() {
            return ED25519.publicKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            return new byte[64];
          }
        };
    assertThatThrownBy(() -> Cosigner.of(NAME, broken).cosign(CHECKPOINT, TIME))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Cosignature verify(CosignerKey key, byte[] stamped) throws Exception {
    NoteSignature line = new NoteSignature(key.name(), key.keyId(), Bytes.of(stamped));
    return key.verify(CHECKPOINT, line.line());
  }

  private static Reason reasonOf(CosignerKey key, byte[] stamped) {
    return Refused.reasonOf(() -> verify(key, stamped));
  }

  private static byte[] stamp(byte[] signature) {
    return ByteBuffer.allocate(8 + signature.length).putLong(TIME).put(signature).array();
  }

  private static Bytes seed(int first) {
    byte[] seed = new byte[32];
    seed[0] = (byte) first;
    return Bytes.of(seed);
  }
}
