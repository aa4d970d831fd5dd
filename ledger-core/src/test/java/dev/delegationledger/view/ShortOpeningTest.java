package dev.delegationledger.view;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.Action;
import dev.delegationledger.AskedLedger;
import dev.delegationledger.Decision;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Granted;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.Outcome;
import dev.delegationledger.Recorded;
import dev.delegationledger.Request;
import dev.delegationledger.Revocation;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.CountingStore;
import dev.delegationledger.testing.KeptStore;
import dev.delegationledger.testing.TestLedger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A ledger is opened by what has not ended and what no checkpoint stands for, and nothing that a
 * forger does to the rows which say what that is lets anything pass.
 */
final class ShortOpeningTest {
  private static final int RECORDS_PER_TASK = 8;

  private final TestLedger t = TestLedger.open();
  private final KeptStore store = t.store();

  /** A task: an agent is spawned for it, gets a grant, asks, acts, and loses the grant. */
  private void task() {
    InMemorySigner key = t.newKey();
    t.ledger()
        .appendAll(
            batch -> {
              var agent =
                  batch.add(Enrol.agent("helper").key(key).expiresIn(ofHours(1)).by(t.payerKey()));
              Granted grant =
                  batch.add(
                      t.root()
                          .narrowTo(agent)
                          .tool("erp:pay", tool -> tool.any("vendor").range("amount", 0, 10))
                          .uses(5)
                          .expiresIn(ofMinutes(30))
                          .by(t.payerKey()));
              batch.add(
                  Request.under(grant)
                      .tool("erp:pay")
                      .arg("vendor", "V-7")
                      .arg("amount", 1)
                      .expiresIn(ofMinutes(10))
                      .by(key));
              for (int i = 0; i < 2; i++) {
                var action =
                    batch.add(
                        Action.under(grant)
                            .tool("erp:pay")
                            .arg("vendor", "V-7")
                            .arg("amount", 1)
                            .by(key));
                batch.add(Outcome.succeeded(action).by(key));
              }
              return batch.add(Revocation.of(grant).by(t.payerKey()));
            });
  }

  /** So many records, of which nothing is alive any more, and a newer one. */
  private void history(int records) {
    for (int i = 0; i < records; i += RECORDS_PER_TASK) {
      task();
    }
    t.clock().set(t.clock().instant().plus(ofHours(2)));
    t.ledger().append(t.smallerGrant(10).by(t.payerKey()));
  }

  private int rowsToOpen() {
    CountingStore counting = CountingStore.over(store);
    t.ledger().close();
    DelegationLedger.open(counting, t.ledgerKey(), t.clock(), t.random()).close();
    t.reopen();
    return counting.read();
  }

  @Test
  void tenTimesAsMuchEndedHistory_isOpenedByAsManyRows() {
    history(200);
    int few = rowsToOpen();
    history(1_800);
    int many = rowsToOpen();
    // one more live grant, and three more levels of each tree
    assertThat(many).isBetween(few, few + 200).isLessThan(1_000);
    t.close();
  }

  @Test
  void lookUpOfAnAction_readsTheRecordsOfItsChain_howeverLongTheLogIs() throws RefusedException {
    long action = t.ledger().act(t.pay(1)).receipt().index();
    t.ledger().append(t.pay(2));
    List<CountingStore> counted = new ArrayList<>();
    for (int more : new int[] {0, 200, 1_800}) {
      history(more);
      CountingStore counting = CountingStore.over(store);
      ProofExporter.export(StoredLedger.over(counting), action, EnumSet.noneOf(Disclose.class));
      counted.add(counting);
    }
    // genesis, Jane, Acme, both agents, both grants, the action, and the newest for its status root
    assertThat(counted).extracting(one -> one.differentRows(Table.RECORDS)).containsOnly(9);
    int first = counted.get(1).read();
    assertThat(counted.get(2).read()).isBetween(first, first + 60);
    t.close();
  }

