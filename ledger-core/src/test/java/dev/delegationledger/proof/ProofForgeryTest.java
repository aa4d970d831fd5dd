package dev.delegationledger.proof;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Genesis;
import dev.delegationledger.Outcome;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One thing wrong with the proof of the good case, or with the log that it comes from. */
final class ProofForgeryTest {
  private final Scene s = Scene.open();
  private final Acted paid = s.pay();
  private final byte[] good = s.proof(paid);
  private final ForgedLog log = ForgedLog.of(s);
  private final long action = log.indexOf(paid);

  private String text() {
    return new String(good, StandardCharsets.UTF_8);
  }

  private Verdict verify(String proof) {
    return s.verify(proof.getBytes(StandardCharsets.UTF_8));
  }

  private void refused(Reason reason, String proof) {
    refused(reason, verify(proof));
  }

  private void refused(Reason reason, AuthorityProof proof) {
    refused(reason, s.verify(proof.toBytes()));
  }

  private static void refused(Reason reason, Verdict verdict) {
    assertThat(Scene.reason(verdict)).contains(reason);
    assertThat(verdict.finding())
        .isEqualTo(
            reason.reasonClass() == ReasonClass.UNDECIDED
                ? Verdict.Finding.UNDECIDED
                : Verdict.Finding.REFUSED);
  }

  private AuthorityProof proof() {
    return log.proof(action);
  }

  private ForgedLog.Line line(long index) {
    return log.lines.get((int) index);
  }

  /** The good file with other records in it, whatever else then is wrong. */
  private String withRecords(UnaryOperator<List<String>> change) throws JsonException {
    Map<String, Value> members =
        new TreeMap<>(((Value.Obj) Json.parse(good, good.length)).members());
    List<String> records = new ArrayList<>();
    for (Value record : ((Value.Arr) requireNonNull(members.get("records"))).items()) {
      records.add(((Value.Str) record).value());
    }
    members.put("records", Value.arr(change.apply(records).stream().map(Value::of).toList()));
    return Json.canonicalText(Value.obj(members));
  }

  @Test
  void theLogOfTheForger_isProvenAsLongAsNothingIsForged() {
    assertThat(proof().toBytes()).isEqualTo(good);
    assertThat(s.verify(proof().toBytes()).finding()).isEqualTo(Verdict.Finding.PROVEN);
    assertThat(s.verify(good).finding()).isEqualTo(Verdict.Finding.PROVEN);
  }

  @Test
  void aProofWithoutARecordItNeeds_isUndecidedNamingIt() {
    AuthorityProof proof = proof();
    for (long index : proof.records().keySet()) {
      Map<Long, RawRecord> records = new TreeMap<>(proof.records());
      records.remove(index);
      Verdict verdict =
          s.verify(log.with(proof, records, proof.statuses(), proof.disclosures()).toBytes());
      refused(Reason.RECORD_MISSING, verdict);
      String detail = verdict.refusal().orElseThrow().detail();
      Hash missing = log.lines.get((int) index).entry().orElseThrow().hash();
      assertThat(detail).containsAnyOf("record " + index, missing.toString());
    }
  }

  @Test
  void aProofWithoutAStatusItNeeds_isUndecidedNamingIt() {
    AuthorityProof proof = proof();
    assertThat(proof.statuses()).hasSize(8);
    for (long index : proof.statuses().keySet()) {
      Map<Long, StatusList> statuses = new TreeMap<>(proof.statuses());
      statuses.remove(index);
      Verdict verdict =
          s.verify(log.with(proof, proof.records(), statuses, proof.disclosures()).toBytes());
      refused(Reason.STATUS_MISSING, verdict);
      assertThat(verdict.refusal().orElseThrow().index()).hasValue(index);
    }
  }

