package dev.delegationledger.tiles;

import dev.delegationledger.log.RecordReader;
import dev.delegationledger.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads records from the entry bundles of exported tiles, as a copy of what a ledger serves. It
 * hashes nothing. Keeps one bundle, as long as its file stays as it is: what was put right is read
 * again. Thread-safe.
 */
public final class TileRecords implements RecordReader {
  private final Path folder;

  /** Guarded by this, as what follows. */
  private long bundle = -1;

  private Optional<Bundle> kept = Optional.empty();

  /** The records in a file, and how that looked before it was read. */
  private record Bundle(Path file, FileTime changed, long bytes, List<Bytes> records) {
    static Bundle read(Path file) throws IOException {
      BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
      return new Bundle(file, before.lastModifiedTime(), before.size(), TileRecords.records(file));
    }

    boolean isAsItWas() throws IOException {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.lastModifiedTime().equals(changed) && now.size() == bytes;
      } catch (NoSuchFileException gone) {
        return false;
      }
    }
  }

  private TileRecords(Path folder) {
    this.folder = folder;
  }

  /** Over the folder that an export wrote to. */
  public static TileRecords in(Path folder) {
    return new TileRecords(folder);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if a bundle cannot be read, or ends within a record
   */
  @Override
  public synchronized Optional<Bytes> record(long index) {
    long number = index / TileName.WIDTH;
    int place = (int) (index % TileName.WIDTH);
    try {
      if (number != bundle || !isKept(place)) {
        kept = read(new TileName(TileName.ENTRIES, number));
        bundle = number;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept.map(Bundle::records)
        .filter(records -> place < records.size())
        .map(records -> records.get(place));
  }

  private boolean isKept(int place) throws IOException {
    return kept.isPresent() && place < kept.get().records().size() && kept.get().isAsItWas();
  }

  private Optional<Bundle> read(TileName name) throws IOException {
    Optional<Path> file =
        Files.exists(name.in(folder)) ? Optional.of(name.in(folder)) : widest(name);
    return file.isPresent() ? Optional.of(Bundle.read(file.get())) : Optional.empty();
  }

  /** The widest file of a bundle that is not full yet. */
  private Optional<Path> widest(TileName name) throws IOException {
    Path partials = name.partials(folder);
    if (!Files.isDirectory(partials)) {
      return Optional.empty();
    }
    int most = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
      for (Path file : files) {
        most = Math.max(most, TileFolder.widthOf(file));
      }
    }
    return most == 0 ? Optional.empty() : Optional.of(name.in(folder, most));
  }

  private static List<Bytes> records(Path file) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Bytes> records = new ArrayList<>();
    while (content.hasRemaining()) {
      if (content.remaining() < Short.BYTES) {
        throw new IOException("read " + file + ": expected a length, got the end");
      }
      byte[] record = new byte[Short.toUnsignedInt(content.getShort())];
      if (content.remaining() < record.length) {
        throw new IOException("read " + file + ": expected a whole record, got the end");
      }
      content.get(record);
      records.add(Bytes.of(record));
    }
    return records;
  }
}
