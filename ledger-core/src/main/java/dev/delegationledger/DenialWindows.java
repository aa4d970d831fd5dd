package dev.delegationledger;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals are recorded, and which are only counted. An actor that is refused for one reason
 * again and again gets {@link #BURST} records in {@link #WINDOW_MS}; the others are counted. There
 * are at most as many windows as enrolled keys and reasons. Thread-safe; it never waits for a disk.
 */
final class DenialWindows {
  /** How many denials of one actor for one reason a window records. */
  static final int BURST = 8;

  /** How long a window lasts, in milliseconds. */
  static final long WINDOW_MS = 60_000;

  private static final int MAX_SWEPT = 16;

  // Guarded by this.
  private final Map<Source, Window> windows = new HashMap<>();
  private final Map<Source, Statement.Unrecorded> untold = new HashMap<>();
  private long nextSweepMs = Long.MIN_VALUE;

  /** Who has a window that is full, and until when; read without the lock. */
  private final Map<Hash, Long> fullUntilMs = new ConcurrentHashMap<>();

  private record Source(Hash actor, Reason reason) {}

  /** What one actor was refused for one reason in the time since {@code beginMs}. */
  private static final class Window {
    private final long beginMs;
    private int recorded;
    private long unrecorded;
    private long sinceMs;
    private long untilMs;
    private @Nullable VerifiedEntry last;

    Window(long beginMs) {
      this.beginMs = beginMs;
    }

    boolean isOver(long nowMs) {
      return nowMs - beginMs >= WINDOW_MS || nowMs < beginMs;
    }

    boolean isFull() {
      return recorded == BURST;
    }

    void count(VerifiedEntry action, long nowMs) {
      sinceMs = unrecorded == 0 ? nowMs : sinceMs;
      untilMs = Math.max(nowMs, sinceMs);
      unrecorded++;
      last = last == null || Denial.fits(action.signed()) ? action : last;
    }

    Optional<Counted> counted(Reason reason) {
      return last == null
          ? Optional.empty()
          : Optional.of(
              new Counted(
                  last,
                  new Statement.Unrecorded(
                      reason,
                      unrecorded,
                      Math.floorDiv(sinceMs, 1000L),
                      Math.floorDiv(untilMs, 1000L))));
    }
  }

  /**
   * Refusals that have no denial of their own.
   *
   * @param last the last action that was refused
   * @param more how many there were
   */
  record Counted(VerifiedEntry last, Statement.Unrecorded more) {}

  /**
   * A refusal that is to be recorded.
   *
   * @param before how many were counted before it
   */
  record Ticket(Optional<Statement.Unrecorded> before) {}

  /**
   * A refusal: to be recorded, or counted.
   *
   * @return empty if it was counted
   */
  synchronized Optional<Ticket> enter(VerifiedEntry action, Reason reason, long nowMs) {
    Source source = new Source(action.signer(), reason);
    Window window = windows.get(source);
    Optional<Statement.Unrecorded> before = Optional.empty();
    if (window == null || window.isOver(nowMs)) {
      before = window == null ? before : window.counted(reason).map(Counted::more);
      window = new Window(nowMs);
      windows.put(source, window);
    }
    if (window.isFull()) {
      window.count(action, nowMs);
      return Optional.empty();
    }
    window.recorded++;
    if (window.isFull()) {
      fullUntilMs.merge(source.actor(), nowMs + WINDOW_MS, Math::max);
    }
    Statement.Unrecorded kept = untold.remove(source);
    if (kept != null) {
      before = Optional.of(before.map(counted -> both(kept, counted)).orElse(kept));
    }
    return Optional.of(new Ticket(before));
  }

  /** Keeps what could not be told of, until there is a denial of that actor for that reason. */
  synchronized void keep(Hash actor, Statement.Unrecorded more) {
    untold.merge(new Source(actor, more.reason()), more, DenialWindows::both);
  }

  private static Statement.Unrecorded both(Statement.Unrecorded a, Statement.Unrecorded b) {
    return new Statement.Unrecorded(
        a.reason(),
        a.count() + b.count(),
        Math.min(a.since(), b.since()),
        Math.max(a.until(), b.until()));
  }

  /** Whether refusals of this actor, for some reason, are only counted now. */
  boolean isFlooding(Hash actor, long nowMs) {
    Long until = fullUntilMs.get(actor);
    return until != null && nowMs < until;
  }

  /**
   * Counts a refusal, if it is one of those that are only counted now.
   *
   * @return whether it is
   */
  synchronized boolean count(VerifiedEntry action, Reason reason, long nowMs) {
    Window window = windows.get(new Source(action.signer(), reason));
    if (window == null || window.isOver(nowMs) || !window.isFull()) {
      return false;
    }
    window.count(action, nowMs);
    return true;
  }

  /**
   * What was counted of those who have fallen silent, and is forgotten here with this: not all at
   * once, and once in a window.
   */
  synchronized List<Counted> sweep(long nowMs) {
    if (nowMs < nextSweepMs && nowMs >= nextSweepMs - WINDOW_MS) {
      return List.of();
    }
    nextSweepMs = nowMs + WINDOW_MS;
    fullUntilMs.values().removeIf(until -> until <= nowMs);
    List<Counted> counted = new ArrayList<>();
    Iterator<Map.Entry<Source, Window>> all = windows.entrySet().iterator();
    while (all.hasNext() && counted.size() < MAX_SWEPT) {
      Map.Entry<Source, Window> next = all.next();
      if (next.getValue().isOver(nowMs)) {
        all.remove();
        next.getValue().counted(next.getKey().reason()).ifPresent(counted::add);
      }
    }
    return counted;
  }

  /** All that was only counted so far, and is forgotten here with this. */
  synchronized List<Counted> takeAll() {
    List<Counted> counted = new ArrayList<>();
    windows.forEach((source, window) -> window.counted(source.reason()).ifPresent(counted::add));
    windows.clear();
    fullUntilMs.clear();
    return counted;
  }
}
