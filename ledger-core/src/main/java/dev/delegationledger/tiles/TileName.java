package dev.delegationledger.tiles;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Which tile: its level and its place within the level (C2SP tlog-tiles, "Merkle Tree").
 *
 * @param level 0 for leaf hashes; {@link #ENTRIES} for a bundle of the records themselves
 * @param index from 0
 */
record TileName(int level, long index) {
  /** The level of the entry bundles, which stand beside the tiles of level 0. */
  static final int ENTRIES = -1;

  /** The hashes, or records, of a full tile. */
  static final int WIDTH = 256;

  /** The levels of the log's tree from one level of tiles to the next. */
  static final int HEIGHT = 8;

  private static final int GROUP = 1_000;

  /** Where it stands once it is full. */
  Path in(Path folder) {
    return folder.resolve(path());
  }

  /** Where its first {@code width} hashes or records stand. */
  Path in(Path folder, int width) {
    return width == WIDTH ? in(folder) : partials(folder).resolve(Integer.toString(width));
  }

  /** The folder of what stands of it before it is full. */
  Path partials(Path folder) {
    return folder.resolve(path() + ".p");
  }

  /** How much of it there is in a log of {@code size} records, up to {@link #WIDTH}. */
  int widthAt(long size) {
    long items = size >>> (HEIGHT * Math.max(level, 0));
    return (int) Math.max(0, Math.min(WIDTH, items - index * WIDTH));
  }

  /** {@code tile/<level>/x001/x234/067}. */
  private String path() {
    StringBuilder path = new StringBuilder(group(index % GROUP));
    for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
      path.insert(0, "x" + group(rest % GROUP) + "/");
    }
    return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + path;
  }

  private static String group(long digits) {
    return String.format(Locale.ROOT, "%03d", digits);
  }

  @Override
  public String toString() {
    return path();
  }
}
