package dev.delegationledger.rocksdb;

import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that uses a store. It answers in lines on its standard output. */
final class Child {
  private Child() {}

  /** What the process does. */
  enum Job {
    /** Commits without end; prints each number once it is acknowledged. */
    COMMIT,
    /** The same until a commit fails; then says what the store answers afterwards. */
    COMMIT_UNTIL_FAILURE,
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Child.class.getName(), job.name(), dir.toString(), "" + bytes));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("ROCKSDB_SHAREDLIB_DIR", scratch.toString());
    return builder.start();
  }

  public static void main(String[] args) throws IOException {
    Path dir = Path.of(args[1]);
    int bytes = Integer.parseInt(args[2]);
    switch (Job.valueOf(args[0])) {
      case COMMIT, COMMIT_UNTIL_FAILURE -> commit(dir, bytes);
      case READ -> read(dir, bytes);
      case OPEN -> open(dir);
    }
  }

  private static void commit(Path dir, int bytes) {
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      int next = Numbered.head(store) + 1;
      try {
        for (; ; next++) {
          Numbered.commit(store, next, bytes);
          say(String.valueOf(next));
        }
      } catch (OutcomeUnknownException e) {
        say("unknown");
        try {
          Numbered.commit(store, Numbered.head(store) + 1, bytes);
        } catch (StoreException second) {
          say(second.getClass().getSimpleName() + ": " + second.getMessage());
        }
        say("read " + Numbered.check(store, bytes));
      }
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
