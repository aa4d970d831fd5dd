package dev.delegationledger.rocksdb;

import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A look at a folder before RocksDB is let in: is it a store, could it become one, or is it
 * somebody else's?
 */
final class StoreFolder {
  private static final Pattern WAL = Pattern.compile("[0-9]+\\.log");
  private static final Pattern OF_A_NEW_DATABASE =
      Pattern.compile(
          "LOCK|IDENTITY|CURRENT|LOG(\\.old\\.[0-9]+)?|MANIFEST-[0-9]+|OPTIONS-[0-9]+(\\.dbtmp)?"
              + "|[0-9]+\\.dbtmp|[0-9]+\\.log");

  private StoreFolder() {}

  static boolean isWal(Path file) {
    return WAL.matcher(file.getFileName().toString()).matches();
  }

  /**
   * The folder under its one true name, so that RocksDB's lock is not passed by through another
   * path.
   */
  static Path existing(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw refused(folder, "a folder", Files.exists(folder) ? "a file" : "nothing", null);
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw refused(folder, "a folder that may be read", "no permission", null);
    }
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw refused(folder, "a folder that may be read", e.toString(), e);
    }
  }

  /** {@link #existing}, created with its parents if there is nothing. */
  static Path created(Path folder) {
    if (!Files.exists(folder)) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw refused(folder, "a folder or leave to create it", e.toString(), e);
      }
    }
    Path real = existing(folder);
    if (!Files.isWritable(real)) {
      throw refused(folder, "a folder that may be written", "no permission", null);
    }
    return real;
  }

  /**
   * Puts the names of a new store's folder, and of all above it, on stable storage: what is synced
   * within a folder that has no name after a power loss is lost. Does nothing where folders are not
   * files (POSIX).
   */
  static void syncName(Path folder) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    for (Path above = folder.getParent(); above != null; above = above.getParent()) {
      if (Files.isReadable(above)) {
        try (FileChannel names = FileChannel.open(above, StandardOpenOption.READ)) {
          names.force(true);
        } catch (IOException e) {
          throw refused(folder, "a folder above it that may be synced", e.toString(), e);
        }
      }
    }
  }

  /** What a folder needs before a store in it can be used. */
  enum State {
    /** Nothing: it claims to be a store. */
    STORE,
    /** To be created, or an interrupted creation to be finished. */
    NEW,
    /** The same, for a creation that was interrupted before the first log. */
    NEW_WITHOUT_LOG
  }

  /**
   * The state of {@code folder}. It is new if it holds nothing, or only what an interrupted
   * creation leaves: no table file, which every finished store has, and no log with a row in it.
   *
   * @throws StoreException if it holds something else that is not a store
   */
  static State state(Path folder) {
    List<Path> files = list(folder);
    boolean isNew = files.stream().allMatch(StoreFolder::mayBeInANewDatabase);
    if (!Files.exists(folder.resolve("CURRENT"))) {
      if (isNew && files.stream().noneMatch(StoreFolder::isWal)) {
        return State.NEW;
      }
      throw refused(folder, "a store or an empty folder", "other files and no CURRENT", null);
    }
    SortedSet<String> expected = new TreeSet<>(OpenDatabase.familyNames());
    SortedSet<String> got = families(folder);
    if (isNew && expected.containsAll(got)) {
      return files.stream().anyMatch(StoreFolder::isWal) ? State.NEW : State.NEW_WITHOUT_LOG;
    }
    if (!got.isEmpty() && !got.equals(expected)) {
      throw refused(folder, "the column families " + expected, got.toString(), null);
    }
    return State.STORE;
  }

  private static boolean mayBeInANewDatabase(Path file) {
    return OF_A_NEW_DATABASE.matcher(file.getFileName().toString()).matches()
        && !(isWal(file) && mayHaveRows(file));
  }

  /** The names of all column families, or nothing if they cannot be read (or are being written). */
  private static SortedSet<String> families(Path folder) {
    SortedSet<String> names = new TreeSet<>();
    try (Options options = new Options()) {
      RecordTypes.require(folder, folder.resolve(ManifestSeal.current(folder)));
      for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
        names.add(new String(name, StandardCharsets.UTF_8));
      }
    } catch (IOException | RocksDBException e) {
      names.clear();
    }
    return names;
  }

  static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    } catch (IOException e) {
      throw refused(folder, "a folder that may be listed", e.toString(), e);
    }
  }

  private static boolean mayHaveRows(Path log) {
    try {
      return !LogEnd.of(log).isWithoutRows();
    } catch (IOException e) {
      return true; // gone or unreadable: certainly no empty one
    }
  }

  static StoreException unreadable(Path folder, Exception cause) {
    String why = cause instanceof RocksDBException ? cause.getMessage() : cause.toString();
    return new StoreException("opening store " + folder + " for reading failed: " + why, cause);
  }

  static StoreException refused(
      Path folder, String expected, String got, @Nullable Throwable cause) {
    return new StoreException(
        "opening store " + folder + " failed: expected " + expected + ", got " + got, cause);
  }
}
