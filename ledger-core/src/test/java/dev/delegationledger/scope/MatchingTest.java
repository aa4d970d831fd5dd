package dev.delegationledger.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows and columns that are given to each other one by one. */
class MatchingTest {
  private static BitSet row(int... columns) {
    BitSet row = new BitSet();
    for (int column : columns) {
      row.set(column);
    }
    return row;
  }

  @Test
  void moreRowsThanColumns_areNeverCovered() {
    assertThat(Matching.coversEveryRow(List.of(row(0), row(0)), 1)).isFalse();
    assertThat(Matching.coversEveryRow(List.of(row()), 0)).isFalse();
  }

  @Test
  void rowThatTakesAnothersColumn_movesItOn() {
    assertThat(Matching.coversEveryRow(List.of(row(0, 1), row(0, 2), row(0)), 3)).isTrue();
    assertThat(Matching.coversEveryRow(List.of(row(0, 1), row(0, 1), row(0)), 3)).isFalse();
    assertThat(Matching.coversEveryRow(List.of(), 0)).isTrue();
  }
}
