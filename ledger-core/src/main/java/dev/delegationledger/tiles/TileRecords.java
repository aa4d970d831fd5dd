package dev.delegationledger.tiles;

import dev.delegationledger.log.RecordReader;
import dev.delegationledger.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads records from the entry bundles of exported tiles, as a copy of what a ledger serves. It
 * hashes nothing. Keeps one bundle. Thread-safe.
 */
public final class TileRecords implements RecordReader {
  private final Path folder;

  /** Guarded by this, as what follows. */
  private long bundle = -1;

  private List<Bytes> kept = List.of();

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
    if (number != bundle || place >= kept.size()) {
      kept = read(number);
      bundle = number;
    }
    return place < kept.size() ? Optional.of(kept.get(place)) : Optional.empty();
  }

  private List<Bytes> read(long number) {
    TileName name = new TileName(TileName.ENTRIES, number);
    try {
      if (Files.exists(name.in(folder))) {
        return records(name.in(folder));
      }
      Optional<Path> widest = widest(name);
      return widest.isPresent() ? records(widest.get()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