  @Test
  void partsThatNothingNeeds_areRefused() {
    AuthorityProof proof = proof();
    long bob = 2;
    assertThat(proof.records()).doesNotContainKey(bob);
    Map<Long, RawRecord> records = new TreeMap<>(proof.records());
    records.put(bob, log.record(bob));
    refused(
        Reason.PROOF_PART_UNREFERENCED,
        log.with(proof, records, proof.statuses(), proof.disclosures()));
    Map<Long, StatusList> statuses = new TreeMap<>(proof.statuses());
    statuses.put(bob, log.status(bob));
    refused(
        Reason.PROOF_PART_UNREFERENCED,
        log.with(proof, proof.records(), statuses, proof.disclosures()));
    Map<Long, List<String>> disclosures = new TreeMap<>(proof.disclosures());
    disclosures.put(bob, line(bob).disclosures);
    refused(
        Reason.PROOF_PART_UNREFERENCED,
        log.with(proof, proof.records(), proof.statuses(), disclosures));
  }

  @Test
  void anotherEncodingOfTheSameProof_isRefused() {
    refused(Reason.PROOF_NOT_CANONICAL, " " + text());
    refused(Reason.PROOF_NOT_CANONICAL, text() + "\n");
    refused(Reason.PROOF_NOT_CANONICAL, text().replace("\"action\":9", "\"action\":9.0"));
    refused(Reason.PROOF_NOT_CANONICAL, text().replace("\"action\":9", "\"action\":0.9e1"));
    refused(Reason.PROOF_NOT_CANONICAL, text().replaceFirst("example", "ex\\\\u0061mple"));
    refused(
        Reason.PROOF_NOT_CANONICAL,
        "{\"checkpoint\""
            + text()
                .replace("{\"action\":9,\"checkpoint\"", "")
                .replaceFirst("\\}$", ",\"action\":9}"));
    refused(Reason.PROOF_MALFORMED, text() + text());
    refused(Reason.PROOF_MALFORMED, "\uFEFF" + text());
    refused(Reason.PROOF_MALFORMED, text().replace("\"action\":9", "\"action\":9,\"action\":9"));
    refused(Reason.PROOF_MALFORMED, text().replace("\"action\":9", "\"action\":9,\"aside\":0"));
    refused(Reason.PROOF_MALFORMED, text().replace("\"action\":9", "\"action\":-9"));
    refused(Reason.UNKNOWN_VERSION, text().replace("authority-proof/2", "authority-proof/1"));
    refused(Reason.UNKNOWN_VERSION, text().replace("authority-proof/2", "authority-proof/3"));
  }

  @Test
  void tooLargeAProof_isRefused() {
    refused(Reason.PROOF_TOO_LARGE, " ".repeat(AuthorityProof.MAX_SIZE + 1));
  }

  @Test
  void disclosures_mustBeWhatTheSlotHolds() throws Exception {
    List<String> own = line(action).disclosures;
    String amount = own.get(0);
    line(action).disclosures = new ArrayList<>(List.of(amount, amount));
    refused(Reason.DISCLOSURE_MISMATCH, proof());
    Disclosure first = Disclosure.parse(amount);
    Disclosure second = Disclosure.create(s.random, first.name(), Value.of(1));
    line(action).disclosures = new ArrayList<>(List.of(amount, second.encoded()));
    refused(Reason.DISCLOSURE_MISMATCH, proof());
    line(action).disclosures = new ArrayList<>(List.of(second.encoded()));
    refused(Reason.DISCLOSURE_MISMATCH, proof());
    line(action).disclosures = new ArrayList<>(List.of("WyJ"));
    refused(Reason.DISCLOSURE_MALFORMED, proof());
    line(action).disclosures = line(1).disclosures;
    refused(Reason.DISCLOSURE_MISMATCH, proof());
  }

  @Test
  void aSignerCannotOpenOneSlotTwoWays() {
    Disclosure cheap = Disclosure.create(s.random, "arguments/amount", Value.of(1));
    Disclosure dear = Disclosure.create(s.random, "arguments/amount", Value.of(99_999));
    String twice =
        Forge.of(paid.entry())
            .set("jti", "two")
            .json(
                "dl/arguments/amount",
                "{\"digest\":[\""
                    + cheap.digest().base64Url()
                    + "\",\""
                    + dear.digest().base64Url()
                    + "\"]}")
            .rawBy(s.reconKey);
    long forged = log.lines.size();
    log.add(twice, line(action).timeMs);
    refused(Reason.CLAIMS_MALFORMED, log.proof(forged));
    String clearAndHidden =
        Forge.of(paid.entry())
            .json(
                "dl/arguments/amount",
                "{\"value\":1,\"digest\":\"" + dear.digest().base64Url() + "\"}")
            .rawBy(s.reconKey);
    log.add(clearAndHidden, line(action).timeMs);
    refused(Reason.CLAIMS_MALFORMED, log.proof(forged + 1));
    String shared =
        Forge.of(paid.entry())
            .json("dl/arguments/amount", "{\"digest\":\"" + dear.digest().base64Url() + "\"}")
            .json("dl/arguments/vendor", "{\"digest\":\"" + dear.digest().base64Url() + "\"}")
            .rawBy(s.reconKey);
    log.add(shared, line(action).timeMs);
    refused(Reason.CLAIMS_MALFORMED, log.proof(forged + 2));
  }

