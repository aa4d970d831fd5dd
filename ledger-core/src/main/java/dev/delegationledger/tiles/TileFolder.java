package dev.delegationledger.tiles;

import static dev.delegationledger.tiles.TilesRefused.Problem.BUSY;
import static dev.delegationledger.tiles.TilesRefused.Problem.CHECKPOINT_MALFORMED;
import static dev.delegationledger.tiles.TilesRefused.Problem.TILE_DIFFERS;
import static dev.delegationledger.tiles.TilesRefused.Problem.TILE_MISSING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of tiles that nobody else exports to while this is open. Whatever file appears in it is
 * whole: it is written beside, synced, and put in place in one step. For one thread.
 */
final class TileFolder implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final String TEMPORARY = ".tmp";
  private static final String CHECKPOINT = "checkpoint";
  private static final int MAX_CHECKPOINT = 1 << 16;
  private static final Pattern PARTIAL_WIDTH =
      Pattern.compile("[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");

  /**
   * The folders that this process has open: a lock of the operating system is the whole process's,
   * and gone as soon as any channel to its file is closed.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;

  /** Folders with a new file, or folder, in them that may not be on stable storage yet. */
  private final Set<Path> unsynced = new TreeSet<>();

  private TileFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is created if there is none.
   *
   * @throws TilesRefused with {@code busy} if somebody else has it open
   */
  static TileFolder open(Path folder) throws IOException {
    Set<Path> created = new TreeSet<>();
    create(folder.toAbsolutePath(), created);
    Path real = folder.toRealPath();
    if (!OPEN.add(real)) {
      throw busy(folder);
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(real.resolve(LOCK), CREATE, WRITE);
      locked = isLocked(channel);
      if (!locked) {
        throw busy(folder);
      }
      TileFolder opened = new TileFolder(real, channel);
      opened.unsynced.addAll(created);
      return opened;
    } finally {
      if (!locked) {
        close(real, channel);
      }
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // somebody else in this process
    }
  }

  /** Creates a folder and those above it, and notes those that got a new one. */
  private static void create(Path folder, Set<Path> changed) throws IOException {
    Path above = folder.getParent();
    if (above != null && !Files.isDirectory(folder)) {
      create(above, changed);
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
        // somebody else exports to it: the lock tells who goes on
      }
      changed.add(above);
    }
  }

  /**
   * The checkpoint that it was published under, if there is one.
   *
   * @throws TilesRefused with {@code checkpoint-malformed}
   */
  Optional<SignedCheckpoint> checkpoint() throws IOException {
    Path file = folder.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] note;
    try (InputStream in = Files.newInputStream(file)) {
      note = in.readNBytes(MAX_CHECKPOINT + 1); // one more is refused as too long
    }
    try {
      SignedCheckpoint read = SignedCheckpoint.parse(new String(note, StandardCharsets.UTF_8));
      if (Arrays.equals(read.text().getBytes(StandardCharsets.UTF_8), note)) {
        return Optional.of(read);
      }
      throw new TilesRefused(CHECKPOINT_MALFORMED, "read " + file + ": expected UTF-8");
    } catch (RefusedException e) {
      throw new TilesRefused(CHECKPOINT_MALFORMED, "read " + file + ": " + e.refusal().detail());
    }
  }

  /**
   * The file of a tile, as wide as the tile now is, is there and holds what the tile holds.
   *
   * @throws TilesRefused with {@code tile-missing}, {@code tile-differs}
   */
  void requirePublished(Tile tile) throws IOException {
    Path file = tile.name().in(folder, tile.width());
    if (!Files.exists(file)) {
      throw new TilesRefused(TILE_MISSING, "compare " + file + ": expected a file, got nothing");
    }
    requireEqual(file, tile, tile.width());
  }

  /**
   * Whatever files there are of a tile hold the beginning of what it holds, and none is wider.
   *
   * @param known files up to this width were compared before, and are not read
   * @throws TilesRefused with {@code tile-differs}
   */
  void requireNoOther(Tile tile, int known) throws IOException {
    Path full = tile.name().in(folder);
    if (Files.exists(full)) {
      requireEqual(full, tile, TileName.WIDTH);
    }
    Path partials = tile.name().partials(folder);
    if (!Files.isDirectory(partials)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
      for (Path file : files) {
        int width = widthOf(file);
        if (width > known) {
          requireEqual(file, tile, width);
        }
      }
    }
  }

  /** How wide the partial tile in a file is; 0 if the file is none. */
  static int widthOf(Path file) {
    String width = String.valueOf(file.getFileName());
    return PARTIAL_WIDTH.matcher(width).matches() ? Integer.parseInt(width) : 0;
  }

  private static void requireEqual(Path file, Tile tile, int width) throws IOException {
    if (width > tile.width()) {
      throw new TilesRefused(
          TILE_DIFFERS, "compare " + file + ": expected a width of at most " + tile.width());
    }
    byte[] expected = tile.content(width);
    if (!Files.isRegularFile(file)
        || Files.size(file) != expected.length
        || !Arrays.equals(Files.readAllBytes(file), expected)) {
      throw new TilesRefused(
          TILE_DIFFERS,
          "compare " + file + ": expected the " + expected.length + " bytes of this ledger");
    }
  }

  /** Puts the file of a tile, as wide as the tile now is, in its place, unless there is one. */
  void write(Tile tile) throws IOException {
    Path file = tile.name().in(folder, tile.width());
    if (!Files.exists(file)) {
      put(file, tile.content(tile.width()));
    }
  }

  /** Replaces the checkpoint, once all that was written before is on stable storage. */
  void publish(SignedCheckpoint checkpoint) throws IOException {
    sync();
    // crash point: all tiles are durable, the checkpoint is the one before; the next export goes on
    put(folder.resolve(CHECKPOINT), checkpoint.text().getBytes(StandardCharsets.UTF_8));
    sync();
  }

  private void put(Path file, byte[] content) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent());
    create(parent, unsynced);
    Path temporary = folder.resolve(TEMPORARY);
    try (FileChannel channel = FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    // crash point: the temporary file is left behind, and overwritten by the next export
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    unsynced.add(parent);
  }

  private void sync() throws IOException {
    for (Path changed : unsynced) {
      try (FileChannel channel = FileChannel.open(changed, READ)) {
        channel.force(true);
      }
    }
    unsynced.clear();
  }

  private static TilesRefused busy(Path folder) {
    return new TilesRefused(
        BUSY, "open " + folder + ": expected nobody else to export to it, got a lock");
  }

  @Override
  public void close() throws IOException {
    close(folder, lock);
  }

  private static void close(Path folder, @Nullable FileChannel lock) throws IOException {
    try {
      if (lock != null) {
        lock.close();
      }
    } finally {
      OPEN.remove(folder);
    }
  }
}
