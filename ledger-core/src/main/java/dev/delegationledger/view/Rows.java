package dev.delegationledger.view;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.BoundKeys;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.References;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows that one record gives. The sequencer writes them, the audit derives them again: nothing
 * else may stand in the store.
 */
public final class Rows {
  private static final byte[] NOTHING = {};
  private static final int MAX_STATUS_BYTES = 1 << 20;
  private static final int MAX_CHARGES_BYTES = 2 * 16 + 1;
  private static final Pattern CHARGES =
      Pattern.compile("(0|[1-9][0-9]{0,15}):(0|[1-9][0-9]{0,15})");

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
    keys(statement)
        .keySet()
        .forEach(thumbprint -> lookup(Table.BY_KEY, Keys.hash(thumbprint), index, sink));
    if (statement instanceof Statement.Enrolment enrolment) {
      lookup(Table.BY_PRINCIPAL, Keys.principal(enrolment.id()), index, sink);
    } else if (statement instanceof Statement.Group group) {
      lookup(Table.BY_PRINCIPAL, Keys.principal(group.id()), index, sink);
    }
    References.lookedUp(statement)
        .forEach(hash -> lookup(Table.BY_REFERENCE, Keys.hash(hash), index, sink));
    if (statement instanceof Statement.Denial denial) {
      lookup(Table.BY_REFERENCE, Keys.refusedJti(refusedJti(denial)), index, sink);
    }
    Lifetime.end(statement).ifPresent(end -> lookup(Table.BY_END, Keys.end(end), index, sink));
  }

  private static String refusedJti(Statement.Denial denial) {
    return denial.refused().statement().issued().jti();
  }

  /**
   * The keys that are looked up to find {@code statement}; those of genesis are not, since whoever
   * knows the ledger knows them.
   */
  public static Map<Hash, VerifyingKey> keys(Statement statement) {
    return statement.kind() == Kind.GENESIS ? Map.of() : BoundKeys.of(statement);
  }

  /** What a grant has been charged, by the newest record that was charged to it. */
  public static void charged(Charges.Total total, Sink sink) {
    sink.row(
        Table.CHARGES,
        Keys.index(total.grant()),
        (total.uses() + ":" + total.spent()).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what {@link #charged} wrote for the grant in the record at {@code grant}.
   *
   * @throws RefusedException {@code lookup-contradiction} on anything else
   */
  public static Charges.Total readCharged(long grant, byte[] row) throws RefusedException {
    try {
      Matcher totals = CHARGES.matcher(new String(row, StandardCharsets.ISO_8859_1));
      if (row.length <= MAX_CHARGES_BYTES && totals.matches()) {
        return new Charges.Total(
            grant, Long.parseLong(totals.group(1)), Long.parseLong(totals.group(2)));
      }
    } catch (IllegalArgumentException tooLarge) {
      // refused below like any other row
    }
    throw new RefusedException(
        Refusal.at(
            grant,
            Reason.LOOKUP_CONTRADICTION,
            "read charges: expected <uses>:<spent>, both below 2^53"));
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
