package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The moving files of a database, copied into a temporary folder of the reader's own, as they stood
 * at one moment.
 *
 * <p>Of a database's files only the logs and the manifest ever change in place, and only by
 * growing; table files are written once. So a reader that copies the former and reads the latter in
 * place has a database that stands still, even beside a live writer, and can open it with every
 * check of a normal recovery. The copy holds personal data: its folder is readable by its owner
 * only, and lives only while it is needed.
 */
final class PrivateView implements AutoCloseable {
  private final Path source;
  private final Path copy;

  private PrivateView(Path source, Path copy) {
    this.source = source;
    this.copy = copy;
  }

  /** A database's moving parts seen from outside. Sizes of logs are left out: they may grow. */
  record Outline(String manifest, long manifestSize, List<String> logs) {
    Outline {
      logs = List.copyOf(logs);
    }

    /** Reads it off {@code folder}; fails if the writer is just replacing something. */
    static Outline of(Path folder) throws IOException {
      String manifest = ManifestSeal.current(folder);
      long size = Files.size(folder.resolve(manifest));
      List<String> logs = new ArrayList<>();
      for (Path file : StoreFolder.list(folder)) {
        if (StoreFolder.isWal(file)) {
          logs.add(file.getFileName().toString());
        }
      }
      return new Outline(manifest, size, logs);
    }
  }

  /**
   * Copies. Each log but the newest is complete, since a newer one exists, and of the newest a
   * prefix is taken; all under one manifest that did not change meanwhile. So the copy is what a
   * crash at some moment during this call would have left.
   *
   * @param before the outline of {@code source}, taken before
   * @throws IOException if the source no longer has that outline afterwards, or cannot be read
   */
  static PrivateView copy(Path source, Outline before) throws IOException {
    PrivateView view = new PrivateView(source, Files.createTempDirectory("ledger-view-"));
    try {
      view.take("CURRENT");
      view.take(before.manifest());
      for (String log : before.logs()) {
        view.take(log);
      }
      if (!Outline.of(source).equals(before)) {
        throw new IOException("the manifest changed while it was copied");
      }
      return view;
    } catch (IOException | RuntimeException e) {
      view.close();
      throw e;
    }
  }

  private void take(String name) throws IOException {
    Files.copy(source.resolve(name), copy.resolve(name));
  }

  /** The temporary folder. */
  Path folder() {
    return copy;
  }

  /** Removes the temporary folder, as far as the system lets it. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Some systems keep open files: the next close, after the database's, removes them.
      copy.toFile().deleteOnExit();
    }
  }
}
