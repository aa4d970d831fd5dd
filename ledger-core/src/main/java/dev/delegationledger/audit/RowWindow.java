package dev.delegationledger.audit;

import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.NodeKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of a store for whoever asks for most of them in the order of their keys: where a row is
 * asked for, those after it are read with it, since to go on to the next one costs a tenth of
 * looking it up. What cannot be read so is read by itself, and fails by itself. For one thread.
 */
final class RowWindow implements RowReader {
  private static final int MAX_ROWS = NodeKey.PIECE_ROWS; // a whole piece of a tree
  private static final int MAX_BYTES = 1 << 17;

  private final StoredRows rows;
  private final Map<Series, StoredRows.Stretch> read = new HashMap<>();

  /** Rows that are asked for in order, whatever of others is asked for between them. */
  private record Series(Table table, int levels) {}

  RowWindow(StoredRows rows) {
    this.rows = rows;
  }

  @Override
  public StoredRows.Row look(Table table, byte[] key) {
    return switch (table) {
      case RECORDS, STATUS -> look(new Series(table, 0), key, key);
      case NODES,
          STATUS_NODES -> // a piece of the tree is asked for from its leaves on, and has them last
          look(new Series(table, key[0]), key, NodeKey.piece(key));
      case DISCLOSURES -> // those of one record are asked for in any order
          look(new Series(table, 0), key, Arrays.copyOf(key, Keys.INDEX_BYTES));
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE, BY_END, CHARGES ->
          rows.look(table, key);
    };
  }

  private StoredRows.Row look(Series series, byte[] key, byte[] from) {
    StoredRows.Stretch known = read.get(series);
    if (known == null || !(known.holds(key) || known.beginsAt(from))) {
      known = rows.stretch(series.table(), from, MAX_ROWS, MAX_BYTES);
      read.put(series, known);
    }
    return known.holds(key) ? known.row(key) : rows.look(series.table(), key);
  }
}
