package dev.delegationledger.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one commit writes: puts and deletes in any tables, and the new head. Operations apply in the
 * order in which they were added, so the last one on a key wins. Arrays are copied when added. Not
 * thread-safe.
 */
public final class Batch {
  /** The longest key, in bytes; the shortest has one. */
  public static final int MAX_KEY_BYTES = 1024;

  /** The most that keys, values and the head may come to, in bytes. */
  public static final int MAX_BYTES = 64 * 1024 * 1024;

  private final byte[] head;
  private final List<Operation> operations = new ArrayList<>();
  private int bytes;

  private Batch(byte[] head) {
    this.head = head;
    this.bytes = head.length;
  }

  /**
   * An empty batch that sets the head to {@code head}, which may equal the present one.
   *
   * @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES}
   */
  public static Batch withHead(byte[] head) {
    if (head.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "head too large: expected at most " + MAX_BYTES + " bytes, got " + head.length);
    }
    return new Batch(head.clone());
  }

  /**
   * Adds: from now on {@code key} has {@code value}, which may be empty.
   *
   * @throws IllegalArgumentException if the key has no or more than {@link #MAX_KEY_BYTES} bytes,
   *     or the batch would exceed {@link #MAX_BYTES}
   */
  public Batch put(Table table, byte[] key, byte[] value) {
    operations.add(new Operation(table, checkedKey(key, value.length), value.clone()));
    return this;
  }

  /**
   * Adds: from now on {@code key} has no value. It need not have one now.
   *
   * @throws IllegalArgumentException as for {@link #put}
   */
  public Batch delete(Table table, byte[] key) {
    operations.add(new Operation(table, checkedKey(key, 0), null));
    return this;
  }

  /** The head after this batch, as a copy. */
  public byte[] head() {
    return head.clone();
  }

  /** The number of operations. */
  public int size() {
    return operations.size();
  }

  /**
   * Hands every operation to {@code sink}, in order. For stores: the arrays are the batch's own and
   * must not be changed.
   */
  public void replay(Sink sink) {
    for (Operation operation : operations) {
      byte[] value = operation.value;
      if (value == null) {
        sink.delete(operation.table, operation.key);
      } else {
        sink.put(operation.table, operation.key, value);
      }
    }
  }

  private byte[] checkedKey(byte[] key, int valueBytes) {
    if (key.length == 0 || key.length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "bad key: expected 1 to " + MAX_KEY_BYTES + " bytes, got " + key.length);
    }
    long total = (long) bytes + key.length + valueBytes;
    if (total > MAX_BYTES) {
      throw new IllegalArgumentException(
          "batch too large: expected at most " + MAX_BYTES + " bytes, got " + total);
    }
    bytes = (int) total;
    return key.clone();
  }

  /** Takes a batch's operations. */
  public interface Sink {
    /** Sets {@code key} to {@code value}. */
    void put(Table table, byte[] key, byte[] value);

    /** Removes {@code key}. */
    void delete(Table table, byte[] key);
  }

  /**
   * One operation; a null value means delete. Not a record, since it is compared by nobody and
   * shares its arrays.
   */
  private static final class Operation {
    final Table table;
    final byte[] key;
    final byte @Nullable [] value;

    Operation(Table table, byte[] key, byte @Nullable [] value) {
      this.table = table;
      this.key = key;
      this.value = value;
    }
  }
}