  @Test
  void viewThatWasSwept_equalsTheOneLoaded() {
    history(80);
    AskedLedger.view_equalsTheOneLoaded(t.ledger(), store);
    assertThat(t.ledger().authorize(t.payment(1)).isPermitted()).isTrue();
    t.reopen();
    AskedLedger.view_equalsTheOneLoaded(t.ledger(), store);
    AskedLedger.everyGrant_isJudgedAlike(t.ledger());
    t.close();
  }

  private void change(Function<Batch, Batch> how) {
    byte[] head = requireNonNull(store.head());
    store.commit(head, how.apply(Batch.withHead(head)));
  }

  private static byte[] listed(long end, long index) {
    return Keys.row(Keys.end(end), index);
  }

  private static long end(Granted grant) {
    return grant.expiresAt().getEpochSecond();
  }

  private static long index(Recorded recorded) {
    return recorded.receipt().record().index();
  }

  private Refusal openRefused() {
    t.ledger().close();
    return catchThrowableOfType(LedgerBrokenException.class, t::reopen).findings().get(0);
  }

  private void auditFinds(Reason reason, long record) {
    assertThat(Audit.structure(store).run().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(reason);
              assertThat(finding.index()).hasValue(record);
            });
  }

  @Test
  void unlistedGrant_isReadFromTheStore_andWhatClosedItStillCounts() {
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    change(
        b ->
            b.delete(Table.BY_END, listed(end(t.root()), index(t.root())))
                .delete(Table.BY_END, listed(end(t.spawned()), index(t.spawned()))));
    t.reopen();
    Decision decision = t.ledger().authorize(t.payment(1));
    assertThat(decision.why()).map(Refusal::reason).contains(Reason.GRANT_REVOKED);
    auditFinds(Reason.LOOKUP_CONTRADICTION, index(t.root()));
    t.closeUnaudited();
  }

  @Test
  void unlistedGrantWhoseRevocationIsGoneToo_isToldWhenItIsRead() {
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    change(
        b ->
            b.delete(Table.BY_END, listed(end(t.root()), index(t.root())))
                .delete(Table.BY_END, listed(end(t.spawned()), index(t.spawned())))
                .delete(Table.STATUS, Keys.index(index(t.root()))));
    t.reopen();
    LedgerBrokenException broken =
        catchThrowableOfType(LedgerBrokenException.class, () -> t.ledger().authorize(t.payment(1)));
    assertThat(broken.findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.STATUS_CONTRADICTION);
    assertThat(
            catchThrowableOfType(
                LedgerBrokenException.class, () -> t.ledger().act(t.sign(t.pay(1)))))
        .isNotNull();
    t.closeUnaudited();
  }

  @Test
  void revocationThatIsGone_isToldOnOpening() {
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    byte[] status = Keys.index(index(t.root()));
    byte[] node = Keys.node(0, index(t.root()));
    change(b -> b.delete(Table.STATUS, status));
    assertThat(openRefused().reason()).isEqualTo(Reason.STATUS_CONTRADICTION);
    change(b -> b.delete(Table.STATUS_NODES, node));
    assertThat(openRefused().reason()).isEqualTo(Reason.STATUS_CONTRADICTION);
  }

  @Test
  void grantListedWithAnEarlierEnd_isNotHeld_andJudgedAllTheSame() {
    byte[] right = listed(end(t.spawned()), index(t.spawned()));
    byte[] wrong = listed(end(t.spawned()) - 1_000_000, index(t.spawned()));
    change(b -> b.delete(Table.BY_END, right).put(Table.BY_END, wrong, new byte[0]));
    t.reopen();
    assertThat(t.ledger().authorize(t.payment(1)).isPermitted()).isTrue();
    auditFinds(Reason.LOOKUP_CONTRADICTION, index(t.spawned()));
    t.closeUnaudited();
  }

  @Test
  void grantListedWithALaterEnd_isToldOnOpening() {
    byte[] right = listed(end(t.spawned()), index(t.spawned()));
    byte[] wrong = listed(end(t.spawned()) + 1_000_000, index(t.spawned()));
    change(b -> b.delete(Table.BY_END, right).put(Table.BY_END, wrong, new byte[0]));
    Refusal refusal = openRefused();
    assertThat(refusal.reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
    assertThat(refusal.index()).hasValue(index(t.spawned()));
    auditFinds(Reason.LOOKUP_CONTRADICTION, index(t.spawned()));
  }

  @Test
  void listedTwice_orBeyondTheLog_orInAnotherShape_isToldOnOpening() {
    long later = end(t.spawned()) + 7;
    for (byte[] added :
        List.of(
            listed(later, index(t.spawned())),
            listed(later, 1_000_000),
            listed(later, -1),
            Keys.row(listed(later, 3), 3))) {
      change(b -> b.put(Table.BY_END, added, new byte[0]));
      assertThat(openRefused().reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
      change(b -> b.delete(Table.BY_END, added));
    }
    t.reopen();
    t.close();
  }

  @Test
  void listedAction_isToldOnOpening_andByAnAudit() {
    long action = t.ledger().act(t.pay(1)).receipt().index();
    change(b -> b.put(Table.BY_END, listed(Lifetime.NEVER, action), new byte[0]));
    Refusal refusal = openRefused();
    assertThat(refusal.reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
    assertThat(refusal.index()).hasValue(action);
    auditFinds(Reason.LOOKUP_CONTRADICTION, action);
  }

  @Test
  void ledgerWithoutTheList_isNotTakenForAnEmptyOne() {
    change(
        b -> {
          store.scan(
              Table.BY_END,
              new byte[0],
              (key, value) -> {
                b.delete(Table.BY_END, key);
                return true;
              });
          return b;
        });
    assertThat(openRefused().reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
  }

  @Test
  void lookUpThatLeadsToAnotherEntry_isTold_andClosesNothing() {
    byte[] right = Keys.row(Keys.hash(t.spawned().hash()), index(t.spawned()));
    byte[] wrong = Keys.row(Keys.hash(t.spawned().hash()), index(t.root()));
    change(b -> b.delete(Table.BY_HASH, right).put(Table.BY_HASH, wrong, new byte[0]));
    t.reopen();
    List<String> before = t.contents();
    StoreException told =
        catchThrowableOfType(
            StoreException.class,
            () -> t.ledger().append(Revocation.of(t.spawned()).by(t.janeKey())));
    assertThat(told).hasMessageContaining("look up entry");
    assertThat(t.contents()).isEqualTo(before);
    auditFinds(Reason.LOOKUP_CONTRADICTION, index(t.spawned()));
    t.closeUnaudited();
  }

  /** Other bytes of a record with a leaf that fits: only the root tells. */
  private Function<Batch, Batch> altered(long index) throws RefusedException {
    RawRecord record =
        RawRecord.parse(Bytes.of(requireNonNull(store.get(Table.RECORDS, Keys.index(index)))));
    RawRecord later =
        RawRecord.of(
            record.jws(),
            index,
            record.timeMs() + 1,
            record.previous(),
            record.statusRoot(),
            record.charges());
    Hash leaf = Merkle.leafHash(later.bytes().toArray());
    return batch ->
        batch
            .put(Table.RECORDS, Keys.index(index), later.bytes().toArray())
            .put(Table.NODES, Keys.node(0, index), leaf.toArray());
  }

  @Test
  void recordAndLeafThatWereReplaced_areTold_onOpeningOrWhenTheyAreRead() throws Exception {
    history(80);
    long ended = 12;
    Map<Long, byte[]> kept =
        Map.of(
            index(t.root()), requireNonNull(store.get(Table.RECORDS, Keys.index(index(t.root())))));
    byte[] leaf = requireNonNull(store.get(Table.NODES, Keys.node(0, index(t.root()))));
    change(altered(index(t.root())));
    assertThat(openRefused().reason()).isEqualTo(Reason.NODE_CONTRADICTION);
    kept.forEach(
        (index, record) ->
            change(
                b ->
                    b.put(Table.RECORDS, Keys.index(index), record)
                        .put(Table.NODES, Keys.node(0, index), leaf)));
    t.reopen();
    t.ledger().close();
    change(altered(ended));
    t.reopen();
    RefusedException told =
        catchThrowableOfType(
            RefusedException.class, () -> StoredLedger.underItsHead(store).record(ended));
    assertThat(told.refusal().reason()).isEqualTo(Reason.NODE_CONTRADICTION);
    assertThat(told.refusal().index()).hasValue(ended);
    t.closeUnaudited();
  }

  /** As a process leaves it that dies between its two commits. */
  private void unsigned(int records) throws RefusedException {
    Head head = Head.parse(requireNonNull(store.head()));
    var older = head.checkpoint();
    for (int i = 0; i < records; i++) {
      t.ledger().append(t.pay(i + 1));
    }
    t.ledger().close();
    Head now = Head.parse(requireNonNull(store.head()));
    byte[] cut = now.signed(older.orElseThrow()).toBytes();
    store.commit(store.head(), Batch.withHead(cut));
  }

  @Test
  void nodesThatGiveAnotherBeginning_areToldByWhatWasKept() throws RefusedException {
    Head head = Head.parse(requireNonNull(store.head())); // of eight records
    t.ledger().append(t.pay(1));
    for (int i = 0; i < 7; i++) {
      t.ledger().append(t.pay(i + 2));
    }
    t.ledger().close();
    var kept = head.checkpoint().orElseThrow();
    OwnCheckpoint.require(kept, StoredLedger.over(store));
    change(b -> b.put(Table.NODES, Keys.node(3, 1), new byte[Hash.SIZE])); // beside the kept ones
    RefusedException told =
        catchThrowableOfType(
            RefusedException.class, () -> OwnCheckpoint.require(kept, StoredLedger.over(store)));
    assertThat(told.refusal().reason()).isEqualTo(Reason.INCLUSION_INVALID);
  }

  @Test
  void recordsAfterTheCheckpoint_areDerivedAgain_andSigned() throws RefusedException {
    unsigned(3);
    long size = Head.parse(requireNonNull(store.head())).size();
    assertThat(t.reopen().checkpoint().checkpoint().size()).isEqualTo(size);
    t.close();
  }

  @Test
  void alteredRecordsAfterTheCheckpoint_areNotSigned() throws RefusedException {
    unsigned(3);
    long size = Head.parse(requireNonNull(store.head())).size();
    byte[] good = requireNonNull(store.get(Table.RECORDS, Keys.index(size - 2)));
    change(b -> b.delete(Table.RECORDS, Keys.index(size - 2)));
    assertThat(openRefused().reason()).isEqualTo(Reason.RECORD_LOST);
    change(b -> b.put(Table.RECORDS, Keys.index(size - 2), good));
    change(altered(size - 2));
    Refusal told = openRefused();
    assertThat(told.reason()).isEqualTo(Reason.LINK_BROKEN);
    assertThat(told.index()).hasValue(size - 1);
  }

  @Test
  void headThatTheTreesDoNotGive_isToldOnOpening() throws RefusedException {
    Head head = Head.parse(requireNonNull(store.head()));
    Hash other = Hash.ZERO;
    for (Head forged :
        List.of(
            new Head(
                head.size(),
                head.root(),
                head.lastLeaf(),
                head.lastTimeMs() + 1,
                head.statusRoot(),
                head.checkpoint()),
            new Head(
                head.size(),
                other,
                head.lastLeaf(),
                head.lastTimeMs(),
                head.statusRoot(),
                head.checkpoint()),
            new Head(
                head.size(),
                head.root(),
                head.lastLeaf(),
                head.lastTimeMs(),
                other,
                head.checkpoint()),
            new Head(
                head.size(),
                head.root(),
                other,
                head.lastTimeMs(),
                head.statusRoot(),
                Optional.empty()))) {
      store.commit(store.head(), Batch.withHead(forged.toBytes()));
      assertThat(openRefused().reason()).isEqualTo(Reason.HEAD_CONTRADICTION);
    }
  }
}
