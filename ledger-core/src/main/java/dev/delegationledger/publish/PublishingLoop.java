package dev.delegationledger.publish;

import dev.delegationledger.append.Publication;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Publishes one checkpoint after the other, each to all witnesses at once. It begins with the next,
 * which is the newest there is by then, once enough have cosigned and the others had their time; or
 * once nobody is being asked any more and it was not enough. One thread runs it; asking is done in
 * others, which only answer it.
 *
 * <p>A checkpoint that some are being asked for is never given up for a newer one: else a witness
 * that answers at once, and never well, would keep a slow one from being heard.
 */
final class PublishingLoop implements Publication, Runnable {
  /** What came of asking, for the loop's thread. */
  private record Answered(Feed feed, Round round, Answer answer) {}

  private final Sequencer sequencer;
  private final Publishing how;
  private final List<Feed> feeds;
  private final Waiting waiting;
  private final Executor askers;
  private final Clock clock;

  private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private volatile Optional<Thread> thread = Optional.empty();
  private volatile Optional<RuntimeException> broken = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();

  // Owned by the thread that runs it.
  private Optional<Round> round = Optional.empty();
  private long published;

  /** Of {@link System#nanoTime}, read once for all that is decided before it parks again. */
  private long now;

  /**
   * @param published how many records are under a checkpoint that is kept and meets the policy
   * @param askers runs each in a thread of its own
   */
  PublishingLoop(
      Sequencer sequencer,
      Publishing how,
      List<Feed> feeds,
      Waiting waiting,
      Executor askers,
      Clock clock,
      long published) {
    this.sequencer = sequencer;
    this.how = how;
    this.feeds = List.copyOf(feeds);
    this.waiting = waiting;
    this.askers = askers;
    this.clock = clock;
    this.published = published;
  }

  @Override
  public void run() {
    thread = Optional.of(Thread.currentThread());
    try {
      while (!closed) {
        now = System.nanoTime();
        takeAnswers();
        keep();
        begin();
        ask();
        park();
      }
    } catch (RefusedException | RuntimeException e) {
      // The ledger's own store or trees: nothing that a witness does leads here.
      failure = Optional.of(String.valueOf(e.getMessage()));
    } finally {
      waiting.end(
          "cosigned: publishing ended before enough witnesses had cosigned"
              + failure.map(why -> ": " + why).orElse(""));
    }
  }

  /** Has it end soon; waits for nothing. */
  void end() {
    closed = true;
    signed();
  }

  /** Why it ended by itself, if it did. */
  Optional<String> failure() {
    return failure;
  }

  @Override
  public void signed() {
    thread.ifPresent(LockSupport::unpark);
  }

  @Override
  public CompletableFuture<SignedCheckpoint> covering(long size) {
    return waiting.covering(size);
  }

  @Override
  public List<Witnessing.Cosigned> cosignatures(SignedCheckpoint kept) {
    try {
      return how.policy().judge(kept).cosigned();
    } catch (RefusedException doesNotVerify) {
      return List.of(); // kept under another policy, by somebody else's word
    }
  }

  private void takeAnswers() {
    broken.ifPresent(
        e -> {
          throw e;
        });
    for (Answered one = answers.poll(); one != null; one = answers.poll()) {
      Answered answered = one;
      answered.feed().took(answered.answer(), newest(), now, clock.instant());
      answered
          .answer()
          .cosignature()
          .ifPresent(line -> answered.round().add(answered.feed().witness(), line));
    }
  }

  private long newest() {
    return sequencer.checkpoint().checkpoint().size();
  }

  /** Before anybody is told, so that what they prove is proven under it. */
  private void keep() throws RefusedException {
    Optional<SignedCheckpoint> enough = round.flatMap(Round::toKeep);
    if (enough.isPresent()) {
      sequencer.keep(enough.get());
      round.get().kept(now);
      published = Math.max(published, round.get().size());
      waiting.published(enough.get());
    }
  }

  private void begin() throws RefusedException {
    if (newest() > published && isOver() && untilNext() <= 0) {
      SignedCheckpoint next = sequencer.checkpoint();
      RawRecord last = sequencer.ledger().record(next.checkpoint().size() - 1);
      round = Optional.of(new Round(next, how.policy(), last, now));
    }
  }

  /**
   * Whether all that were asked have answered, or had their time once it was enough; and, if it was
   * not enough, whether there is a newer one, and somebody who may be asked by now.
   */
  private boolean isOver() {
    if (round.isEmpty()) {
      return true;
    }
    Round current = round.get();
    boolean asking = feeds.stream().anyMatch(feed -> feed.isAsking(current));
    if (current.metAt().isPresent()) {
      return !asking || graceLeft() <= 0;
    }
    return !asking
        && current.size() < newest()
        && feeds.stream().anyMatch(feed -> lacks(current, feed, newest()) && feed.left(now) <= 0);
  }

  /** Whether a witness has not cosigned the current checkpoint, and may be asked at this size. */
  private static boolean lacks(Round current, Feed feed, long size) {
    return !feed.isAsking() && !current.has(feed.witness()) && feed.mayBeAsked(size);
  }

  /** How long the next publication has to wait for the interval, in nanoseconds. */
  private long untilNext() {
    return round.map(current -> current.begun() + interval() - now).orElse(0L);
  }

  /** What is left of the time that the others have once enough have cosigned, in nanoseconds. */
  private long graceLeft() {
    return round.flatMap(Round::metAt).map(met -> met + interval() - now).orElse(0L);
  }

  private long interval() {
    return how.interval().toNanos();
  }

  private void ask() {
    if (round.isEmpty()) {
      return;
    }
    Round current = round.get();
    for (Feed feed : feeds) {
      if (lacks(current, feed, current.size()) && feed.left(now) <= 0) {
        feed.asks(current, clock.instant());
        long old = feed.old();
        askers.execute(() -> ask(feed, current, old));
      }
    }
  }

  private void ask(Feed feed, Round current, long old) {
    try {
      Answer answer = current.judged(feed.client().ask(current.shown(), old));
      answers.add(new Answered(feed, current, answer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // publishing ends
    } catch (RuntimeException | Error e) {
      broken = Optional.of(new IllegalStateException("ask a witness: " + e.getMessage(), e));
    }
    signed();
  }

  /** Until somebody answers or signs, or until the next of the times that are known now. */
  private void park() {
    LongStream retries =
        round.stream()
            .flatMap(current -> feeds.stream().filter(feed -> lacks(current, feed, newest())))
            .mapToLong(feed -> feed.left(now));
    LongStream.concat(LongStream.of(untilNext(), graceLeft()), retries)
        .filter(left -> left > 0) // what is due already waits for an answer
        .min()
        .ifPresentOrElse(left -> LockSupport.parkNanos(this, left), () -> LockSupport.park(this));
  }
}
