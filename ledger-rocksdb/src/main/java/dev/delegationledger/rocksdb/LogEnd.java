package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log, of which an interrupted write may have left a part of a record.
 *
 * <p>A log is blocks of 32 KiB, each of whole records: a checksum of 4 bytes, a length of 2, a type
 * of 1, then so many bytes; the checksum is a masked CRC-32C of type and bytes. Recovery takes a
 * record that is longer than what is left of the file for one that was not written to its end, and
 * stops. If its length is what is damaged, that forgets every record after it in silence. So this
 * looks whether any whole record stands behind it.
 */
final class LogEnd {
  static final int BLOCK = 32 * 1024;
  static final int HEADER = 7;
  private static final int LENGTH = 4;
  static final int TYPE = 6;

  /** Those of data: whole, first, middle and last part. */
  private static final int DATA_TYPES = 4;

  /** From here on they are of data in logs that are written over, which ours are not. */
  private static final int OTHER_TYPES = 9;

  private final ByteBuffer block;
  private final long at;

  private LogEnd(ByteBuffer block, long at) {
    this.block = block;
    this.at = at;
  }

  /** Reads the last block of {@code log}: only there can a record be cut short by the end. */
  static LogEnd of(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long size = channel.size();
      long at = Math.max(0, size - 1) / BLOCK * BLOCK;
      ByteBuffer block = ByteBuffer.allocate((int) (size - at)).order(ByteOrder.LITTLE_ENDIAN);
      while (block.hasRemaining()) {
        if (channel.read(block, at + block.position()) < 0) {
          throw new IOException("expected " + size + " bytes in a log, got fewer");
        }
      }
      return new LogEnd(block.flip(), at);
    }
  }

  /** What was expected and got, or null if the end is whole, or torn as a crash tears it. */
  @Nullable String contradiction() {
    int torn = torn();
    for (int next = torn + 1; next + HEADER <= block.limit(); next++) {
      int type = block.get(next + TYPE);
      if (type >= 1 && type <= DATA_TYPES && isWhole(next)) {
        return "expected the end of the log at byte "
            + (at + torn)
            + ", where a record is longer than the file, got a whole record at byte "
            + (at + next);
      }
    }
    return null;
  }

  /**
   * Whether the log certainly has no rows in it: it is empty, or all of it is what RocksDB notes in
   * a log for itself. After a failed write it may begin such a log and delete the one before.
   */
  boolean isWithoutRows() {
    int place = 0;
    while (at == 0 && place + HEADER <= block.limit() && isWhole(place) && !isOfRows(place)) {
      place = end(block, place);
    }
    return at == 0 && place == block.limit();
  }

  private boolean isOfRows(int record) {
    return Byte.toUnsignedInt(block.get(record + TYPE)) < OTHER_TYPES;
  }

  /** Where the record begins that is longer than the file; the end, if there is none. */
  private int torn() {
    int place = 0;
    while (place + HEADER <= block.limit()) {
      int end = end(block, place);
      if (end > block.limit()) {
        return place;
      }
      place = end;
    }
    return block.limit();
  }

  /** Where the record that begins at {@code record} says that it ends, in its block. */
  static int end(ByteBuffer block, int record) {
    return record + HEADER + Short.toUnsignedInt(block.getShort(record + LENGTH));
  }

  private boolean isWhole(int record) {
    int end = end(block, record);
    if (end > block.limit()) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(block.slice(record + TYPE, end - record - TYPE));
    return block.getInt(record) == masked((int) crc.getValue());
  }

  /** As RocksDB stores checksums, so that those of bytes that hold checksums stay good ones. */
  private static int masked(int crc) {
    return Integer.rotateRight(crc, 15) + 0xa282ead8;
  }
}
