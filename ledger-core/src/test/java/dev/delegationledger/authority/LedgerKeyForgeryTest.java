package dev.delegationledger.authority;

import static dev.delegationledger.testing.PinnedText.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Granted;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.ForgedLog;
import dev.delegationledger.store.Batch;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.testing.Keyed;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.Head;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stolen and made-up keys of a ledger, against verifiers who pinned the old, the new or both. */
final class LedgerKeyForgeryTest {
  private final Scene s = Scene.open();
  private final InMemorySigner old = s.ledgerKey;
  private final InMemorySigner next = s.key();
  private final Acted archived = s.pay();
  private final byte[] archivedProof = s.proof(archived);
  private final long rotation = s.ledger.checkpoint().checkpoint().size();

  private void rotate() {
    s.ledger.rotateKey(next);
  }

  private static String vkey(Signer key) {
    return VerifierKey.of(Scene.ORIGIN, key.publicKey()).text();
  }

  private String only(Signer key) {
    return Keyed.text("\"vkey\":\"" + vkey(key) + "\"", s.hr, s.hr2);
  }

  private String ranges(String... ranges) {
    return Keyed.text("\"vkeys\":[" + String.join(",", ranges) + "]", s.hr, s.hr2);
  }

  private String both() {
    return both(rotation + 1);
  }

  private String both(long from) {
    return ranges(range(vkey(old), 0, from), range(vkey(next), from));
  }

  private static Optional<Reason> reason(byte[] proof, String trust) {
    return Scene.reason(Scene.verify(proof, trust));
  }

  private static byte[] bytes(AuthorityProof proof) {
    return proof.toBytes();
  }

  private ForgedLog forged(Signer signer) {
    return ForgedLog.of(s.store, signer, Scene.ORIGIN);
  }

  @Test
  void proofUnderTheNewKey_isProvenToWhoeverPinnedIt() {
    rotate();
    byte[] proof = s.proof(archived);
    assertThat(reason(proof, only(next))).isEmpty();
    assertThat(reason(proof, both())).isEmpty();
    assertThat(reason(proof, ranges(range(vkey(next), rotation + 1)))).isEmpty();
    assertThat(reason(s.proof(s.pay()), both())).isEmpty();
  }

