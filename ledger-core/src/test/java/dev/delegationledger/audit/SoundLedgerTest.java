package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.view.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SoundLedgerTest {
  @Test
  void honestLedger_isSoundAtBothDepths() throws Exception {
    Cast cast = Cast.twelveRecords();
    for (Audit audit :
        List.of(Audit.structure(cast.store), Audit.full(cast.store, Cast.trust(Map.of())))) {
      AuditReport report = audit.run();
      assertThat(report.findings()).isEmpty();
      assertThat(report.isSound()).isTrue();
      assertThat(report.exitCode()).isZero();
      assertThat(report.worst()).isEmpty();
      assertThat(report.size()).isEqualTo(12);
      assertThat(report.checked()).isEqualTo(12);
      assertThat(report.unsignedTail()).isZero();
      assertThat(report.checkpoint().orElseThrow().checkpoint().size()).isEqualTo(12);
    }
  }

  @Test
  void ledgerOfGenesisAlone_isSound() throws Exception {
    Cast cast = Cast.honest();
    assertThat(Audits.run(Audit.full(cast.store, Cast.trust(Map.of()))).findings()).isEmpty();
  }

  @Test
  void recordsAfterTheNewestCheckpoint_areAnUnsignedTailAndNoContradiction() throws Exception {
    Cast cast = Cast.honest();
    Head early = Head.parse(MapStore.copyOf(cast.store).headBytes());
    cast.append(cast.human(Cast.JANE, Cast.HR));
    cast.append(cast.organisation(Cast.ACME, Cast.HR));
    MapStore store = MapStore.copyOf(cast.store);
    store.head(Head.parse(store.headBytes()).signed(early.checkpoint().orElseThrow()).toBytes());
    AuditReport report = Audits.run(Audit.full(store, Cast.trust(Map.of())));
    assertThat(report.findings()).isEmpty();
    assertThat(report.unsignedTail()).isEqualTo(2);
  }

  @Test
  void ledgerThatWasNeverSigned_isSoundInStructure() throws Exception {
    MapStore store = MapStore.copyOf(Cast.twelveRecords().store);
    Head head = Head.parse(store.headBytes());
    store.head(
        new Head(
                head.size(),
                head.root(),
                head.lastLeaf(),
                head.lastTimeMs(),
                head.statusRoot(),
                Optional.empty())
            .toBytes());
    AuditReport report = Audits.run(Audit.structure(store));
    assertThat(report.findings()).isEmpty();
    assertThat(report.unsignedTail()).isEqualTo(12);
  }

  @Test
  void progress_comesAfterEveryRecord() throws Exception {
    List<String> heard = new ArrayList<>();
    Audit.structure(Cast.twelveRecords().store).run((done, total) -> heard.add(done + "/" + total));
    assertThat(heard).hasSize(12).startsWith("1/12").endsWith("12/12");
  }

  @Test
  void storeWrittenToMeanwhile_isNoFindingButAFailure() throws Exception {
    MemoryStore store = Cast.twelveRecords().store;
    Head head = Head.parse(MapStore.copyOf(store).headBytes());
    byte[] other = head.signed(head.checkpoint().orElseThrow()).toBytes();
    other[0] = ' ';
    assertThatThrownBy(
            () ->
                Audit.structure(store)
                    .run(
                        (done, total) -> {
                          if (done == 5) {
                            store.commit(store.head(), Batch.withHead(other));
                          }
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody writes");
  }
}
