package dev.delegationledger.view;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;

/**
 * The rows that one record gives. The sequencer writes them, the audit derives them again: nothing
 * else may stand in the store.
 */
public final class Rows {
  private static final byte[] NOTHING = {};
  private static final int MAX_STATUS_BYTES = 1 << 20;

  private Rows() {}

  /** Takes rows. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one row. */
    void row(Table table, byte[] key, byte[] value);
  }

  /** The look-up rows of the entry in the record at {@code index}. */
  public static void lookups(SignedEntry entry, long index, Sink sink) {
    Statement statement = entry.statement();
    lookup(Table.BY_HASH, Keys.hash(entry.hash()), index, sink);
    lookup(
        Table.BY_JTI, Keys.jti(statement.issued().jti(), statement.issued().signer()), index, sink);
    if (statement instanceof Statement.Enrolment enrolment) {
      lookup(Table.BY_KEY, Keys.hash(Jwk.thumbprint(enrolment.key())), index, sink);
      lookup(Table.BY_PRINCIPAL, Keys.principal(enrolment.id()), index, sink);
    } else if (statement instanceof Statement.Outcome outcome) {
      lookup(Table.BY_OUTCOME, Keys.hash(outcome.action()), index, sink);
    }
  }

  /** A node of the log's tree. */
  public static void node(int level, long index, Hash hash, Sink sink) {
    sink.row(Table.NODES, Keys.node(level, index), hash.toArray());
  }

  /** A node of the status tree. */
  public static void statusNode(int level, long index, Hash hash, Sink sink) {
    sink.row(Table.STATUS_NODES, Keys.node(level, index), hash.toArray());
  }

  /** What has happened to the record at {@code index}. */
  public static void status(long index, StatusList facts, Sink sink) {
    sink.row(Table.STATUS, Keys.index(index), Json.canonical(facts.toValue()));
  }

  /**
   * Reads what {@link #status} wrote for the record at {@code index}.
   *
   * @throws RefusedException {@code status-contradiction} on anything that is no status list
   */
  public static StatusList readStatus(long index, byte[] row) throws RefusedException {
    try {
      return StatusList.fromValue(
          Json.parse(row, MAX_STATUS_BYTES), "/status/" + index, Reason.STATUS_CONTRADICTION);
    } catch (JsonException malformed) {
      throw new RefusedException(
          Refusal.at(index, Reason.STATUS_CONTRADICTION, "read status: " + malformed.getMessage()));
    }
  }

  private static void lookup(Table table, byte[] lookedUp, long index, Sink sink) {
    sink.row(table, Keys.row(lookedUp, index), NOTHING);
  }
}
