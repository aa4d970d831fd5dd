package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The second line of a record, without its newline: {@code <index> <time-ms> <previous> <status
 * root> <charges>}.
 *
 * @param index the record's place in the log, below 2^40
 * @param timeMs when it was recorded, in milliseconds since 1970-01-01T00:00Z, below 2^53
 * @param previous the leaf hash of the record before it, 32 zero bytes for record 0
 * @param statusRoot the root of the status tree after this record
 * @param charges the totals of grants that stand before the record
 */
record RecordContext(long index, long timeMs, Hash previous, Hash statusRoot, Charges charges) {
  private static final int FIELDS = 5;
  private static final long MAX_INDEX = Merkle.MAX_SIZE - 1;

  /**
   * @throws IllegalArgumentException if the line would not read back
   */
  RecordContext {
    if (index < 0 || index > MAX_INDEX) {
      throw new IllegalArgumentException("expected an index below 2^40, got " + index);
    }
    if (timeMs < 0 || timeMs > Decimal.MAX) {
      throw new IllegalArgumentException("expected a time below 2^53 ms, got " + timeMs);
    }
    List<Charges.Total> totals = charges.totals();
    if (!totals.isEmpty() && totals.get(totals.size() - 1).grant() >= index) {
      throw new IllegalArgumentException("expected charges to grants of earlier records only");
    }
  }

  /**
   * Reads a line.
   *
   * @throws RefusedException with {@link Reason#RECORD_MALFORMED} on any other spelling
   */
  static RecordContext parse(String line) throws RefusedException {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw malformed(
          "expected " + FIELDS + " fields with one space between, got " + fields.length);
    }
    long index = number("index", fields[0], MAX_INDEX);
    long timeMs = number("time", fields[1], Decimal.MAX);
    Hash previous = hash("previous leaf hash", fields[2]);
    Hash statusRoot = hash("status root", fields[3]);
    Optional<Charges> charges = Charges.parse(fields[4], index);
    if (charges.isEmpty()) {
      throw malformed("expected - or <grant index>:<uses>:<spent>,... of earlier records in order");
    }
    return new RecordContext(index, timeMs, previous, statusRoot, charges.get());
  }

  /** The line as it stands in the record. */
  String line() {
    return index
        + " "
        + timeMs
        + " "
        + previous.base64()
        + " "
        + statusRoot.base64()
        + " "
        + charges;
  }

  private static long number(String what, String field, long max) throws RefusedException {
    OptionalLong number = Decimal.parse(field, max);
    if (number.isEmpty()) {
      throw malformed(
          "expected the " + what + " as a decimal without leading zeros, at most " + max);
    }
    return number.getAsLong();
  }

  private static Hash hash(String what, String field) throws RefusedException {
    try {
      return Hash.fromBase64(field);
    } catch (IllegalArgumentException e) {
      throw malformed("expected the " + what + " as 44 characters of standard base64");
    }
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.RECORD_MALFORMED, "context line: " + detail);
  }
}
