package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Genesis;
import dev.delegationledger.Outcome;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.evidence.EvidenceExporter;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.proof.Comparison.Relation;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Keyed;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Somebody who wants an honest ledger convicted, where its operator lost records, began again under
 * its origin, and told the verifiers: their trust file holds both.
 */
final class BegunAgainTest {
  private final Scene s = Scene.open();
  private final Acted first = s.pay();
  private final SignedCheckpoint early = s.ledger.checkpoint();
  private final Acted paid = s.pay();
  private final byte[] proof = s.proof(paid);
  private final String before = genesis(s.ledger);

  private static String genesis(DelegationLedger ledger) {
    String id = ledger.id();
    return id.substring(id.indexOf('#') + 1);
  }

  /** As many records as the other one had when it was first paid under. */
  private DelegationLedger again(InMemorySigner key) {
    DelegationLedger again =
        DelegationLedger.openOrCreate(
            MemoryStore.empty(),
            Genesis.of(Scene.ORIGIN, key).authority(s.hr.publicKey()),
            s.time,
            s.random);
    while (again.checkpoint().checkpoint().size() < early.checkpoint().size()) {
      again.append(Enrol.human().name("Kim Lee").key(s.key()).by(s.hr));
    }
    return again;
  }

  private String trust(DelegationLedger again, InMemorySigner key) {
    return "{\"version\":1,\"ledgers\":["
        + item(before, s.ledgerKey)
        + ","
        + item(genesis(again), key)
        + "]}";
  }

  private String item(String genesis, InMemorySigner key) {
    String vkey = VerifierKey.of(Scene.ORIGIN, key.publicKey()).text();
    return Keyed.item("\"genesis\":\"" + genesis + "\",\"vkey\":\"" + vkey + "\"", s.hr, s.hr2);
  }

  private static TrustAnchors parse(String trust) throws Exception {
    return TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void twoLedgers_areNoTwoHistories_withAKeyOfEachAndWithOneKey() throws Exception {
    for (InMemorySigner key : List.of(s.key(), s.ledgerKey)) {
      DelegationLedger again = again(key);
      TrustAnchors both = parse(trust(again, key));
      KeptHistory kept = KeptHistory.of(again.checkpoint());

      assertThat(Comparison.of(KeptHistory.of(early), kept, both).relation())
          .isEqualTo(Relation.OTHER_LEDGER);
      byte[] since = s.ledger.prove(paid).since(early.checkpoint().size()).bytes();
      Verdict verdict = AuthorityVerifier.trusting(both).since(kept).verify(since);
      assertThat(Scene.reason(verdict)).contains(Reason.CONSISTENCY_MISSING);
      assertThat(Scene.reason(AuthorityVerifier.trusting(both).verify(proof))).isEmpty();
    }
  }

  @Test
  void evidenceAgainstTwoLedgersOfOneKey_convictsNobody() throws Exception {
    DelegationLedger again = again(s.ledgerKey);
    Comparison alone =
        Comparison.of(KeptHistory.of(early), KeptHistory.of(again.checkpoint()), parse(s.trust()));
    Misbehaviour evidence = Misbehaviour.of(alone).orElseThrow();
    EvidenceVerdict verdict =
        EvidenceVerifier.trusting(parse(trust(again, s.ledgerKey))).verify(evidence.toBytes());

    assertThat(verdict.isConvicted()).isFalse();
    assertThat(verdict.reason().reason()).isEqualTo(Reason.UNKNOWN_LEDGER);
    // who pinned one ledger under that key did not agree to another one
    assertThat(EvidenceVerifier.trusting(parse(s.trust())).verify(evidence).isConvicted()).isTrue();
  }

  @Test
  void rewrittenHistoryOfOneOfThem_isStillOne_whereRecordZeroSaysWhose() throws Exception {
    ForgedLog other = ForgedLog.of(s);
    other.lines.get(3).timeMs++;
    byte[] kept = other.proof(other.indexOf(first)).toBytes();
    for (InMemorySigner key : List.of(s.key(), s.ledgerKey)) {
      TrustAnchors both = parse(trust(again(key), key));
      Verdict verdict =
          AuthorityVerifier.trusting(both).since(KeptHistory.parse(kept)).verify(proof);
      assertThat(Scene.reason(verdict)).contains(Reason.HISTORY_REWRITTEN);
      Optional<Misbehaviour> evidence =
          Misbehaviour.of(Comparison.of(KeptHistory.parse(kept), KeptHistory.parse(proof), both));
      if (!key.equals(s.ledgerKey)) {
        assertThat(EvidenceVerifier.trusting(both).verify(evidence.orElseThrow()).isConvicted())
            .isTrue();
      }
    }
  }

  /** Whoever stole the old key signs another past, and shows it beside the honest present. */
  @Test
  void evidenceOverAChangeOfKeys_namesBoth_sinceItCannotSayWhichOneLied() throws Exception {
    InMemorySigner next = s.key();
    s.ledger.rotateKey(next);
    SignedCheckpoint stolen =
        new Checkpoint(Scene.ORIGIN, early.checkpoint().size(), Hash.ZERO).sign(s.ledgerKey);
    TrustAnchors trust = Keyed.trust(keys(), s.hr, s.hr2);
    Comparison found =
        Comparison.of(
            KeptHistory.of(stolen),
            KeptHistory.parse(s.ledger.prove(paid).since(stolen.checkpoint().size()).bytes()),
            trust);
    EvidenceVerdict verdict =
        EvidenceVerifier.trusting(trust).verify(Misbehaviour.of(found).orElseThrow().toBytes());

    assertThat(verdict.reason().reason()).isEqualTo(Reason.HISTORY_REWRITTEN);
    assertThat(verdict.keys())
        .containsExactly(
            VerifierKey.of(Scene.ORIGIN, next.publicKey()).text(),
            VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey()).text());
  }

  /** Whoever came after the change knows the new key, and that signed for all that came before. */
  @Test
  void operatorThatChangedItsKey_isConvictedByWhoeverKnowsOnlyTheNewOne() throws Exception {
    InMemorySigner next = s.key();
    s.ledger.rotateKey(next);
    s.ledger = RogueLedger.open(s.store, next, s.time, s.random);
    s.ledger.append(Outcome.succeeded(paid).by(s.reconKey));
    long twice = s.ledger.append(Outcome.succeeded(paid).by(s.reconKey)).receipt().index();
    Misbehaviour evidence =
        EvidenceExporter.over(s.store)
            .of(Refusal.at(twice, Reason.OUTCOME_ALREADY_RECORDED, "found"))
            .orElseThrow();
    String vkey = "\"vkey\":\"" + VerifierKey.of(Scene.ORIGIN, next.publicKey()).text() + "\"";
    EvidenceVerdict verdict =
        EvidenceVerifier.trusting(parse(Keyed.text(vkey, s.hr))).verify(evidence.toBytes());

    assertThat(evidence.kind()).isEqualTo(Misbehaviour.Kind.REPLAY);
    assertThat(verdict.reason().reason()).isEqualTo(Reason.OUTCOME_ALREADY_RECORDED);
    assertThat(verdict.isConvicted()).isTrue();
  }

  private LedgerKeys keys() throws Exception {
    return StoredLedger.over(s.store).ledgerKeys();
  }
}
