package dev.delegationledger.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that was named on the command line; {@code -} is stdin. */
final class InputFile {
  private InputFile() {}

  static boolean isStdin(Path file) {
    return file.toString().equals("-");
  }

  /**
   * The content, up to one byte more than {@code maxBytes}: what is longer is for the caller to
   * refuse, and never read whole.
   */
  static byte[] read(Path file, int maxBytes, Streams streams) throws Failure {
    String what = isStdin(file) ? "stdin" : file.toString();
    try {
      if (isStdin(file)) {
        return streams.in().readNBytes(maxBytes + 1);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(maxBytes + 1);
      }
    } catch (NoSuchFileException e) {
      throw Failure.io(
          "no-such-file", "read " + what + ": expected a file, got nothing", "check the path");
    } catch (AccessDeniedException e) {
      throw Failure.io(
          "not-readable",
          "read " + what + ": expected a file that may be read, got no permission",
          "check the permissions of the file and the folders above it");
    } catch (IOException e) {
      throw Failure.io(
          "not-readable", "read " + what + ": " + e.getMessage(), "check that it is a file");
    }
  }
}
