package dev.delegationledger.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files in docs/, from the module's folder. */
final class Pages {
  static final Path DOCS = Path.of("..", "docs");

  private Pages() {}

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(DOCS.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    try {
      return Files.readString(DOCS.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
