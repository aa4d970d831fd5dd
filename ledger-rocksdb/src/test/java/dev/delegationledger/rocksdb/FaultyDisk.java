package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells {@code disk.c}, in this same process, which file call is to fail. Not thread-safe; meant
 * for when nothing is being written.
 */
final class FaultyDisk {
  private static final int NUMBERS = 8;
  private static final int EIO = 5;
  private static final int ENOSPC = 28;

  /** What a call does instead of what it should. */
  enum Fault {
    /** It fails, and did nothing. */
    FAILS(1, EIO, false),
    /** It fails, and did all that it should. */
    FAILS_AFTERWARDS(2, EIO, false),
    /** It fails for want of space, and did nothing. */
    NO_SPACE(1, ENOSPC, false),
    /** A write writes half of the bytes, and says so. */
    WRITES_HALF(3, EIO, false),
    /** The same, and the next write, of the rest, fails. */
    WRITES_HALF_THEN_FAILS(4, ENOSPC, false),
    /** It fails, and so do all after it. */
    DISK_GONE(1, EIO, true);

    private final long number;
    private final long error;
    private final boolean sticky;

    Fault(long number, long error, boolean sticky) {
      this.number = number;
      this.error = error;
      this.sticky = sticky;
    }

    /** Whether only writes are counted. */
    boolean ofWrites() {
      return this == WRITES_HALF || this == WRITES_HALF_THEN_FAILS;
    }
  }

  private static final long FULL = 5;

  /* struct control */
  private static final int FAULT = 0;
  private static final int AT = 1;
  private static final int ERROR = 2;
  private static final int STICKY = 3;
  private static final int CALLS = 4;
  private static final int FIRED = 5;
  private static final int SPACE = 7;

  private final MappedByteBuffer numbers;

  private FaultyDisk(MappedByteBuffer numbers) {
    this.numbers = numbers;
  }

  /** Makes the file that is shared with it, before the process is started. */
  static Path create(Path control) throws IOException {
    return Files.write(control, new byte[NUMBERS * Long.BYTES]);
  }

  /** In the process: maps the file. */
  static FaultyDisk of(Path control) throws IOException {
    try (FileChannel channel =
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer numbers =
          channel.map(FileChannel.MapMode.READ_WRITE, 0, NUMBERS * Long.BYTES);
      numbers.order(ByteOrder.nativeOrder());
      return new FaultyDisk(numbers);
    }
  }

  private void set(int number, long value) {
    numbers.putLong(number * Long.BYTES, value);
  }

  private long get(int number) {
    return numbers.getLong(number * Long.BYTES);
  }

  /** Works from here on, and counts from 0. */
  void works() {
    set(FAULT, 0);
    set(CALLS, 0);
    set(FIRED, 0);
  }

  /** From here on the call number {@code at}, counted from 1, has this fault. */
  void has(Fault fault, long at) {
    works();
    set(AT, at);
    set(ERROR, fault.error);
    set(STICKY, fault.sticky ? 1 : 0);
    set(FAULT, fault.number);
  }

  /** From here on there is room for so many bytes. */
  void hasSpaceFor(long bytes) {
    works();
    set(SPACE, bytes);
    set(FAULT, FULL);
  }

  /** How many calls there were. */
  long calls() {
    return get(CALLS);
  }

  /** Whether any call failed. */
  boolean fired() {
    return get(FIRED) > 0;
  }
}
