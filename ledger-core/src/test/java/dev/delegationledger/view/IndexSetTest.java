package dev.delegationledger.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.log.Merkle;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What was checked is known to have been, at whatever index, and nothing else is. */
class IndexSetTest {
  @Example
  void indexesThatDifferInHighBitsOnly_areNotTakenForEachOther() {
    IndexSet set = new IndexSet();
    set.add((1L << 31) + 5);
    assertThat(set.contains((1L << 31) + 5)).isTrue();
    for (long other : new long[] {5, (1L << 16) + 5, (1L << 32) + 5, (1L << 39) + 5}) {
      assertThat(set.contains(other)).as("%s", other).isFalse();
    }
    set.add(Merkle.MAX_SIZE - 1);
    assertThat(set.contains(Merkle.MAX_SIZE - 1)).isTrue();
    assertThat(set.contains(Merkle.MAX_SIZE - 2)).isFalse();
  }

  @Property(tries = 200)
  void itHoldsWhatWasAdded_andNothingElse(
      @ForAll Set<@LongRange(min = 0, max = (1L << 40) - 1) Long> added,
      @ForAll Set<@LongRange(min = 0, max = (1L << 40) - 1) Long> asked) {
    IndexSet set = new IndexSet();
    added.forEach(set::add);
    Set<Long> all = new HashSet<>(added);
    all.addAll(asked);
    for (long index : all) {
      for (long near = Math.max(0, index - 1); near <= index + 1; near++) {
        assertThat(set.contains(near)).as("%s", near).isEqualTo(added.contains(near));
      }
    }
  }
}
