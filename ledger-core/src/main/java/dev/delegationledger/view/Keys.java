package dev.delegationledger.view;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the store's rows. Indexes are eight bytes, big-endian, so that rows stand in the
 * order of the log; a look-up key is what is looked up, then the index of the record it leads to.
 */
public final class Keys {
  /** The length of an index in bytes. */
  public static final int INDEX_BYTES = Long.BYTES;

  /** The length of a row's key that begins with a second. */
  static final int END_BYTES = 2 * Long.BYTES;

  private Keys() {}

  /** A record, its status, or what was charged to it. */
  public static byte[] index(long index) {
    return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
  }

  /** The index that a key ends with. */
  public static long trailingIndex(byte[] key) {
    return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
  }

  /** A {@linkplain NodeKey node} of either tree. */
  public static byte[] node(int level, long index) {
    return new NodeKey(level, index).bytes();
  }

  /** What is looked up for an entry, or for what refers to it. */
  public static byte[] hash(Hash hash) {
    return hash.toArray();
  }

  /** What is looked up for a jti of any signer. */
  public static byte[] jti(String jti) {
    return text(jti);
  }

  /** What is looked up for a jti of one signer. */
  public static byte[] jti(String jti, Hash signer) {
    return concat(text(jti), signer.toArray());
  }

  /** What is looked up for the jti of an action that was refused: it counts as used by nobody. */
  public static byte[] refusedJti(String jti) {
    return text("the jti of an action that was refused: " + jti);
  }

  /** What is looked up for a principal id. */
  public static byte[] principal(String id) {
    return text(id);
  }

  /** What is looked up for the second in which something ends; in the order of those seconds. */
  public static byte[] end(long second) {
    return index(second);
  }

  /** The second that a key begins with. */
  static long leadingSecond(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  /** A disclosure of a record: the record's index, then the disclosure's digest. */
  public static byte[] disclosure(long index, Hash digest) {
    return concat(index(index), digest.toArray());
  }

  /** A look-up row for the record at {@code index}. */
  public static byte[] row(byte[] lookedUp, long index) {
    return concat(lookedUp, index(index));
  }

  private static byte[] text(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
