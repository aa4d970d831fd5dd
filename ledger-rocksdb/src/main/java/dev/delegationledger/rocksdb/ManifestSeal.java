package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest was known to hold: its name, a length and the SHA-256 of that many first bytes,
 * kept as a row of the store itself.
 *
 * <p>The manifest says which table files make up the database. RocksDB takes one that ends early
 * for one that was not written further, and after a restart its log tracking does not notice
 * either: all rows of the forgotten tables vanish, newer ones in the log stay. A manifest only ever
 * grows or is replaced by one with a higher number, so it must still begin with what was sealed.
 * This finds accidents; who can write files can also write a seal.
 */
record ManifestSeal(String manifest, long length, String sha256) {
  private static final Pattern MANIFEST = Pattern.compile("MANIFEST-([0-9]{1,18})");
  private static final Pattern ROW =
      Pattern.compile("(MANIFEST-[0-9]{1,18}) ([0-9]{1,18}) ([0-9a-f]{64})");

  /** Seals all that the manifest of {@code folder} holds now, once that is on stable storage. */
  static ManifestSeal of(Path folder) throws IOException {
    String manifest = current(folder);
    Path file = folder.resolve(manifest);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = channel.size();
      // A length that could still be lost with the power would later look like damage.
      channel.force(false);
      return new ManifestSeal(manifest, length, hash(channel, length));
    }
  }

  /** Whether the sealed manifest is no longer as long as it was sealed, or gone. */
  boolean isOutdated(Path folder) {
    try {
      return Files.size(folder.resolve(manifest)) != length;
    } catch (IOException e) {
      return true;
    }
  }

  /** The row that {@link #parse} reads. */
  byte[] row() {
    return (manifest + " " + length + " " + sha256).getBytes(StandardCharsets.US_ASCII);
  }

  /** The seal in a row, or null if it is none. */
  static @Nullable ManifestSeal parse(byte[] row) {
    Matcher parts = ROW.matcher(new String(row, StandardCharsets.ISO_8859_1));
    return parts.matches()
        ? new ManifestSeal(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3))
        : null;
  }

  /**
   * Compares with the manifest in {@code folder}.
   *
   * @return what was expected and got, or null if the manifest begins as sealed, or is a newer one
   */
  @Nullable String contradiction(Path folder) throws IOException {
    String now = current(folder);
    if (number(now) != number(manifest)) {
      return number(now) > number(manifest)
          ? null
          : "expected " + manifest + " or a newer manifest, got " + now;
    }
    try (FileChannel channel = FileChannel.open(folder.resolve(now), StandardOpenOption.READ)) {
      if (channel.size() < length) {
        return "expected " + length + " bytes or more in " + now + ", got " + channel.size();
      }
      String got = hash(channel, length);
      return got.equals(sha256)
          ? null
          : "expected SHA-256 "
              + sha256
              + " of the first "
              + length
              + " bytes of "
              + now
              + ", got "
              + got;
    }
  }

  /** The name of the manifest that is in force in {@code folder}. */
  static String current(Path folder) throws IOException {
    String name = Files.readString(folder.resolve("CURRENT"), StandardCharsets.ISO_8859_1).strip();
    if (!MANIFEST.matcher(name).matches()) {
      throw new IOException("expected CURRENT to name a manifest, got something else");
    }
    return name;
  }

  private static long number(String manifest) {
    return Long.parseLong(manifest.substring(manifest.indexOf('-') + 1));
  }

  private static String hash(FileChannel channel, long length) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (long at = 0; at < length; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("expected " + length + " bytes in the manifest, got " + at);
      }
      sha256.update(buffer.flip());
      at += read;
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
