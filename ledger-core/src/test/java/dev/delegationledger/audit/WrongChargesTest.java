package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sums that an operator got wrong, in a ledger that contradicts itself nowhere. */
final class WrongChargesTest {
  private static final long ROOT = 4;
  private static final long FIRST = 6;

  private final Map<Long, Charges> lies = new java.util.TreeMap<>();
  private final Cast cast;
  private final SignedEntry root;
  private final SignedEntry child;

  WrongChargesTest() throws RefusedException {
    cast =
        Cast.rogue(
            (entry, ledger) ->
                lies.getOrDefault(entry.index(), RogueSequencer.right(entry, ledger)));
    SignedEntry jane = cast.append(cast.human(Cast.JANE, Cast.HR)); // 1
    SignedEntry acme = cast.append(cast.organisation(Cast.ACME, Cast.HR)); // 2
    SignedEntry payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE)); // 3
    root = cast.append(cast.limited(jane, payer, 3, 100, Cast.JANE)); // 4
    child = cast.append(cast.child(root, payer, 100, Cast.PAYER)); // 5
  }

  private void pay(long amount) throws RefusedException {
    cast.append(cast.action(child, amount, Cast.PAYER));
  }

  private static Charges charges(long grant, long uses, long spent) {
    return new Charges(List.of(new Charges.Total(grant, uses, spent)));
  }

  private List<String> findings() throws RefusedException {
    assertThat(Audits.run(Audit.structure(cast.store)).findings()).isEmpty();
    List<Refusal> found = Audits.run(Audit.full(cast.store, Cast.trust(Map.of()))).findings();
    for (Refusal finding : found) {
      Convictions.assertConvicts(cast.store, Cast.trust(Map.of()), finding);
    }
    return found.stream()
        .map(finding -> finding.reason().code() + " at " + finding.index().orElse(-1))
        .toList();
  }

  private static String found(long index, Reason reason) {
    return reason.code() + " at " + index;
  }

  private Optional<Reason> verdict(long action) throws RefusedException {
    Verdict verdict =
        AuthorityVerifier.trusting(Cast.trust(Map.of()))
            .verify(
                ProofExporter.export(
                    StoredLedger.over(cast.store), action, EnumSet.allOf(Disclose.class)));
    return verdict.refusal().map(Refusal::reason);
  }

  @Test
  void rightSums_areStatedAndStoredAndProven() throws Exception {
    pay(30);
    pay(50);
    pay(20);
    StoredLedger stored = StoredLedger.over(cast.store);
    assertThat(stored.record(ROOT + 1).charges()).isEqualTo(Charges.NONE);
    assertThat(stored.record(FIRST).charges()).isEqualTo(charges(ROOT, 1, 30));
    assertThat(stored.record(FIRST + 1).charges()).isEqualTo(charges(ROOT, 2, 80));
    assertThat(stored.record(FIRST + 2).charges()).isEqualTo(charges(ROOT, 3, 100));
    assertThat(new String(row(), StandardCharsets.US_ASCII)).isEqualTo("3:100");
    assertThat(stored.charged(ROOT)).isEqualTo(new Charges.Total(ROOT, 3, 100));
    assertThat(findings()).isEmpty();
    for (long action = FIRST; action < FIRST + 3; action++) {
      assertThat(verdict(action)).isEmpty();
    }
  }

  private byte[] row() {
    return Objects.requireNonNull(cast.store.get(Table.CHARGES, Keys.index(ROOT)));
  }

  @Test
  void actionBeyondALimit_isFoundAndRefusedForIt() throws Exception {
    pay(90);
    pay(11);
    assertThat(findings()).containsExactly(found(FIRST + 1, Reason.SPEND_EXHAUSTED));
    assertThat(verdict(FIRST + 1)).contains(Reason.SPEND_EXHAUSTED);
    pay(1);
    pay(1);
    assertThat(findings())
        .contains(found(FIRST + 3, Reason.USES_EXHAUSTED))
        .allMatch(finding -> finding.contains("exhausted"));
    assertThat(verdict(FIRST + 3)).contains(Reason.USES_EXHAUSTED);
  }

  @Test
  void understatedTotals_areFoundWhereTheyBeginAndPassOneFile() throws Exception {
    lies.put(FIRST + 1, charges(ROOT, 1, 30));
    pay(30);
    pay(20);
    pay(10);
    assertThat(findings()).containsExactly(found(FIRST + 1, Reason.CHARGES_MISMATCH));
    // one file cannot show it: the totals are the ledger's word
    assertThat(verdict(FIRST + 1)).isEmpty();
    assertThat(verdict(FIRST + 2)).isEmpty();
  }

  @Test
  void overstatedTotals_areFoundWhereTheyBegin() throws Exception {
    lies.put(FIRST, charges(ROOT, 2, 30));
    pay(30);
    pay(20);
    assertThat(findings()).containsExactly(found(FIRST, Reason.CHARGES_MISMATCH));
  }

  @Test
  void noUse_isFoundAndRefused() throws Exception {
    lies.put(FIRST, charges(ROOT, 0, 30));
    pay(30);
    assertMismatch();
  }

  @Test
  void lessSpentThanTheActionSpends_isFoundAndRefused() throws Exception {
    lies.put(FIRST, charges(ROOT, 1, 29));
    pay(30);
    assertMismatch();
  }

  @Test
  void aMissingGrant_isFoundAndRefused() throws Exception {
    lies.put(FIRST, Charges.NONE);
    pay(30);
    assertMismatch();
  }

  @Test
  void anotherGrant_isFoundAndRefused() throws Exception {
    lies.put(FIRST, charges(ROOT + 1, 1, 30));
    pay(30);
    assertMismatch();
  }

  @Test
  void anExtraGrant_isFoundAndRefused() throws Exception {
    lies.put(
        FIRST,
        new Charges(List.of(new Charges.Total(ROOT, 1, 30), new Charges.Total(ROOT + 1, 1, 30))));
    pay(30);
    assertMismatch();
  }

  private void assertMismatch() throws RefusedException {
    assertThat(findings()).containsExactly(found(FIRST, Reason.CHARGES_MISMATCH));
    assertThat(verdict(FIRST)).contains(Reason.CHARGES_MISMATCH);
  }

  @Test
  void chargesOfWhatIsNoAction_areFoundAndRefused() throws Exception {
    lies.put(FIRST, charges(ROOT, 1, 30));
    SignedEntry grandchild =
        cast.append(cast.child(child, payer(), 50, Cast.PAYER)); // charged, and no action: record 6
    cast.append(cast.action(grandchild, 30, Cast.PAYER));
    List<Refusal> findings = Audits.run(Audit.full(cast.store, Cast.trust(Map.of()))).findings();
    assertThat(findings)
        .filteredOn(finding -> finding.reason() == Reason.CHARGES_MISMATCH)
        .first()
        .satisfies(finding -> assertThat(finding.index()).hasValue(FIRST));
    assertThat(verdict(FIRST + 1)).contains(Reason.CHARGES_MISMATCH);
  }

  private SignedEntry payer() throws RefusedException {
    return StoredLedger.over(cast.store).signedEntry(3);
  }

  @Test
  void totalsAfterALostRecord_areNotSaidToBeWrong() throws Exception {
    pay(30);
    pay(20);
    pay(10);
    MapStore damaged = MapStore.copyOf(cast.store);
    damaged.remove(Table.RECORDS, Keys.index(FIRST + 1));
    assertThat(Audits.run(Audit.full(damaged, Cast.trust(Map.of()))).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).isEqualTo(Reason.RECORD_LOST));
  }
}
