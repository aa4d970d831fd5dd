package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proof of one record in C2SP's format: its bytes, and what is refused of it. */
final class TlogProofTest {
  private final TestLedger test = TestLedger.open();
  private Acted paid;
  private TlogProof proof;

  @BeforeEach
  void pay() {
    paid = test.ledger().act(test.pay(84_000)).action();
    test.ledger().act(test.pay(1));
    proof = test.ledger().tlogProof(paid);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private VerifierKey key() {
    return VerifierKey.of(TestLedger.ORIGIN, test.ledgerKey().publicKey());
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal().reason()).as(e.getMessage()).isEqualTo(reason));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String text() {
    return new String(proof.toBytes(), StandardCharsets.UTF_8);
  }

  /** Line by line, as the document has it. */
  @Test
  void file_isWhatTheDocumentSays() {
    RawRecord record = test.ledger().receipt(paid).record();
    List<String> expected = new ArrayList<>();
    expected.add("c2sp.org/tlog-proof@v1");
    expected.add("extra " + record.bytes().base64());
    expected.add("index " + record.index());
    proof.path().forEach(hash -> expected.add(hash.base64()));
    expected.add("");
    expected.add(test.ledger().checkpoint().text());
    assertThat(text()).isEqualTo(String.join("\n", expected));
    assertThat(proof.path()).isNotEmpty();
  }

  @Test
  void everyRecord_isProven_andReadsBack() throws Exception {
    StoredLedger stored = StoredLedger.over(test.store());
    for (long index = 0; index < test.ledger().checkpoint().checkpoint().size(); index++) {
      TlogProof of = TlogProof.of(stored, index);
      TlogProof read = TlogProof.parse(of.toBytes());
      assertThat(read).isEqualTo(of);
      assertThat(read.verify(key(), UnknownSignatures.REFUSE)).isEqualTo(stored.record(index));
    }
  }

  @Test
  void aProofWithoutTheRecord_provesTheOneThatTheVerifierHas() throws Exception {
    RawRecord record = test.ledger().receipt(paid).record();
    TlogProof bare =
        TlogProof.parse(
            new TlogProof(Optional.empty(), proof.index(), proof.path(), proof.checkpoint())
                .toBytes());
    bare.verify(record, key(), UnknownSignatures.REFUSE);
    refused(Reason.RECORD_MISSING, () -> bare.verify(key(), UnknownSignatures.REFUSE));
    RawRecord other = StoredLedger.over(test.store()).record(0);
    refused(Reason.INDEX_MISMATCH, () -> bare.verify(other, key(), UnknownSignatures.REFUSE));
  }

  @Test
  void whatWasChanged_isRefused_forItsOwnReason() throws Exception {
    List<Hash> path = new ArrayList<>(proof.path());
    refused(Reason.INCLUSION_INVALID, () -> with(path.subList(1, path.size())));
    List<Hash> longer = new ArrayList<>(path);
    longer.add(Hash.ZERO);
    refused(Reason.INCLUSION_INVALID, () -> with(longer));
    List<Hash> other = new ArrayList<>(path);
    Collections.reverse(other);
    refused(Reason.INCLUSION_INVALID, () -> with(other));
    byte[] altered = proof.extra().orElseThrow().toArray();
    altered[0] ^= 1;
    refused(
        Reason.INCLUSION_INVALID,
        () -> verify(Optional.of(Bytes.of(altered)), proof.index(), path));
    refused(
        Reason.RECORD_MALFORMED,
        () -> verify(Optional.of(Bytes.utf8("no record")), proof.index(), path));
    refused(Reason.INDEX_MISMATCH, () -> verify(proof.extra(), proof.index() + 1, path));
    InMemorySigner stranger = test.newKey();
    refused(
        Reason.CHECKPOINT_SIGNATURE_INVALID,
        () ->
            proof.verify(
                VerifierKey.of(TestLedger.ORIGIN, stranger.publicKey()), UnknownSignatures.IGNORE));
    refused(
        Reason.CHECKPOINT_SIGNATURE_INVALID,
        () ->
            proof.verify(
                VerifierKey.of("example.com/other", test.ledgerKey().publicKey()),
                UnknownSignatures.IGNORE));
  }

  private void with(List<Hash> path) throws RefusedException {
    verify(proof.extra(), proof.index(), path);
  }

  private void verify(Optional<Bytes> extra, long index, List<Hash> path) throws RefusedException {
    new TlogProof(extra, index, path, proof.checkpoint()).verify(key(), UnknownSignatures.REFUSE);
  }

  @Test
  void cosignedProof_isForWhoeverLooksPastOtherSignatures() throws Exception {
    TlogProof cosigned =
        TlogProof.parse(utf8(text() + "\u2014 witness.example " + "AAAA".repeat(25) + "\n"));
    cosigned.verify(key(), UnknownSignatures.IGNORE);
    refused(
        Reason.CHECKPOINT_SIGNATURE_UNKNOWN,
        () -> cosigned.verify(key(), UnknownSignatures.REFUSE));
  }

