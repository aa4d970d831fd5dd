package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder's content, byte by byte. */
final class Tree {
  private Tree() {}

  /**
   * Names, and content as Latin-1 text. Never call this on a store with a writer in this process:
   * reading {@code LOCK} would release the writer's lock.
   */
  static SortedMap<String, String> of(Path dir) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(f -> !f.equals(dir)).toList()) {
        tree.put(
            dir.relativize(file) + " " + Files.getLastModifiedTime(file),
            Files.isDirectory(file)
                ? "folder"
                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return tree;
  }

  /**
   * Copies the files of {@code from}, which has no folders, over those of {@code to}, and removes
   * all others there.
   */
  static void copy(Path from, Path to) throws IOException {
    delete(to);
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  static void delete(Path dir) throws IOException {
    if (Files.exists(dir)) {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