  @Test
  void hiddenName_isUndecided() {
    refused(
        Reason.NAME_NOT_DISCLOSED,
        s.verify(s.ledger.prove(paid).disclose(Disclose.ARGUMENTS).bytes()));
  }

  @Test
  void hiddenArgument_isUndecidedUnlessAnyValueWouldDo() {
    refused(
        Reason.ARGUMENT_NOT_DISCLOSED,
        s.verify(s.ledger.prove(paid).disclose(Disclose.NAME).bytes()));
    Acted refund =
        s.ledger.append(Action.under(s.root).tool("erp:refund").arg("id", "R-1").by(s.payerKey));
    assertThat(s.verify(s.ledger.prove(refund).disclose(Disclose.NAME).bytes()).finding())
        .isEqualTo(Verdict.Finding.PROVEN);
  }

  @Test
  void definiteRefusal_outranksWhatIsHidden() {
    Acted bad =
        s.turnRogue()
            .ledger
            .append(
                Action.under(s.child)
                    .tool("erp:pay")
                    .arg("vendor", "V-7")
                    .arg("amount", 1)
                    .arg("zzz", 1)
                    .by(s.reconKey));
    refused(
        Reason.ARGUMENT_NOT_GRANTED,
        Scene.verify(s.ledger.prove(bad).disclose().bytes(), s.trust("", s.hr2)));
  }

  @Test
  void checkpoint_mustBeSignedByThePinnedKey() {
    InMemorySigner other = s.key();
    ForgedLog theirs = ForgedLog.signedBy(other);
    theirs.lines.addAll(log.lines);
    refused(Reason.CHECKPOINT_SIGNATURE_INVALID, theirs.proof(action));
    String vkey = VerifierKey.of(Scene.ORIGIN, other.publicKey()).text();
    String trust = s.trust().replace(s.ledger.verifierKey(), vkey);
    refused(Reason.CHECKPOINT_SIGNATURE_INVALID, Scene.verify(good, trust));
    refused(Reason.GENESIS_INVALID, Scene.verify(theirs.proof(action).toBytes(), trust));
    refused(
        Reason.CHECKPOINT_SIGNATURE_INVALID,
        text().replaceFirst("payables|scene\\\\n1", "scene\\\\n2"));
    refused(Reason.CHECKPOINT_MALFORMED, text().replaceFirst("scene\\\\n1", "scene\\\\nx1"));
  }

  @Test
  void signatureLinesOfOthers_areRefusedUnlessToldToIgnoreThem() {
    String line = VerifierKey.of("witness.example/w", s.key().publicKey()).text();
    String id = line.substring(line.indexOf('+') + 1).substring(0, 8);
    byte[] signature = new byte[4 + 64];
    System.arraycopy(HexFormat.of().parseHex(id), 0, signature, 0, 4);
    AuthorityProof proof = proof();
    String note =
        proof.checkpoint()
            + "\u2014 witness.example/w "
            + java.util.Base64.getEncoder().encodeToString(signature)
            + "\n";
    byte[] cosigned =
        new AuthorityProof(
                action,
                note,
                proof.records(),
                proof.recordNodes(),
                proof.statuses(),
                proof.statusNodes(),
                proof.disclosures())
            .toBytes();
    refused(Reason.CHECKPOINT_SIGNATURE_UNKNOWN, s.verify(cosigned));
    assertThat(Scene.verify(cosigned, s.trust("\"unknownSignatures\":\"ignore\",", s.hr)).finding())
        .isEqualTo(Verdict.Finding.PROVEN);
  }

