package dev.delegationledger.rocksdb;

import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another process that uses a store. It answers in lines on its standard output. */
final class Child {
  private Child() {}

  /** What the process does. */
  enum Job {
    /**
     * Opens for reading, checks everything, prints the head; again and again until the standard
     * input ends.
     */
    READ,
    /** Tries to become the writer; prints the answer. */
    OPEN
  }

  /**
   * Starts a process for {@code job} on {@code dir}; its native library goes to {@code scratch}.
   */
  static Process start(Job job, Path dir, int bytes, Path scratch) throws IOException {
    return Jvm.start(Child.class, scratch, List.of(job.name(), dir.toString(), "" + bytes));
  }

  public static void main(String[] args) throws IOException {
    Path dir = Path.of(args[1]);
    int bytes = Integer.parseInt(args[2]);
    switch (Job.valueOf(args[0])) {
      case READ -> read(dir, bytes);
      case OPEN -> open(dir);
    }
  }

  private static void read(Path dir, int bytes) throws IOException {
    while (System.in.available() == 0) {
      try (ReadableStore store = RocksDbStore.read(dir)) {
        say(String.valueOf(Numbered.check(store, bytes)));
      }
    }
  }

  private static void open(Path dir) {
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      say("opened at " + Numbered.head(store));
    } catch (StoreException e) {
      say(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
