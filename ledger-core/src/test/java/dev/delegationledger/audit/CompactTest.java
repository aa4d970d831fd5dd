package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an audit remembers in few bytes, beside the obvious collections that would say the same. */
final class CompactTest {
  @Test
  void longTable_isAMap() {
    LongTable table = new LongTable(2);
    Map<Long, List<Long>> map = new TreeMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long key = (long) random.nextInt(10_000) << random.nextInt(40);
      long first = random.nextLong();
      table.put(key, first, i);
      map.put(key, List.of(first, (long) i));
      assertThat(table.contains(key)).isTrue();
    }
    assertThat(table.size()).isEqualTo(map.size());
    assertThat(table.sortedKeys()).containsExactly(map.keySet().toArray(new Long[0]));
    map.forEach(
        (key, row) -> assertThat(List.of(table.get(key, 0), table.get(key, 1))).isEqualTo(row));
    for (long key = 0; key < 10_000; key++) {
      assertThat(table.contains(key)).isEqualTo(map.containsKey(key));
    }
  }

  @Test
  void longTable_refusesWhatIsNoRowOfIt() {
    LongTable table = new LongTable(1);
    assertThatThrownBy(() -> table.put(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.put(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longPages_areAList() {
    LongPages pages = new LongPages();
    for (long i = 0; i < 20_000; i++) {
      pages.add(i * i);
    }
    pages.set(8_192, -1);
    assertThat(pages.size()).isEqualTo(20_000);
    assertThat(List.of(pages.get(0), pages.get(8_191), pages.get(8_192), pages.get(19_999)))
        .containsExactly(0L, 8_191L * 8_191, -1L, 19_999L * 19_999);
  }

  @Test
  void replayedRecords_tellKindAndBeliefOfEach() {
    List<Kind> kinds = List.of(Kind.values());
    ReplayedRecords records = new ReplayedRecords();
    for (int i = 0; i < kinds.size(); i++) {
      records.addReadable(leaf(i), kinds.get(i));
    }
    records.addLost();
    for (int i = 0; i < kinds.size(); i++) {
      assertThat(records.isReadable(i)).isTrue();
      assertThat(records.isBelieved(i)).isFalse();
      records.believe(i);
      assertThat(records.isBelieved(i, Set.of(kinds.get(i)))).isTrue();
      assertThat(records.isBelieved(i, Set.of(other(kinds.get(i))))).isFalse();
      records.requireSame(i, leaf(i));
    }
    long lost = kinds.size();
    assertThat(records.size()).isEqualTo(lost + 1);
    for (long index : List.of(-1L, lost, lost + 1)) {
      assertThat(records.isReadable(index)).isFalse();
      assertThat(records.isBelieved(index)).isFalse();
    }
  }

  private static Kind other(Kind kind) {
    return kind == Kind.GRANT ? Kind.ACTION : Kind.GRANT;
  }

  @Test
  void recordThatIsReadInTwoWays_isAStoreThatSomebodyWroteTo() {
    ReplayedRecords records = new ReplayedRecords();
    records.addReadable(leaf(1), Kind.ACTION);
    assertThatThrownBy(() -> records.requireSame(0, leaf(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody changes, read record 0 in two ways");
  }

  @Test
  void statusListsAndNodes_areThoseOfThePlainTree() {
    StatusLists lists = new StatusLists();
    StatusNodes nodes = new StatusNodes(lists);
    Map<Long, StatusList> plainLists = new TreeMap<>();
    Map<String, Hash> plainNodes = new HashMap<>();
    Random random = new Random(2);
    for (long at = 1; at < 600; at++) {
      long target =
          random.nextInt(4) == 0 ? random.nextInt(64) : (long) random.nextInt(1 << 20) << 8;
      StatusList before = plainLists.getOrDefault(target, StatusList.LIVE);
      assertThat(lists.get(target)).isEqualTo(before);
      StatusList after = before.plus(new Fact(at, random.nextBoolean() ? "revoked" : "used"));
      Map<Long, Hash> leaf = Map.of(target, after.leafHash());
      Map<String, Hash> changed = new HashMap<>();
      Map<List<Long>, Hash> put = new HashMap<>();
      Hash expected =
          StatusTree.update(
              leaf,
              (level, index) -> Optional.ofNullable(plainNodes.get(level + "/" + index)),
              (level, index, hash) -> changed.put(level + "/" + index, hash));
      Hash got =
          StatusTree.update(
              leaf, nodes, (level, index, hash) -> put.put(List.of((long) level, index), hash));
      assertThat(got).isEqualTo(expected);
      put.forEach((place, hash) -> nodes.put(place.get(0).intValue(), place.get(1), hash));
      lists.put(target, after);
      plainLists.put(target, after);
      plainNodes.putAll(changed);
    }
    assertThat(lists.indexes()).containsExactly(plainLists.keySet().toArray(new Long[0]));
    plainLists.forEach((index, list) -> assertThat(lists.get(index)).isEqualTo(list));
    plainNodes.forEach(
        (place, hash) -> {
          int level = Integer.parseInt(place.substring(0, place.indexOf('/')));
          long index = Long.parseLong(place.substring(place.indexOf('/') + 1));
          assertThat(nodes.node(level, index)).as(place).hasValue(hash);
          assertThat(nodes.has(level, index ^ 1))
              .isEqualTo(plainNodes.containsKey(level + "/" + (index ^ 1)));
        });
  }

  @Test
  void findings_areCountedAndKnownBeyondWhatIsListed() {
    Findings findings = new Findings();
    for (long index = 0; index < 250; index++) {
      findings.add(index, Reason.LINK_BROKEN, "check link");
    }
    findings.add(Refusal.of(Reason.UNKNOWN_LEDGER, "look up trust"));
    assertThat(findings.list()).hasSize(AuditReport.MAX_FINDINGS);
    assertThat(findings.more()).isEqualTo(151);
    assertThat(findings.has(Refusal.at(249, Reason.LINK_BROKEN, "in other words"))).isTrue();
    assertThat(findings.has(Refusal.of(Reason.UNKNOWN_LEDGER, "in other words"))).isTrue();
    assertThat(findings.has(Refusal.at(250, Reason.LINK_BROKEN, "check link"))).isFalse();
    assertThat(findings.has(Refusal.at(249, Reason.TIME_REVERSED, "check time"))).isFalse();
    assertThat(findings.has(Refusal.at(0, Reason.UNKNOWN_LEDGER, "look up trust"))).isFalse();
  }

  private static Hash leaf(int number) {
    return Sha256.of(new byte[] {(byte) number});
  }
}