  @Test
  void trustFile_decides() {
    refused(Reason.UNKNOWN_LEDGER, Scene.verify(good, "{\"version\":1,\"ledgers\":[]}"));
    refused(Reason.AUTHORITY_NOT_TRUSTED, Scene.verify(good, s.trust("", s.hr2)));
    refused(Reason.AUTHORITY_NOT_TRUSTED, Scene.verify(good, s.trust("")));
    refused(Reason.AUTHORITY_NOT_TRUSTED, Scene.verify(good, s.trust("", s.ledgerKey)));
    refused(
        Reason.WITNESS_POLICY_UNSUPPORTED,
        Scene.verify(good, s.trust("\"policy\":\"quorum none\",", s.hr)));
    assertThat(Scene.verify(good, s.trust("\"minSize\":10,", s.hr)).finding())
        .isEqualTo(Verdict.Finding.PROVEN);
    refused(Reason.CHECKPOINT_TOO_OLD, Scene.verify(good, s.trust("\"minSize\":11,", s.hr)));
    Hash genesis = Hash.fromBase64Url(s.ledger.id().substring(Scene.ORIGIN.length() + 1));
    assertThat(
            Scene.verify(good, s.trust("\"genesis\":\"" + genesis.base64Url() + "\",", s.hr))
                .finding())
        .isEqualTo(Verdict.Finding.PROVEN);
    refused(
        Reason.GENESIS_MISMATCH,
        Scene.verify(good, s.trust("\"genesis\":\"" + Hash.ZERO.base64Url() + "\",", s.hr)));
  }

  @Test
  void authoritiesOfOneLedger_haveNoStandingInAnother() {
    InMemorySigner otherKey = s.key();
    String other =
        s.anchor("", s.hr)
            .replace(
                s.ledger.verifierKey(),
                VerifierKey.of("example.com/other", otherKey.publicKey()).text());
    String both = "{\"version\":1,\"ledgers\":[" + s.anchor("", s.hr2) + "," + other + "]}";
    refused(Reason.AUTHORITY_NOT_TRUSTED, Scene.verify(good, both));
    // the other ledger's key signs a checkpoint in this ledger's name, and the other way round
    ForgedLog theirs = ForgedLog.signedBy(otherKey);
    theirs.lines.addAll(log.lines);
    refused(
        Reason.CHECKPOINT_SIGNATURE_INVALID, Scene.verify(theirs.proof(action).toBytes(), both));
    theirs.origin = "example.com/other";
    refused(Reason.GENESIS_INVALID, Scene.verify(theirs.proof(action).toBytes(), both));
  }

