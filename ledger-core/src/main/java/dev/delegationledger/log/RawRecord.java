package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * A record as it stands in the log: an entry, then one line of context. These bytes are the leaf of
 * the log's tree, and their {@link #leafHash} is the link that the next record carries. Raw,
 * because neither the entry nor what the context says about it has been checked. Immutable,
 * compared by content. Thread-safe.
 *
 * <pre>{@code
 * <compact JWS>\n
 * <index> <time-ms> <previous leaf hash> <status root> <charges>\n
 * }</pre>
 *
 * <p>Every record has exactly one spelling: single spaces, a newline (U+000A) at the end of each of
 * the two lines, numbers without leading zeros, hashes in standard base64. The entry is framed as
 * three parts of base64url characters; what they decode to, and whether they do, is for a reader of
 * JWS (RFC 7515).
 */
public final class RawRecord {
  /** The most bytes a record may have. */
  public static final int MAX_SIZE = 65_535;

  private static final boolean[] BASE64_URL = new boolean['z' + 1];

  static {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .forEach(c -> BASE64_URL[c] = true);
  }

  private final Bytes bytes;
  private final Hash leafHash;
  private final String jws;
  private final RecordContext context;

  private RawRecord(byte[] bytes, String jws, RecordContext context) {
    this.bytes = Bytes.of(bytes);
    this.leafHash = Merkle.leafHash(bytes);
    this.jws = jws;
    this.context = context;
  }

  /**
   * Reads a record.
   *
   * @throws RefusedException with {@link Reason#RECORD_TOO_LARGE} above {@link #MAX_SIZE} bytes,
   *     else with {@link Reason#RECORD_MALFORMED} on any other spelling than the one that {@link
   *     #of} writes
   */
  public static RawRecord parse(Bytes bytes) throws RefusedException {
    requireFits(bytes.size());
    byte[] content = bytes.toArray();
    // one char a byte, so that a byte beyond ASCII fails the framing of the part it stands in
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int first = text.indexOf('\n');
    int second = text.indexOf('\n', first + 1);
    if (first < 0 || second != text.length() - 1) {
      throw malformed("expected exactly two lines, each with a newline at its end");
    }
    String jws = text.substring(0, first);
    if (!isCompactJws(jws)) {
      throw malformed("expected the entry as three parts of base64url with a dot between");
    }
    return new RawRecord(content, jws, RecordContext.parse(text.substring(first + 1, second)));
  }

  /**
   * Writes a record.
   *
   * @param compactJws the entry
   * @param index its place in the log, below 2^40
   * @param timeMs when it is recorded, in milliseconds since 1970-01-01T00:00Z, below 2^53
   * @param previous the leaf hash of the record before it, {@link Hash#ZERO} for record 0
   * @param statusRoot the root of the status tree after this record
   * @param charges for each grant of the chain that carries a limit the totals after this record;
   *     all of them stand before it
   * @throws RefusedException with {@link Reason#RECORD_TOO_LARGE} if the entry is too long to be
   *     recorded
   * @throws IllegalArgumentException if the record would not read back
   */
  public static RawRecord of(
      String compactJws, long index, long timeMs, Hash previous, Hash statusRoot, Charges charges)
      throws RefusedException {
    RecordContext context = new RecordContext(index, timeMs, previous, statusRoot, charges);
    if (!isCompactJws(compactJws)) {
      throw new IllegalArgumentException("an entry has three parts of base64url");
    }
    String text = compactJws + "\n" + context.line() + "\n";
    requireFits(text.length());
    return new RawRecord(text.getBytes(StandardCharsets.US_ASCII), compactJws, context);
  }

  /** Three parts of base64url with a dot between. A loop: a pattern took longer than all else. */
  private static boolean isCompactJws(String text) {
    int parts = 1;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (i == begin || ++parts > 3) {
          return false;
        }
        begin = i + 1;
      } else if (!isBase64Url(c)) {
        return false;
      }
    }
    return parts == 3 && begin < text.length();
  }

  private static boolean isBase64Url(char c) {
    return c < BASE64_URL.length && BASE64_URL[c];
  }

  /** The entry: a compact JWS, of which only the framing has been checked. */
  public String jws() {
    return jws;
  }

  /** The place in the log that the record claims, below 2^40. */
  public long index() {
    return context.index();
  }

  /**
   * When it was recorded, by the ledger's word: milliseconds since 1970-01-01T00:00Z, below 2^53.
   */
  public long timeMs() {
    return context.timeMs();
  }

  /** The leaf hash of the record before it, by the ledger's word. */
  public Hash previous() {
    return context.previous();
  }

  /** The root of the status tree after this record, by the ledger's word. */
  public Hash statusRoot() {
    return context.statusRoot();
  }

  /** What the entry was charged to, by the ledger's word. */
  public Charges charges() {
    return context.charges();
  }

  /** The record's bytes, the leaf of the log's tree. */
  public Bytes bytes() {
    return bytes;
  }

  /** The hash of the leaf (RFC 6962): {@code SHA-256(0x00 || bytes)}. */
  public Hash leafHash() {
    return leafHash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawRecord that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return leafHash.hashCode();
  }

  @Override
  public String toString() {
    return "record " + index() + " (" + leafHash + ")";
  }

  private static void requireFits(int size) throws RefusedException {
    if (size > MAX_SIZE) {
      throw RefusedException.of(
          Reason.RECORD_TOO_LARGE, "expected at most " + MAX_SIZE + " bytes, got " + size);
    }
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.RECORD_MALFORMED, "record: " + detail);
  }
}
