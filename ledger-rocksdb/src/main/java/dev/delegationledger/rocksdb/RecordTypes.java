package dev.delegationledger.rocksdb;

import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a log, or of a manifest, which has the same blocks ({@link LogEnd}), say that
 * they are.
 *
 * <p>A file that is written over has records of types of its own, whose headers are longer. No file
 * of ours is, so such a type is damage; and where RocksDB (11.8.1) meets one behind records of the
 * other types, opening does not end. So this looks before RocksDB does, which reports whatever else
 * is wrong with a record.
 */
final class RecordTypes {
  /**
   * Data (whole, first, middle, last part), sizes of timestamps, what is known of the log before.
   */
  private static final Set<Integer> OF_FILES_WRITTEN_OVER = Set.of(5, 6, 7, 8, 11, 131);

  private RecordTypes() {}

  /**
   * Looks at a file.
   *
   * @param dir the store, for the message
   * @throws StoreException if it has a record of such a type
   */
  static void require(Path dir, Path file) throws IOException {
    String contradiction = contradiction(file);
    if (contradiction != null) {
      throw new StoreException(
          "opening store "
              + dir
              + " failed: "
              + file.getFileName()
              + " is damaged: "
              + contradiction);
    }
  }

  private static @Nullable String contradiction(Path file) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(LogEnd.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long at = 0; fill(block.clear(), channel, at); at += LogEnd.BLOCK) {
        int place = place(block.flip());
        if (place >= 0) {
          return "expected no record of a file that is written over, got one of type "
              + type(block, place)
              + " at byte "
              + (at + place);
        }
      }
    }
    return null;
  }

  /** Reads a block, or what there is of it; false at the end. */
  private static boolean fill(ByteBuffer block, FileChannel channel, long at) throws IOException {
    while (block.hasRemaining() && channel.read(block, at + block.position()) >= 0) {
      // goes on
    }
    return block.position() > 0;
  }

  /**
   * Where such a record begins; less than 0 if none does before the block ends, or makes no sense.
   */
  private static int place(ByteBuffer block) {
    int place = 0;
    while (place + LogEnd.HEADER <= block.limit()) {
      if (OF_FILES_WRITTEN_OVER.contains(type(block, place))) {
        return place;
      }
      place = LogEnd.end(block, place);
    }
    return -1;
  }

  private static int type(ByteBuffer block, int place) {
    return Byte.toUnsignedInt(block.get(place + LogEnd.TYPE));
  }
}