  @Test
  void entriesOfAnOlderLedgerUnderTheSameNameAndKey_areRefused() {
    Genesis again = Genesis.of(Scene.ORIGIN, s.ledgerKey).authority(s.hr.publicKey());
    var store = MemoryStore.empty();
    s.time.move(Duration.ofMillis(1));
    var ledger = DelegationLedger.openOrCreate(store, again, s.time, s.random);
    assertThat(ledger.id()).isNotEqualTo(s.ledger.id());
    ForgedLog newer = ForgedLog.signedBy(s.ledgerKey);
    try {
      newer.add(StoredLedger.over(store).record(0).jws(), s.time.millis());
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    newer.lines.addAll(log.lines.subList(1, log.lines.size()));
    newer.lines.forEach(l -> l.timeMs = s.time.millis());
    refused(Reason.WRONG_LEDGER, newer.proof(action));
  }

  @Test
  void records_mustStateTheirPlace() {
    assertThat(proof().records()).containsKey(3L).doesNotContainKeys(2L, 4L);
    line(3).statedIndex = Optional.of(2L);
    assertThat(proof().records()).containsKey(2L);
    refused(Reason.INCLUSION_INVALID, proof());
    line(3).statedIndex = Optional.of(4L);
    refused(Reason.INCLUSION_INVALID, proof());
    line(3).statedIndex = Optional.empty();
    line(6).statedPrevious = Optional.of(Hash.ZERO);
    refused(Reason.LINK_BROKEN, proof());
    line(6).statedPrevious = Optional.empty();
    line(6).timeMs = line(5).timeMs - 1;
    refused(Reason.TIME_REVERSED, proof());
    line(6).timeMs = line(5).timeMs;
    line(6).charges = "5:1:0";
    refused(Reason.CHARGES_MISMATCH, proof());
    line(6).charges = "-";
    line(action).charges = "6:1:0";
    refused(Reason.CHARGES_MISMATCH, proof());
  }

  @Test
  void aRecordThatStatesAnotherLinkThanItsSibling_isNotIncluded() {
    line(3).statedPrevious = Optional.of(Hash.ZERO); // record 2 is not in the file
    refused(Reason.INCLUSION_INVALID, proof());
  }

  @Test
  void records_areWellFormedAndInOrder() throws JsonException {
    for (String record : List.of("", "no record", "a.b.c\n", "a.b.\u00e9\n0 0 - - -\n")) {
      refused(Reason.RECORD_MALFORMED, withRecords(records -> replaced(records, 3, record)));
    }
    String large = "a.b.c\n" + "x".repeat(65_535);
    refused(Reason.RECORD_TOO_LARGE, withRecords(records -> replaced(records, 3, large)));
    refused(Reason.PROOF_MALFORMED, withRecords(records -> replaced(records, 3, records.get(2))));
    refused(
        Reason.PROOF_MALFORMED,
        withRecords(
            records -> {
              Collections.swap(records, 2, 3);
              return records;
            }));
  }

  private static List<String> replaced(List<String> records, int at, String record) {
    records.set(at, record);
    return records;
  }

  @Test
  void genesis_mustBeTheLedgersOwn() {
    String own = line(0).jws;
    line(0).jws = line(1).jws;
    refused(Reason.GENESIS_INVALID, proof());
    SignedEntry genesis = entry(own);
    line(0).jws = Forge.of(genesis).set("dl/format", 2).rawBy(s.ledgerKey);
    refused(Reason.UNKNOWN_VERSION, proof());
    line(0).jws = Forge.of(genesis).rawBy(s.hr);
    refused(Reason.GENESIS_INVALID, proof());
    line(0).jws = own.substring(0, own.lastIndexOf('.')) + "." + "A".repeat(86);
    refused(Reason.GENESIS_INVALID, proof());
    line(0).jws = Forge.of(genesis).set("dl/origin", "example.com/other").rawBy(s.ledgerKey);
    refused(Reason.GENESIS_INVALID, proof());
    line(0).jws = own;
    line(0).statedPrevious = Optional.of(line(1).entry().orElseThrow().hash());
    refused(Reason.GENESIS_INVALID, proof());
  }

  private static SignedEntry entry(String jws) {
    try {
      return SignedEntry.of(jws, List.of());
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void statuses_mustComeFromTheNewestRecord() {
    s.ledger.append(Revocation.of(s.root).by(s.janeKey));
    ForgedLog revoked = ForgedLog.of(s);
    AuthorityProof proof = revoked.proof(action);
    assertThat(s.verify(proof.toBytes()).finding()).isEqualTo(Verdict.Finding.PROVEN);
    long root = revoked.indexOf(paid) - 3;
    assertThat(requireNonNull(proof.statuses().get(root))).isNotEqualTo(StatusList.LIVE);
    for (StatusList other :
        List.of(
            StatusList.LIVE,
            StatusList.LIVE.plus(new Fact(root + 1, "revoked")),
            requireNonNull(proof.statuses().get(root)).plus(new Fact(999, "revoked")))) {
      Map<Long, StatusList> statuses = new TreeMap<>(proof.statuses());
      statuses.put(root, other);
      Verdict verdict =
          s.verify(revoked.with(proof, proof.records(), statuses, proof.disclosures()).toBytes());
      refused(Reason.STATUS_PROOF_INVALID, verdict);
      assertThat(verdict.refusal().orElseThrow().index()).isEmpty();
    }
  }

  @Test
  void facts_mustLieBetweenTheirRecordAndTheNewest() {
    for (long at : List.of(0L, 4L, 6L, 10L, 1000L)) {
      log.statuses.put(6L, StatusList.LIVE.plus(new Fact(at, "revoked")));
      refused(Reason.STATUS_CONTRADICTION, proof());
    }
    log.statuses.put(6L, StatusList.LIVE.plus(new Fact(9, "revoked")));
    refused(Reason.GRANT_REVOKED, proof());
    log.statuses.put(6L, StatusList.LIVE.plus(new Fact(7, "revoked")));
    refused(Reason.GRANT_REVOKED, proof());
  }

  @Test
  void aFactThatThisProgramDoesNotKnow_isUndecided() {
    log.statuses.put(6L, StatusList.LIVE.plus(new Fact(7, "mislaid")));
    refused(Reason.UNKNOWN_STATUS_FACT, proof());
    log.statuses.put(6L, StatusList.LIVE.plus(new Fact(7, "mislaid")).plus(new Fact(8, "revoked")));
    refused(Reason.GRANT_REVOKED, proof());
    log.statuses.put(6L, StatusList.LIVE);
    log.statuses.put(0L, StatusList.LIVE.plus(new Fact(7, "revoked")));
    refused(Reason.UNKNOWN_STATUS_FACT, proof());
    log.statuses.put(6L, StatusList.LIVE.plus(new Fact(7, "revoked")));
    refused(Reason.GRANT_REVOKED, proof());
  }

  /** Puts a forged grant and an action under it behind the good case. */
  private AuthorityProof under(String grant, String jti) {
    long timeMs = line(action).timeMs;
    ForgedLog.Line forged = log.add(grant, timeMs);
    forged.disclosures = line(6).disclosures;
    long index = log.lines.size();
    String hash;
    try {
      hash = CompactJws.parse(grant).hash().base64Url();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    log.add(
                Forge.of(paid.entry())
                    .set("jti", "under-" + jti)
                    .set("aat_id", jti)
                    .set("aat_hash", hash)
                    .rawBy(s.payerKey),
                timeMs)
            .disclosures =
        line(action).disclosures;
    return log.proof(index);
  }

  @Test
  void whatThisProgramDoesNotKnow_isUndecidedWithItsOwnReason() {
    refused(
        Reason.UNKNOWN_CONSTRAINT_TYPE,
        under(
            Forge.of(s.root.entry())
                .set("jti", "u1")
                .json(
                    "authorization_details",
                    "[{\"type\":\"attenuating_agent_token\",\"tools\":{\"erp:pay\":{\"amount\":"
                        + "{\"constraint_type\":\"regex\",\"pattern\":\".*\"}}}}]")
                .rawBy(s.janeKey),
            "u1"));
    refused(
        Reason.UNKNOWN_VERSION,
        under(Forge.of(s.root.entry()).set("jti", "u2").set("dl/v", 2).rawBy(s.janeKey), "u2"));
    refused(
        Reason.UNKNOWN_KIND,
        under(Forge.of(s.root.entry()).set("jti", "u3").rawBy("mandate+jwt", s.janeKey), "u3"));
    refused(
        Reason.CLAIMS_MALFORMED,
        under(Forge.of(s.root.entry()).set("jti", "u4").set("dl/x", 2).rawBy(s.janeKey), "u4"));
  }

  @Test
  void aNewerExportersRecords_doNotTurnTheUnknownIntoTampering() {
    String unknown = Forge.of(s.root.entry()).set("jti", "u5").set("dl/v", 2).rawBy(s.janeKey);
    AuthorityProof proof = under(unknown, "u5");
    Map<Long, RawRecord> records = new TreeMap<>(proof.records());
    Map<Long, StatusList> statuses = new TreeMap<>(proof.statuses());
    for (long index : List.of(1L, 3L, 5L)) { // what a program that reads it would follow
      records.put(index, log.record(index));
      statuses.put(index, log.status(index));
    }
    statuses.put(10L, log.status(10));
    refused(Reason.UNKNOWN_VERSION, log.with(proof, records, statuses, proof.disclosures()));
  }

  @Test
  void anEnrolmentOfAnUnknownSuite_isUndecided() {
    long timeMs = line(action).timeMs;
    String payer =
        Forge.of(s.payer.entry()).set("jti", "suite").set("dl/suite", "ml-dsa-44").rawBy(s.janeKey);
    log.add(payer, timeMs);
    String grant =
        Forge.of(s.root.entry()).set("jti", "g").set("dl/delegate", hashOf(payer)).rawBy(s.janeKey);
    refused(Reason.UNKNOWN_SUITE, under(grant, "g"));
  }

  private static String hashOf(String jws) {
    try {
      return CompactJws.parse(jws).hash().base64Url();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void entriesMustBeSignedByWhomTheyName() {
    ForgedLog.Line entry = line(action);
    entry.jws = Forge.of(paid.entry()).signedWith(s.payerKey).compact();
    refused(Reason.SIGNATURE_INVALID, proof());
    entry.jws = Forge.of(paid.entry()).rawBy(s.key());
    refused(Reason.NOT_THE_HOLDER, proof());
    entry.jws = Forge.of(paid.entry()).rawBy(s.ledgerKey);
    refused(Reason.NOT_THE_HOLDER, proof());
    entry.jws = "bm8.ZW50cnk.AAAA";
    refused(Reason.ENTRY_MALFORMED, proof());
  }

  @Test
  void anEnrolmentWithoutPossession_isRefused() {
    String other = s.ledger.sign(Enrol.service().key(s.key()).by(s.hr)).compact();
    line(1).jws = Forge.of(s.jane.entry()).set("dl/pop", popOf(entry(other))).rawBy(s.hr);
    line(5).jws = Forge.of(s.payer.entry()).set("dl/owner", hashOf(line(1).jws)).rawBy(s.janeKey);
    line(6).jws =
        Forge.of(s.root.entry())
            .set("dl/delegator", hashOf(line(1).jws))
            .set("dl/delegate", hashOf(line(5).jws))
            .rawBy(s.janeKey);
    line(action).jws =
        Forge.of(paid.entry())
            .set("aat_hash", hashOf(line(6).jws))
            .set("aat_id", s.root.id())
            .rawBy(s.payerKey);
    refused(Reason.POSSESSION_UNPROVEN, proof());
    line(1).jws =
        Forge.of(s.jane.entry())
            .json(
                "dl/key", "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + "A".repeat(43) + "\"}")
            .rawBy(s.hr);
    line(5).jws = Forge.of(s.payer.entry()).set("dl/owner", hashOf(line(1).jws)).rawBy(s.janeKey);
    line(6).jws =
        Forge.of(s.root.entry())
            .set("dl/delegator", hashOf(line(1).jws))
            .set("dl/delegate", hashOf(line(5).jws))
            .rawBy(s.janeKey);
    line(action).jws =
        Forge.of(paid.entry())
            .set("aat_hash", hashOf(line(6).jws))
            .set("aat_id", s.root.id())
            .rawBy(s.payerKey);
    refused(Reason.KEY_INVALID, proof());
  }

  private static String popOf(SignedEntry enrolment) {
    return ((Statement.Enrolment) enrolment.statement()).possession();
  }

  @Test
  void theSubjectOfAProof_isAnAction() {
    for (long index : proof().records().keySet()) {
      if (index != action) {
        refused(Reason.WRONG_KIND, about(index));
      }
    }
    refused(Reason.RECORD_MISSING, about(1L << 41));
  }

  private String about(long index) {
    return text().replace("\"action\":" + action, "\"action\":" + index);
  }

  @Test
  void aSecondOutcomeInTheProof_isUnreferenced() {
    s.ledger.append(Outcome.succeeded(paid).by(s.reconKey));
    s.turnRogue().ledger.append(Outcome.failed(paid).by(s.reconKey));
    s.ledger.append(Enrol.service().key(s.key()).by(s.hr));
    AuthorityProof proof = ForgedLog.of(s).proof(action);
    Map<Long, RawRecord> records = new TreeMap<>(proof.records());
    records.put(11L, ForgedLog.of(s).record(11));
    refused(
        Reason.PROOF_PART_UNREFERENCED,
        ForgedLog.of(s).with(proof, records, proof.statuses(), proof.disclosures()));
    assertThat(new TreeSet<>(proof.records().keySet())).contains(10L).doesNotContain(11L);
  }
}
