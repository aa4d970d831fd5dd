package dev.delegationledger.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of a log one after the other, each prepared before its turn by threads that live as
 * long as this. For one thread, which must close it; what the preparation throws reaches that
 * thread where it asks for the record.
 *
 * <p>What waits is bounded, in records and in characters: where so much is prepared already, a
 * thread stops, and whoever asks prepares the next record itself. Nothing waits for room, so that
 * nothing can wait for ever.
 */
final class ReadAhead implements AutoCloseable {
  private static final int CHUNK = 16;
  private static final int CHUNKS_PER_THREAD = 4;

  /** Parsed, an entry takes some ten times as many bytes as it has characters. */
  private static final long MAX_HELD = 1 << 20;

  private final LongFunction<PreparedRecord> preparation;
  private final long end;
  private final int maxChunks;

  /** Null where the caller's thread does it all. */
  private final @Nullable ExecutorService pool;

  /** Those of the pool, which begin when the first chunks are submitted, by the one caller. */
  private final List<Thread> threads = new ArrayList<>();

  private final Deque<Chunk> ahead = new ArrayDeque<>();
  private final AtomicLong held = new AtomicLong(); // characters prepared and not yet asked for
  private volatile boolean closed;
  private Chunk current = Chunk.NONE;
  private long next;
  private long submitted;

  /** Records from {@code from} on, before {@code to}; the list ends where the thread stopped. */
  private static final class Chunk {
    static final Chunk NONE = new Chunk(0, 0);

    final long from;
    final long to;
    private @Nullable Future<List<PreparedRecord>> work;
    private List<@Nullable PreparedRecord> records = List.of();

    Chunk(long from, long to) {
      this.from = from;
      this.to = to;
    }
  }

  /**
   * @param threads how many prepare; with one, that is the caller's and there are no others
   * @param end the record before which the log is expected to end: nothing from there on is
   *     prepared before it is asked for
   */
  ReadAhead(LongFunction<PreparedRecord> preparation, int threads, long end) {
    this.preparation = preparation;
    this.end = end;
    this.maxChunks = threads * CHUNKS_PER_THREAD;
    this.pool = threads == 1 ? null : pool(threads);
  }

  private ExecutorService pool(int count) {
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread = new Thread(work, "ledger-audit-" + (threads.size() + 1));
          thread.setDaemon(true);
          threads.add(thread);
          return thread;
        });
  }

  /**
   * The next record, first that at 0.
   *
   * @throws CancellationException if the thread is interrupted, which it stays
   */
  PreparedRecord next() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    submit();
    if (next >= current.to && !ahead.isEmpty()) {
      current = ahead.remove();
      current.records = await(current);
    }
    int offset = (int) (next - current.from);
    long index = next++;
    if (index >= current.to || offset >= current.records.size()) {
      return preparation.apply(index);
    }
    PreparedRecord record = current.records.set(offset, null); // so that it can be collected
    if (record == null) {
      throw new AssertionError("record " + index + " was asked for twice");
    }
    held.addAndGet(-record.characters());
    return record;
  }

  private void submit() {
    while (pool != null && ahead.size() < maxChunks && submitted < end) {
      Chunk chunk = new Chunk(submitted, Math.min(end, submitted + CHUNK));
      chunk.work = pool.submit(() -> prepare(chunk.from, chunk.to));
      ahead.add(chunk);
      submitted = chunk.to;
    }
  }

  private List<PreparedRecord> prepare(long from, long to) {
    List<PreparedRecord> records = new ArrayList<>(CHUNK);
    for (long index = from; index < to; index++) {
      if (closed || (index > from && held.get() > MAX_HELD)) {
        break;
      }
      PreparedRecord record = preparation.apply(index);
      held.addAndGet(record.characters());
      records.add(record);
    }
    return records;
  }

  private List<@Nullable PreparedRecord> await(Chunk chunk) {
    Future<List<PreparedRecord>> work = chunk.work;
    if (work == null) {
      throw new AssertionError("chunk " + chunk.from + " was never submitted");
    }
    try {
      return new ArrayList<@Nullable PreparedRecord>(work.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private CancellationException interrupted() {
    return new CancellationException(
        "audit: expected to reach the end of the log, interrupted before record " + next);
  }

  /**
   * Ends the threads, and waits until none of them reads any more. They are not interrupted: a
   * store may close a file whose reader is.
   */
  @Override
  public void close() {
    closed = true;
    if (pool == null) {
      return;
    }
    pool.shutdown();
    ahead.clear(); // chunks that have not begun end at once
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
