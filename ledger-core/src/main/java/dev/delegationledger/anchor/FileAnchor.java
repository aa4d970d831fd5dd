package dev.delegationledger.anchor;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An anchor in a file, which holds the newest acknowledged checkpoint as it is: whoever keeps a
 * copy can verify with it later that the ledger was not rewritten. Thread-safe, also between
 * processes on one machine; a lock file stands beside it.
 */
public final class FileAnchor implements HeadAnchor {
  private static final int MAX_BYTES = 1 << 16;

  /** A lock of the operating system is the whole process's, so threads need one of their own. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path file;
  private final Path folder;

  private FileAnchor(Path file) {
    this.file = file;
    this.folder = Objects.requireNonNull(file.getParent());
  }

  /**
   * The anchor in {@code file}, which need not be there yet; its folder must be. It should be on
   * another disk than the store, or at least not in what is restored together with it.
   *
   * @throws IllegalArgumentException if there is no such folder, or a symbolic link in the file's
   *     place, which a write would replace: name what it leads to
   */
  public static FileAnchor at(Path file) {
    Path absolute = file.toAbsolutePath();
    if (absolute.getParent() == null || !Files.isDirectory(absolute.getParent())) {
      throw new IllegalArgumentException("anchor: expected a file in a folder, got " + file);
    }
    if (Files.isSymbolicLink(absolute)) {
      throw new IllegalArgumentException("anchor: expected a file, got a symbolic link, " + file);
    }
    return new FileAnchor(absolute);
  }

  @Override
  public @Nullable String read() {
    try {
      return text();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private @Nullable String text() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES + 1), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>An interrupt does not end it: the thread stays interrupted, and the text is written.
   */
  @Override
  public boolean replace(@Nullable String expected, String next) {
    synchronized (IN_THIS_PROCESS) {
      boolean interrupted = false;
      boolean begun = false; // what this was interrupted in may have put the text in its place
      try {
        while (true) {
          try (FileChannel channel = FileChannel.open(beside(".lock"), CREATE, WRITE)) {
            channel.lock();
            String text = text();
            if (!Objects.equals(text, expected) && !(begun && next.equals(text))) {
              return false;
            }
            begun = true;
            put(next);
            return true;
          } catch (ClosedByInterruptException | FileLockInterruptionException again) {
            interrupted |= Thread.interrupted();
          }
        }
      } catch (IOException e) {
        throw failed("write", e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private void put(String next) throws IOException {
    Path written = beside(".tmp");
    try (FileChannel channel = FileChannel.open(written, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(next.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    // crash point: the file beside is left behind, and overwritten by the next write
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private Path beside(String suffix) {
    return folder.resolve(file.getFileName() + suffix);
  }

  private StoreException failed(String act, IOException e) {
    return new StoreException(act + " anchor " + file + " failed: " + e.getMessage(), e);
  }
}
