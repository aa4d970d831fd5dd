package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ledgers that somebody rewrote, as far as that somebody could. */
final class ForgedLedgerTest {
  private MapStore store;

  @BeforeEach
  void build() throws Exception {
    store = MapStore.copyOf(Cast.twelveRecords().store);
  }

  @Test
  void rewriteThatChangesNothing_isSound() throws Exception {
    Forge.rewrite(store, Cast.LEDGER, Forge.Line::bytes);
    assertThat(full()).isEmpty();
    assertConvictsNobody();
  }

  @Test
  void indexThatIsAnothers_isFoundThere() throws Exception {
    Forge.rewrite(store, Cast.LEDGER, line -> (line.index() == 3 ? line.index(7) : line).bytes());
    assertOnly(3, Reason.INDEX_MISMATCH);
    assertOnlyConvicts();
  }

  @Test
  void brokenLink_isFoundThere() throws Exception {
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() == 6 ? line.previous(Merkle.EMPTY_ROOT) : line).bytes());
    assertOnly(6, Reason.LINK_BROKEN);
    assertOnlyConvicts();
  }

  @Test
  void reversedTime_isFoundWhereItFalls() throws Exception {
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() == 8 ? line.timeMs(line.timeMs() - 5000) : line).bytes());
    assertOnly(8, Reason.TIME_REVERSED);
    assertOnlyConvicts();
  }

  @Test
  void wrongStatusRootCarriedOn_isFoundWhereItBegins() throws Exception {
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() >= 10 ? line.statusRoot(StatusTree.EMPTY_ROOT) : line).bytes());
    assertOnly(10, Reason.STATUS_ROOT_MISMATCH);
    assertOnlyConvicts();
  }

  @Test
  void chargesOfWhatIsNoAction_areFoundThere() throws Exception {
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() == 8 ? line.charges(charges(5, 2, 20)) : line).bytes());
    assertOnly(8, Reason.CHARGES_MISMATCH);
    assertThat(full()).singleElement().isEqualTo(only(full(), Reason.CHARGES_MISMATCH));
    assertOnlyConvicts();
  }

  @Test
  void chargesAlteredInARecord_contradictTheTotalsAndInFullTheEntries() throws Exception {
    for (Charges wrong :
        List.of(charges(5, 2, 20), charges(5, 1, 19), charges(5, 0, 0), charges(6, 1, 20))) {
      MapStore altered = MapStore.copyOf(store);
      Forge.rewrite(
          altered, Cast.LEDGER, line -> (line.index() == 7 ? line.charges(wrong) : line).bytes());
      assertThat(Audits.run(Audit.structure(altered)).findings())
          .as("%s", wrong)
          .isNotEmpty()
          .allSatisfy(
              finding -> assertThat(finding.reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION));
      List<Refusal> findings = Audits.run(Audit.full(altered, Cast.trust(Map.of()))).findings();
      assertThat(only(findings, Reason.CHARGES_MISMATCH).index()).hasValue(7);
    }
  }

  @Test
  void chargesRemovedFromARecord_contradictTheTotalsAndInFullTheEntries() throws Exception {
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() == 7 ? line.charges(Charges.NONE) : line).bytes());
    assertOnly(5, Reason.LOOKUP_CONTRADICTION);
    assertThat(only(full(), Reason.CHARGES_MISMATCH).index()).hasValue(7);
    assertOnlyConvicts();
  }

  @Test
  void totalsAlteredInTheStore_areFoundAtTheirGrant() throws Exception {
    store.put(Table.CHARGES, Keys.index(5), "0:0".getBytes(StandardCharsets.US_ASCII));
    assertOnly(5, Reason.LOOKUP_CONTRADICTION);
    assertThat(full()).singleElement().isEqualTo(only(full(), Reason.LOOKUP_CONTRADICTION));
    assertConvictsNobody();
  }

  @Test
  void totalsBelowWhatTheRecordsGive_areFoundEvenIfALaterRecordIsLost() throws Exception {
    store.remove(Table.RECORDS, Keys.index(9));
    assertOnly(9, Reason.RECORD_LOST);
    store.put(Table.CHARGES, Keys.index(5), "0:0".getBytes(StandardCharsets.US_ASCII));
    List<Refusal> findings = structure().findings();
    assertThat(only(findings, Reason.LOOKUP_CONTRADICTION).index()).hasValue(5);
  }

  private static Charges charges(long grant, long uses, long spent) {
    return new Charges(List.of(new Charges.Total(grant, uses, spent)));
  }

  @Test
  void sameEntryAgain_isFoundAtTheLaterRecord() throws Exception {
    String first = Forge.record(store, 2).jws();
    Forge.rewrite(
        store, Cast.LEDGER, line -> (line.index() == 11 ? line.jws(first) : line).bytes());
    assertThat(structure().findings())
        .contains(only(structure().findings(), Reason.DUPLICATE_ENTRY))
        .allSatisfy(finding -> assertThat(finding.index()).hasValue(11));
    Convictions.assertConvicts(
        store, Cast.trust(Map.of()), only(structure().findings(), Reason.DUPLICATE_ENTRY));
  }

  @Test
  void committedRecordInNoFormat_breaksTheLedger() throws Exception {
    byte[] junk = "no record\n".getBytes(StandardCharsets.US_ASCII);
    Forge.rewrite(store, Cast.LEDGER, line -> line.index() == 11 ? junk : line.bytes());
    assertOnly(11, Reason.RECORD_MALFORMED);
    assertThat(structure().worstClass()).hasValue(ReasonClass.INTEGRITY);
    assertThat(structure().exitCode()).isEqualTo(1);
    assertOnlyConvicts();
  }

  @Test
  void committedEntryInNoFormat_isFoundThere() throws Exception {
    Forge.rewrite(
        store, Cast.LEDGER, line -> (line.index() == 11 ? line.jws("a.b.c") : line).bytes());
    assertOnly(11, Reason.ENTRY_MALFORMED);
    assertOnlyConvicts();
  }

  @Test
  void entryOfUnknownKind_isUndecidedAndTheRestIsChecked() throws Exception {
    CompactJws mandate =
        CompactJws.sign("mandate+jwt", "{}".getBytes(StandardCharsets.US_ASCII), Cast.JANE);
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() == 11 ? line.jws(mandate.compact()) : line).bytes());
    assertOnly(11, Reason.UNKNOWN_KIND);
    assertThat(structure().worstClass()).hasValue(ReasonClass.UNDECIDED);
    assertThat(structure().exitCode()).isEqualTo(2);
    assertThat(structure().checked()).isEqualTo(11);
    assertThat(structure().size()).isEqualTo(12);
    assertConvictsNobody();
  }

  @Test
  void rewrittenHistoryUnderAnotherKey_isFoundByTheCheckpointAlone() throws Exception {
    Forge.rewrite(store, Cast.MALLORY, line -> line.timeMs(line.timeMs() + line.index()).bytes());
    assertThat(structure().findings())
        .singleElement()
        .isEqualTo(only(structure().findings(), Reason.CHECKPOINT_SIGNATURE_INVALID));
    assertThat(structure().findings().get(0).index()).hasValue(11);
  }

  @Test
  void recordAlteredTogetherWithItsLeaf_isNamedItself() throws Exception {
    for (long index = 0; index < 12; index++) {
      MapStore copy = MapStore.copyOf(store);
      Forge.Line line = line(copy, index);
      byte[] altered = line.timeMs(line.timeMs() + 1).bytes();
      copy.put(Table.RECORDS, Keys.index(index), altered);
      copy.put(Table.NODES, Keys.node(0, index), Merkle.leafHash(altered).toArray());
      assertThat(Audits.run(Audit.structure(copy)).findings())
          .as("record %s", index)
          .first()
          .satisfies(
              finding ->
                  assertThat(finding.reason().reasonClass()).isEqualTo(ReasonClass.INTEGRITY))
          .extracting(Refusal::index)
          .isEqualTo(java.util.OptionalLong.of(index));
    }
  }

  @Test
  void swappedRecords_areBothNamed() throws Exception {
    byte[] third = store.value(Table.RECORDS, Keys.index(3));
    store.put(Table.RECORDS, Keys.index(3), store.value(Table.RECORDS, Keys.index(5)));
    store.put(Table.RECORDS, Keys.index(5), third);
    assertThat(structure().findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.RECORD_ALTERED, Reason.RECORD_ALTERED);
    assertThat(indexes(structure())).containsExactly(3L, 5L);
    assertConvictsNobody();
  }

  @Test
  void recordsCutOffTheEnd_areLost() throws Exception {
    for (long index = 10; index < 12; index++) {
      store.remove(Table.RECORDS, Keys.index(index));
      store.remove(Table.NODES, Keys.node(0, index));
    }
    store.remove(Table.NODES, Keys.node(1, 5));
    store.remove(Table.NODES, Keys.node(2, 2));
    List<Refusal> findings = structure().findings();
    assertThat(findings).contains(only(findings, Reason.RECORD_LOST));
    assertThat(only(findings, Reason.RECORD_LOST).index()).hasValue(10);
    assertConvictsNobody();
  }

  @Test
  void gapInTheLog_isOneFindingForEachRecord() throws Exception {
    store.remove(Table.RECORDS, Keys.index(6));
    store.remove(Table.RECORDS, Keys.index(7));
    assertThat(indexes(structure())).containsExactly(6L, 7L);
    assertThat(structure().findings())
        .allSatisfy(finding -> assertThat(finding.reason()).isEqualTo(Reason.RECORD_LOST));
    assertConvictsNobody();
  }

  @Test
  void headOfAnEarlierState_isContradictedByTheFirstRecordItLacks() throws Exception {
    Cast cast = Cast.honest();
    cast.append(cast.human(Cast.JANE, Cast.HR));
    byte[] early = MapStore.copyOf(cast.store).headBytes();
    cast.append(cast.organisation(Cast.ACME, Cast.HR));
    cast.append(cast.service(Cast.BANK, Cast.HR));
    store = MapStore.copyOf(cast.store);
    store.head(early);
    assertOnly(2, Reason.HEAD_CONTRADICTION);
    assertConvictsNobody();
  }

  @Test
  void headThatPromisesFarTooMuch_endsTheAuditAtTheRecordsThereAre() throws Exception {
    Head head = Head.parse(store.headBytes());
    store.head(
        new Head(
                1L << 40,
                head.root(),
                head.lastLeaf(),
                head.lastTimeMs(),
                head.statusRoot(),
                head.checkpoint())
            .toBytes());
    assertOnly(11, Reason.HEAD_CONTRADICTION);
  }

  @Test
  void checkpointOverAnotherLog_isFound() throws Exception {
    Cast other = Cast.honest();
    other.append(other.service(Cast.BANK, Cast.HR));
    Head head = Head.parse(store.headBytes());
    Head theirs = Head.parse(MapStore.copyOf(other.store).headBytes());
    store.head(head.signed(theirs.checkpoint().orElseThrow()).toBytes());
    assertOnly(1, Reason.HEAD_CONTRADICTION);
  }

  @Test
  void damagedRow_isAFindingAtItsRecordAndTheAuditGoesOn() {
    for (Table table : Table.values()) {
      for (byte[] key : store.keys(table)) {
        MapStore damaged = MapStore.copyOf(store);
        damaged.damage(table, key);
        AuditReport report = Audits.run(Audit.structure(damaged));
        assertThat(report.size()).isEqualTo(12);
        assertThat(report.findings())
            .as("damaged row of %s", table)
            .hasSize(2) // the row, and that the table could not be searched for others
            .allSatisfy(finding -> assertThat(finding.reason()).isEqualTo(Reason.STORE_UNREADABLE));
        assertThat(report.findings().get(0).index()).isPresent();
        assertThat(report.findings().get(1).index()).isEmpty();
      }
    }
  }

  @Test
  void manyFindings_areCutOffAndTheWorstStay() throws Exception {
    for (int i = 0; i < 150; i++) {
      store.put(Table.BY_JTI, Keys.index(1000 + i), new byte[0]);
    }
    AuditReport report = structure();
    assertThat(report.findings()).hasSize(AuditReport.MAX_FINDINGS);
    assertThat(report.isCutOff()).isTrue();
    assertThat(report.more()).isEqualTo(50);
    assertThat(report.worst()).map(Refusal::reason).hasValue(Reason.LOOKUP_CONTRADICTION);
  }

  @Test
  void oneAlteredEntry_leavesOneFindingThoughOthersRestOnIt() throws Exception {
    for (long index = 1; index < 12; index++) {
      MapStore copy = MapStore.copyOf(store);
      byte[] record = copy.value(Table.RECORDS, Keys.index(index));
      record[120] ^= 1; // inside the payload
      copy.put(Table.RECORDS, Keys.index(index), record);
      AuditReport report = Audits.run(Audit.full(copy, Cast.trust(Map.of())));
      long at = index;
      assertThat(report.findings())
          .as("record %s", index)
          .singleElement()
          .satisfies(finding -> assertThat(finding.index()).hasValue(at));
      assertThat(report.checked()).isLessThan(12);
      copy.remove(Table.RECORDS, Keys.index(index));
      assertThat(Audits.run(Audit.full(copy, Cast.trust(Map.of()))).findings())
          .as("record %s", index)
          .singleElement()
          .isEqualTo(Refusal.at(index, Reason.RECORD_LOST, "read record: expected one, got none"));
    }
  }

  private AuditReport structure() {
    return Audits.run(Audit.structure(store));
  }

  private List<Refusal> full() throws Exception {
    return Audits.run(Audit.full(store, Cast.trust(Map.of("genesis", genesis())))).findings();
  }

  private dev.delegationledger.model.Value genesis() throws Exception {
    Hash leaf = Forge.record(store, 0).leafHash();
    return dev.delegationledger.model.Value.of(leaf.base64Url());
  }

  /** What a rewritten log commits its signer to; rows beside the records commit nobody. */
  private void assertOnlyConvicts() throws Exception {
    for (Refusal finding : full()) {
      if (finding.reason() == Reason.LOOKUP_CONTRADICTION) {
        Convictions.assertConvictsNobody(store, finding);
      } else {
        Convictions.assertConvicts(store, Cast.trust(Map.of()), finding);
      }
    }
  }

  private void assertConvictsNobody() throws Exception {
    for (Refusal finding : full()) {
      Convictions.assertConvictsNobody(store, finding);
    }
  }

  private void assertOnly(long index, Reason reason) {
    List<Refusal> findings = new ArrayList<>(structure().findings());
    // rows that the rewritten record no longer gives are of no interest here
    findings.removeIf(
        finding ->
            finding.index().equals(java.util.OptionalLong.of(index)) && finding.reason() != reason);
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(reason);
              assertThat(finding.index()).hasValue(index);
            });
  }

  private static Refusal only(List<Refusal> findings, Reason reason) {
    List<Refusal> found = findings.stream().filter(finding -> finding.reason() == reason).toList();
    assertThat(found).as("%s", findings).hasSize(1);
    return found.get(0);
  }

  private static List<Long> indexes(AuditReport report) {
    return report.findings().stream().map(finding -> finding.index().orElseThrow()).toList();
  }

  private static Forge.Line line(MapStore store, long index) throws Exception {
    var record = Forge.record(store, index);
    return new Forge.Line(
        record.jws(),
        record.index(),
        record.timeMs(),
        record.previous(),
        record.statusRoot(),
        record.charges());
  }
}
