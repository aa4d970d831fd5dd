package dev.delegationledger.scope;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Bipartite matching by augmenting paths. Each path is searched breadth first and reaches each
 * column once, so the work is rows times rows times columns / 64 words, and the stack stays flat.
 */
final class Matching {
  private static final int NONE = -1;

  private final List<BitSet> rows;
  private final int columns;
  private final int[] rowOfColumn;

  private Matching(List<BitSet> rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.rowOfColumn = new int[columns];
    Arrays.fill(rowOfColumn, NONE);
  }

  /**
   * Whether every row can have a column of its own.
   *
   * @param rows for each row the columns it may have
   */
  static boolean coversEveryRow(List<BitSet> rows, int columns) {
    if (rows.size() > columns) {
      return false;
    }
    Matching matching = new Matching(rows, columns);
    for (int row = 0; row < rows.size(); row++) {
      if (!matching.augment(row)) {
        return false;
      }
    }
    return true;
  }

  private boolean augment(int start) {
    BitSet unreached = new BitSet(columns);
    unreached.set(0, columns);
    BitSet fresh = new BitSet(columns);
    int[] reachedFrom = new int[columns];
    int[] columnOfRow = new int[rows.size()];
    int[] queue = new int[rows.size()];
    columnOfRow[start] = NONE;
    queue[0] = start;
    int queued = 1;
    for (int next = 0; next < queued; next++) {
      int row = queue[next];
      fresh.clear();
      fresh.or(rows.get(row));
      fresh.and(unreached);
      unreached.andNot(fresh);
      for (int column = fresh.nextSetBit(0); column >= 0; column = fresh.nextSetBit(column + 1)) {
        reachedFrom[column] = row;
        int holder = rowOfColumn[column];
        if (holder == NONE) {
          assign(column, reachedFrom, columnOfRow);
          return true;
        }
        columnOfRow[holder] = column;
        queue[queued++] = holder;
      }
    }
    return false;
  }

  /** Gives the free {@code column} to the row that reached it, that row's old one to its, ... */
  private void assign(int free, int[] reachedFrom, int[] columnOfRow) {
    int column = free;
    while (column != NONE) {
      int row = reachedFrom[column];
      rowOfColumn[column] = row;
      column = columnOfRow[row];
    }
  }
}
