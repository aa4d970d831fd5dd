package dev.delegationledger.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file wholly or not at all. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Writes {@code content} beside {@code file}, then puts it in its place. The file is readable by
   * its owner only: it may hold names.
   */
  static void write(Path file, byte[] content) throws Failure {
    requirePlace(file);
    Path folder = file.toAbsolutePath().getParent();
    try {
      Path temporary = Files.createTempFile(folder, ".ledger-verify-", ".tmp");
      try {
        Files.write(temporary, content);
        try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          written.force(true);
        }
        // crash point: the temporary file is left behind, the named one is as it was
        move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw Failure.io(
          "not-writable",
          "write " + file + ": " + e,
          "check the free space and the permissions of the folder; nothing was left behind");
    }
  }

  /** Refuses a place where no file can be, before a long work is done for it. */
  static void requirePlace(Path file) throws Failure {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Failure.io(
          "not-a-file",
          "write " + file + ": expected a file or nothing, got something else",
          "name a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw Failure.io(
          "no-such-folder",
          "write " + file + ": expected a folder to write to, got none",
          "create the folder first");
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
