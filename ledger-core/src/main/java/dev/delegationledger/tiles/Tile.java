package dev.delegationledger.tiles;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tile, or a bundle of records, as far as it is filled: whatever it holds is the beginning of
 * what it will hold. Mutable until it is handed out; one thread's.
 */
final class Tile {
  private final TileName name;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  /** Where each hash or record ends. */
  private final List<Integer> ends = new ArrayList<>();

  Tile(int level, long index) {
    this.name = new TileName(level, index);
  }

  TileName name() {
    return name;
  }

  /** How many hashes or records it holds. */
  int width() {
    return ends.size();
  }

  boolean isFull() {
    return width() == TileName.WIDTH;
  }

  /** Adds the hash of a complete subtree. */
  void addHash(byte[] hash) {
    content.writeBytes(hash);
    ends.add(content.size());
  }

  /** Adds a record: its length in two bytes, then the record. */
  void addRecord(byte[] record) {
    content.write(record.length >>> Byte.SIZE);
    content.write(record.length);
    content.writeBytes(record);
    ends.add(content.size());
  }

  /** What a file of its first {@code width} hashes or records holds. */
  byte[] content(int width) {
    return Arrays.copyOf(content.toByteArray(), ends.get(width - 1));
  }
}
