package dev.delegationledger.tiles;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a log as C2SP tlog-tiles defines them, one by one, each from all records below. */
final class TilesReference {
  private final List<RawRecord> records;
  private final int size;

  private TilesReference(List<RawRecord> records, int size) {
    this.records = records;
    this.size = size;
  }

  /** The tiles of the first {@code size} records, by path. */
  static SortedMap<String, Bytes> of(List<RawRecord> records, int size) {
    TilesReference reference = new TilesReference(records, size);
    SortedMap<String, Bytes> files = new TreeMap<>();
    for (int level = 0; size >> (8 * level) > 0; level++) {
      int hashes = size >> (8 * level);
      for (int n = 0; n * 256 < hashes; n++) {
        int width = Math.min(256, hashes - n * 256);
        files.put(path(Integer.toString(level), n, width), reference.tile(level, n, width));
        if (level == 0) {
          files.put(path("entries", n, width), reference.bundle(n, width));
        }
      }
    }
    return files;
  }

  private static String path(String level, int n, int width) {
    String place = String.format(Locale.ROOT, "%03d", n % 1_000);
    for (int rest = n / 1_000; rest > 0; rest /= 1_000) {
      place = String.format(Locale.ROOT, "x%03d/", rest % 1_000) + place;
    }
    return "tile/" + level + "/" + place + (width == 256 ? "" : ".p/" + width);
  }

  /** MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]) for each i below the width. */
  private Bytes tile(int level, int n, int width) {
    ByteArrayOutputStream tile = new ByteArrayOutputStream();
    int span = 1 << (8 * level);
    for (int i = 0; i < width; i++) {
      int begin = (n * 256 + i) * span;
      tile.writeBytes(root(begin, begin + span));
    }
    return Bytes.of(tile.toByteArray());
  }

  private byte[] root(int begin, int end) {
    if (end > size) {
      throw new IllegalArgumentException("a tile has no hash of what is not there");
    }
    if (end - begin == 1) {
      return Sha256.of(new byte[1], records.get(begin).bytes().toArray()).toArray();
    }
    int half = (begin + end) / 2;
    return Sha256.of(new byte[] {1}, root(begin, half), root(half, end)).toArray();
  }

  private Bytes bundle(int n, int width) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (RawRecord record : records.subList(n * 256, n * 256 + width)) {
      byte[] bytes = record.bytes().toArray();
      bundle.write(bytes.length / 256);
      bundle.write(bytes.length % 256);
      bundle.writeBytes(bytes);
    }
    return Bytes.of(bundle.toByteArray());
  }
}