  @Test
  void archivedProof_staysProvenToWhoeverPinnedTheOldKey_forItsSizes() {
    rotate();
    assertThat(reason(archivedProof, both())).isEmpty();
    assertThat(reason(archivedProof, only(old))).isEmpty();
    assertThat(reason(archivedProof, ranges(range(vkey(old), 0, rotation + 1)))).isEmpty();
    assertThat(reason(archivedProof, only(next))).contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
    assertThat(reason(archivedProof, ranges(range(vkey(next), rotation + 1))))
        .contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void whoPinnedTheOldKeyOnly_isToldWhichKeyToAskAbout_andFollowsNone() {
    rotate();
    byte[] proof = s.proof(archived);
    for (String trust :
        List.of(
            only(old), ranges(range(vkey(old), 0)), ranges(range(vkey(old), 0, rotation + 1)))) {
      Refusal refusal = Scene.verify(proof, trust).refusal().orElseThrow();
      assertThat(refusal.reason()).isEqualTo(Reason.LEDGER_KEY_NOT_PINNED);
      assertThat(refusal.detail())
          .contains(vkey(next))
          .contains("record " + rotation)
          .contains("size " + (rotation + 1));
    }
  }

  @Test
  void auditByWhoPinnedTheOldKeyOnly_saysThatTheNewOneIsNotPinned() throws Exception {
    rotate();
    for (String trust : List.of(only(old), ranges(range(vkey(old), 0, rotation + 1)))) {
      TrustAnchors anchors = TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8));
      assertThat(Audits.run(Audit.full(s.store, anchors)).findings())
          .extracting(Refusal::reason)
          .containsExactly(Reason.LEDGER_KEY_NOT_PINNED);
    }
    String strangers = only(s.key());
    TrustAnchors anchors = TrustAnchors.parse(strangers.getBytes(StandardCharsets.UTF_8));
    assertThat(Audits.run(Audit.full(s.store, anchors)).findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.CHECKPOINT_SIGNATURE_INVALID);
    s.pay(s.root, s.payerKey);
    String late = both(rotation + 2);
    anchors = TrustAnchors.parse(late.getBytes(StandardCharsets.UTF_8));
    assertThat(Audits.run(Audit.full(s.store, anchors)).findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.LEDGER_KEY_MISMATCH);
  }

  @Test
  void afterTwoChanges_eachArchivedProofIsProven_andTheMiddleKeyNamesTheLast() {
    rotate();
    byte[] middle = s.proof(s.pay());
    long second = s.ledger.checkpoint().checkpoint().size();
    InMemorySigner third = s.key();
    s.ledger.rotateKey(third);
    byte[] newest = s.proof(archived);
    String all =
        ranges(
            range(vkey(old), 0, rotation + 1),
            range(vkey(next), rotation + 1, second + 1),
            range(vkey(third), second + 1));
    for (byte[] proof : List.of(archivedProof, middle, newest)) {
      assertThat(reason(proof, all)).isEmpty();
    }
    assertThat(reason(newest, only(third))).isEmpty();
    for (Signer known : List.of(old, next)) {
      Refusal refusal = Scene.verify(newest, only(known)).refusal().orElseThrow();
      assertThat(refusal.reason()).isEqualTo(Reason.LEDGER_KEY_NOT_PINNED);
      assertThat(refusal.detail()).contains(vkey(third)).contains("size " + (second + 1));
    }
    // a gap: the key between was stolen, and whoever knows that pins it for nothing
    String gap = ranges(range(vkey(old), 0, rotation + 1), range(vkey(third), second + 1));
    assertThat(reason(newest, gap)).isEmpty();
    assertThat(reason(middle, gap)).contains(Reason.LEDGER_KEY_NOT_PINNED);
  }

  @Test
  void asManyChangesAsThereCanBe_leaveTheProofAFileThatCanBeHandedOut() throws Exception {
    for (int i = 0; i < 64; i++) {
      s.ledger.rotateKey(s.key());
    }
    byte[] proof = s.proof(archived);
    assertThat(proof.length).isLessThan(AuthorityProof.MAX_SIZE / 16);
    TrustAnchors all = Keyed.trust(s.ledger.ledgerKeys(), s.hr, s.hr2);
    assertThat(Scene.reason(AuthorityVerifier.trusting(all).verify(proof))).isEmpty();
  }

  @Test
  void stolenOldKey_cannotSignTheFuture() {
    rotate();
    Acted paid = s.pay();
    byte[] forged = bytes(forged(old).proof(paid.receipt().index()));
    assertThat(reason(forged, both())).contains(Reason.CHECKPOINT_KEY_OUT_OF_RANGE);
    assertThat(reason(forged, ranges(range(vkey(old), 0, rotation + 1))))
        .contains(Reason.CHECKPOINT_KEY_OUT_OF_RANGE);
    assertThat(reason(forged, only(old))).contains(Reason.LEDGER_KEY_MISMATCH);
    assertThat(reason(forged, only(next))).contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void stolenOldKey_forksBeforeTheChange_andOnlyRangesTell() {
    Granted more = s.ledger.append(s.rootGrant().by(s.janeKey));
    Acted paid = s.pay(more, s.payerKey);
    byte[] fork = bytes(forged(old).proof(paid.receipt().index()));
    assertThat(paid.receipt().index()).isGreaterThan(rotation);
    assertThat(reason(fork, both())).contains(Reason.CHECKPOINT_KEY_OUT_OF_RANGE);
    // Without an end nothing in the file tells: what a witness, or an end, is for.
    assertThat(reason(fork, only(old))).isEmpty();
    assertThat(reason(fork, ranges(range(vkey(old), 0)))).isEmpty();
  }

  @Test
  void checkpointThatTheOldKeySignedInTheStore_isFound_andTheLedgerDoesNotOpen() throws Exception {
    rotate();
    byte[] stored = Objects.requireNonNull(s.store.head());
    Head head = Head.parse(stored);
    Head forged = head.signed(head.checkpoint().orElseThrow().checkpoint().sign(old));
    s.store.commit(stored, Batch.withHead(forged.toBytes()));

    assertThat(Audit.structure(s.store).run().findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.CHECKPOINT_SIGNATURE_INVALID);
    TrustAnchors trust = Keyed.trust(s.ledger.ledgerKeys(), s.hr, s.hr2);
    assertThat(Audits.run(Audit.full(s.store, trust)).findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.CHECKPOINT_SIGNATURE_INVALID, Reason.CHECKPOINT_KEY_OUT_OF_RANGE);
    assertThatThrownBy(() -> DelegationLedger.open(s.store, next, s.time, s.random))
        .isInstanceOf(LedgerBrokenException.class);
  }

  @Test
  void newKey_cannotSignThePast() {
    rotate();
    ForgedLog log = forged(next);
    while (log.lines.size() > rotation) {
      log.lines.remove(log.lines.size() - 1);
    }
    log.statuses.remove(0L);
    byte[] past = bytes(log.proof(archived.receipt().index()));
    assertThat(reason(past, both())).contains(Reason.CHECKPOINT_KEY_OUT_OF_RANGE);
    assertThat(reason(past, only(next))).contains(Reason.GENESIS_INVALID);
  }

  @Test
  void forkAtTheChange_isRefusedByWhoeverPinnedTheOther() {
    InMemorySigner other = s.key();
    s.ledger.rotateKey(other);
    byte[] fork = s.proof(archived);
    assertThat(reason(fork, both())).contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
    assertThat(reason(fork, only(next))).contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
    // who knows neither is told of one, and does not follow
    assertThat(reason(fork, only(old))).contains(Reason.LEDGER_KEY_NOT_PINNED);
  }

  @Test
  void rangeThatEndsElsewhereThanTheLogSays_contradictsIt() {
    rotate();
    s.pay();
    byte[] proof = s.proof(archived);
    for (long from : new long[] {rotation, rotation + 2}) {
      assertThat(reason(proof, both(from))).contains(Reason.LEDGER_KEY_MISMATCH);
    }
    // a gap says nothing of these sizes
    assertThat(reason(proof, ranges(range(vkey(old), 0, 3), range(vkey(next), rotation + 2))))
        .isEmpty();
  }

  @Test
  void changeThatIsHidden_contradictsThePin() {
    rotate();
    ForgedLog log = forged(next);
    log.statuses.remove(0L);
    byte[] hidden = bytes(log.proof(archived.receipt().index()));
    assertThat(reason(hidden, both())).contains(Reason.LEDGER_KEY_MISMATCH);
    assertThat(reason(hidden, only(next))).contains(Reason.GENESIS_INVALID);
  }

  @Test
  void changeWhoseRecordIsLeftOut_isMissing() throws Exception {
    rotate();
    s.pay();
    AuthorityProof proof = AuthorityProof.parse(s.proof(archived));
    var records = new TreeMap<>(proof.records());
    records.remove(rotation);
    byte[] without =
        forged(next).with(proof, records, proof.statuses(), proof.disclosures()).toBytes();
    assertThat(reason(without, both())).contains(Reason.RECORD_MISSING);
  }

  @Test
  void factOfAChange_whoseRecordIsNone_contradictsTheLog() {
    ForgedLog log = forged(old);
    long action = archived.receipt().index();
    log.statuses.put(0L, StatusList.LIVE.plus(new Fact(action, "ledger-key")));
    assertThat(reason(bytes(log.proof(action)), only(old))).contains(Reason.STATUS_CONTRADICTION);
  }

  @Test
  void changeByWhoeverIsNotTheLedger_isRefused_andSoIsAllThatStandsInItsLog() {
    for (Signer signer : List.of(s.hr, s.janeKey, s.erpKey)) {
      refusedAdmission(signer);
    }
    s.turnRogue();
    s.ledger.append(RogueLedger.ledgerKeyChange(s.ledger, s.key(), s.hr));
    assertThat(reason(s.proof(archived), only(old))).contains(Reason.NOT_THE_LEDGER_KEY);
    requireFound(Reason.NOT_THE_LEDGER_KEY);
  }

  private void refusedAdmission(Signer signer) {
    SignedEntry change = RogueLedger.ledgerKeyChange(s.ledger, s.key(), signer);
    assertThat(s.ledger.authorize(change).reason()).contains(Reason.NOT_THE_LEDGER_KEY);
  }

  private void requireFound(Reason reason) {
    try {
      LedgerKeys keys = s.ledger.ledgerKeys();
      assertThat(Audits.run(Audit.full(s.store, Keyed.trust(keys, s.hr, s.hr2))).findings())
          .extracting(Refusal::reason)
          .containsExactly(reason);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void changeByTheOlderKey_isRefused() {
    rotate();
    refusedAdmission(old);
    s.ledger = RogueLedger.open(s.store, next, s.time, s.random);
    s.ledger.append(RogueLedger.ledgerKeyChange(s.ledger, s.key(), old));
    assertThat(reason(s.proof(archived), both())).contains(Reason.NOT_THE_LEDGER_KEY);
    requireFound(Reason.NOT_THE_LEDGER_KEY);
  }

  @Test
  void changeBack_isRefused() {
    rotate();
    s.ledger = RogueLedger.open(s.store, next, s.time, s.random);
    s.ledger.append(RogueLedger.ledgerKeyChange(s.ledger, old, next));
    assertThat(reason(s.proof(archived), both())).contains(Reason.KEY_ROLE_CONFLICT);
    requireFound(Reason.KEY_ROLE_CONFLICT);
  }

  @Test
  void changeSignedByNobodyWhoIsKnown_isRefused() {
    InMemorySigner stranger = s.key();
    SignedEntry change = RogueLedger.ledgerKeyChange(s.ledger, s.key(), stranger);
    assertThat(s.ledger.authorize(change).reason()).contains(Reason.NOT_THE_LEDGER_KEY);
    s.turnRogue();
    RogueLedger.append(s.ledger, change, stranger);
    assertThat(s.refusal(archived)).contains(Reason.NOT_THE_LEDGER_KEY);
  }

  @Test
  void ledgersKey_enrolledByARogue_bearsNoAuthority() {
    rotate();
    for (InMemorySigner key : List.of(old, next)) {
      s.ledger = RogueLedger.open(s.store, next, s.time, s.random);
      s.ledger.append(Enrol.human().name("Sam Ray").key(key).by(s.hr));
      Granted grant = s.ledger.append(s.rootGrant().by(key));
      assertThat(reason(s.proof(s.pay(grant, s.payerKey)), both()))
          .contains(Reason.KEY_ROLE_CONFLICT);
    }
  }

  @Test
  void keysAndAuthoritiesOfOneLedger_neverCountInAnother() {
    rotate();
    byte[] proof = s.proof(archived);
    InMemorySigner elsewhere = s.key();
    String other = VerifierKey.of("example.com/other", next.publicKey()).text();
    List<String> items = new ArrayList<>();
    items.add(Keyed.item("\"vkey\":\"" + other + "\"", s.hr, s.hr2));
    items.add(Keyed.item("\"vkey\":\"" + vkey(elsewhere) + "\"", s.hr, s.hr2));
    assertThat(reason(proof, trust(items))).contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
    items.set(1, Keyed.item("\"vkey\":\"" + vkey(next) + "\"", s.hr2));
    assertThat(reason(proof, trust(items))).contains(Reason.AUTHORITY_NOT_TRUSTED);
    items.remove(1);
    assertThat(reason(proof, trust(items))).contains(Reason.UNKNOWN_LEDGER);
    String witness = "\"policy\":\"witness w " + cosigner() + "\\nquorum w\\n\",";
    items.set(0, Keyed.item(witness + "\"vkey\":\"" + other + "\"", s.hr));
    items.add(Keyed.item("\"vkey\":\"" + vkey(next) + "\"", s.hr, s.hr2));
    assertThat(reason(proof, trust(items))).isEmpty();
  }

  private String cosigner() {
    return CosignerKey.of("w.example/w", s.key().publicKey()).text();
  }

  private static String trust(List<String> items) {
    return "{\"version\":1,\"ledgers\":[" + String.join(",", items) + "]}";
  }

  @Test
  void ledgerBegunAgainUnderItsOrigin_isToldApartByGenesis() throws Exception {
    RawRecord genesis = AuthorityProof.parse(archivedProof).records().firstEntry().getValue();
    String first = genesis.leafHash().base64Url();
    String second = Jwk.thumbprint(s.hr.publicKey()).base64Url();
    String keyed = "\"vkey\":\"" + vkey(old) + "\"";
    String mine = Keyed.item("\"genesis\":\"" + first + "\"," + keyed, s.hr, s.hr2);
    String strict = Keyed.item("\"genesis\":\"" + first + "\"," + keyed, s.hr2);
    String other = Keyed.item("\"genesis\":\"" + second + "\"," + keyed, s.hr, s.hr2);
    assertThat(reason(archivedProof, trust(List.of(mine, other)))).isEmpty();
    assertThat(reason(archivedProof, trust(List.of(other, mine)))).isEmpty();
    assertThat(reason(archivedProof, trust(List.of(other, strict))))
        .contains(Reason.AUTHORITY_NOT_TRUSTED);
    assertThat(reason(archivedProof, trust(List.of(other)))).contains(Reason.GENESIS_MISMATCH);
    String third = other.replace(second, "A".repeat(43));
    assertThat(reason(archivedProof, trust(List.of(other, third)))).contains(Reason.UNKNOWN_LEDGER);
  }
}