  @Test
  void otherSpellings_areRefused() {
    String text = text();
    String extra = "extra " + proof.extra().orElseThrow().base64();
    String index = "index " + proof.index();
    String hash = proof.path().get(0).base64();
    malformed(Reason.PROOF_MALFORMED, "");
    malformed(Reason.PROOF_MALFORMED, "\n\n");
    malformed(Reason.PROOF_MALFORMED, text.replace("tlog-proof", "tlog-prof"));
    malformed(Reason.UNKNOWN_VERSION, text.replace("@v1", "@v2"));
    malformed(Reason.UNKNOWN_VERSION, text.replace("@v1", "@v1 "));
    malformed(Reason.PROOF_MALFORMED, " " + text);
    malformed(Reason.PROOF_MALFORMED, text.replace("\n", "\r\n"));
    malformed(Reason.PROOF_MALFORMED, text.replace(extra, "extra "));
    malformed(Reason.PROOF_MALFORMED, text.replace(extra, "extra !"));
    malformed(Reason.PROOF_NOT_CANONICAL, text.replace(extra, "extra AB=="));
    malformed(Reason.PROOF_NOT_CANONICAL, text.replace(extra, "extra AA"));
    malformed(Reason.PROOF_MALFORMED, text.replace(extra, "Extra AA=="));
    malformed(Reason.PROOF_MALFORMED, text.replace(extra, extra + "\n" + extra));
    malformed(Reason.PROOF_MALFORMED, text.replace(index, index + "\n" + index));
    malformed(Reason.PROOF_MALFORMED, text.replace(index, "index 0" + proof.index()));
    malformed(Reason.PROOF_MALFORMED, text.replace(index, "index -1"));
    malformed(Reason.PROOF_MALFORMED, text.replace(index, "index 1099511627776"));
    malformed(Reason.PROOF_MALFORMED, text.replace(index, "index 99999999999999999999"));
    malformed(Reason.PROOF_MALFORMED, text.replace(index + "\n", ""));
    malformed(Reason.PROOF_MALFORMED, text.replace(hash, hash.substring(1)));
    malformed(Reason.PROOF_MALFORMED, text.replace(hash, hash + " "));
    malformed(Reason.PROOF_MALFORMED, text.replace(hash, (hash + "\n").repeat(41).strip()));
    malformed(Reason.PROOF_MALFORMED, text.replace(hash, (hash + "\n").repeat(2_000).strip()));
    malformed(Reason.CHECKPOINT_MALFORMED, text.replace("\n\n", "\n\n\n"));
    malformed(Reason.CHECKPOINT_MALFORMED, text + "\n");
    malformed(Reason.CHECKPOINT_MALFORMED, text.substring(0, text.length() - 1));
    malformed(Reason.PROOF_TOO_LARGE, "a".repeat(TlogProof.MAX_SIZE + 1));
  }

  private static void malformed(Reason reason, String text) {
    refused(reason, () -> TlogProof.parse(utf8(text)));
  }

  @Test
  void bytesThatAreNoUtf8_areRefused() {
    byte[] file = utf8(text() + "\u2014 witnes\u00e9 " + "AAAA".repeat(25) + "\n");
    for (int i = 0; i < file.length; i++) {
      if (file[i] == (byte) 0xc3) {
        file[i] = (byte) 0xff;
        file[i + 1] = 'x';
      }
    }
    refused(Reason.PROOF_NOT_CANONICAL, () -> TlogProof.parse(file));
  }

  @Test
  void anyBitFlipped_isNoProof() throws Exception {
    byte[] file = proof.toBytes();
    for (int bit = 0; bit < file.length * 8; bit += 3) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> TlogProof.parse(flipped).verify(key(), UnknownSignatures.REFUSE))
          .as("bit %s", bit)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void recordsThatAreNotThere_areUnknown() throws Exception {
    StoredLedger stored = StoredLedger.over(test.store());
    long size = test.ledger().checkpoint().checkpoint().size();
    refused(Reason.UNKNOWN_ACTION, () -> TlogProof.of(stored, size));
    refused(Reason.UNKNOWN_ACTION, () -> TlogProof.of(stored, -1));
  }

  @Test
  void brokenLedger_provesNothing() {
    TestLedger broken = TestLedger.open();
    Acted action = broken.ledger().act(broken.pay(84_000)).action();
    broken.ledger().act(broken.pay(1));
    byte[] head = Objects.requireNonNull(broken.store().head());
    broken
        .store()
        .commit(head, Batch.withHead(head).put(Table.NODES, Keys.node(3, 0), new byte[32]));
    assertThatThrownBy(() -> broken.ledger().tlogProof(action))
        .isInstanceOfSatisfying(
            LedgerBrokenException.class,
            e -> assertThat(e.findings().get(0).reason()).isEqualTo(Reason.INCLUSION_INVALID));
    broken.closeUnaudited();
  }

  @Test
  void whatWouldNotReadBack_isNotMade() {
    assertThatThrownBy(
            () -> new TlogProof(Optional.empty(), 1L << 40, List.of(), proof.checkpoint()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new TlogProof(
                    Optional.empty(), 0, Collections.nCopies(41, Hash.ZERO), proof.checkpoint()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new TlogProof(Optional.of(Bytes.utf8("")), 0, List.of(), proof.checkpoint()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
