package dev.delegationledger;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records which actions were refused. An actor that is refused for one reason again and again gets
 * {@link #BURST} records in {@link #WINDOW_MS}; the others are counted, and the next record says
 * how many there were. Whoever calls it holds the sequencer still; so it is for one thread at a
 * time.
 */
final class Denials {
  /** How many denials of one actor for one reason a window records. */
  static final int BURST = 8;

  /** How long a window lasts, in milliseconds. */
  static final long WINDOW_MS = 60_000;

  private static final int MAX_SWEPT = 16;

  private final Sequencer sequencer;
  private final StoredLedger stored;
  private final Clock clock;
  private final Writer writer;
  private final Map<Source, Window> windows = new HashMap<>();
  private long nextSweepMs = Long.MIN_VALUE;
  private @Nullable Enrolled service;
  private @Nullable Signer serviceKey;

  /** Signs a draft, and appends it. */
  @FunctionalInterface
  interface Writer {
    /** Signs and appends. */
    Recorded append(Draft<Recorded> draft) throws RefusedException;
  }

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

    void count(VerifiedEntry action, long nowMs) {
      sinceMs = unrecorded == 0 ? nowMs : sinceMs;
      untilMs = Math.max(nowMs, sinceMs);
      unrecorded++;
      last = action;
    }

    Optional<Statement.Unrecorded> more(Reason reason) {
      return unrecorded == 0
          ? Optional.empty()
          : Optional.of(
              new Statement.Unrecorded(
                  reason,
                  unrecorded,
                  Math.floorDiv(sinceMs, 1000L),
                  Math.floorDiv(untilMs, 1000L)));
    }
  }

  Denials(Sequencer sequencer, Clock clock, Writer writer) {
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
    this.clock = clock;
    this.writer = writer;
  }

  void recordAs(Enrolled reporting, Signer key) {
    service = reporting;
    serviceKey = key;
  }

  /**
   * Records that {@code action} was refused, or counts it.
   *
   * @param action with all disclosures there are
   * @return the denial; empty if nobody reports denials, if it was only counted, if the action is
   *     too long to be embedded, or if it is not refused any more
   * @throws RefusedException why the denial itself was refused
   */
  Optional<Recorded> record(VerifiedEntry action, Reason reason) throws RefusedException {
    if (service == null || !Denial.fits(action.signed())) {
      return Optional.empty();
    }
    long now = clock.millis();
    Source source = new Source(action.signer(), reason);
    Window window = windows.get(source);
    Optional<Statement.Unrecorded> more = Optional.empty();
    if (window == null || window.isOver(now)) {
      more = window == null ? more : window.more(reason);
      window = new Window(now);
      windows.put(source, window);
      sweep(now);
    }
    if (window.recorded == BURST) {
      window.count(action, now);
      return Optional.empty();
    }
    window.recorded++;
    return append(action, more);
  }

  /** Records what was only counted so far. */
  void flush() throws RefusedException {
    for (Map.Entry<Source, Window> entry : new ArrayList<>(windows.entrySet())) {
      tell(entry.getKey(), entry.getValue());
    }
  }

  /** What was counted of those who have fallen silent; not all at once. */
  private void sweep(long now) throws RefusedException {
    if (now < nextSweepMs && now >= nextSweepMs - WINDOW_MS) {
      return;
    }
    nextSweepMs = now + WINDOW_MS;
    int told = 0;
    for (Map.Entry<Source, Window> entry : new ArrayList<>(windows.entrySet())) {
      if (entry.getValue().isOver(now) && told < MAX_SWEPT) {
        told += tell(entry.getKey(), entry.getValue()) ? 1 : 0;
      }
    }
  }

  private boolean tell(Source source, Window window) throws RefusedException {
    windows.remove(source);
    return window.last != null && append(window.last, window.more(source.reason())).isPresent();
  }

  /**
   * @return empty if the rules do not refuse it, as the next record
   */
  private Optional<Recorded> append(VerifiedEntry action, Optional<Statement.Unrecorded> more)
      throws RefusedException {
    // of what is recorded only what the ledger still shows: some may have been erased meanwhile
    VerifiedEntry shown = stored.find(action.hash()).map(PlacedEntry::entry).orElse(action);
    for (boolean again = false; ; again = true) {
      PlacedEntry attempt = new PlacedEntry(shown, sequencer.next());
      Optional<Statement.Ground> ground =
          Rules.ofLedger(stored.identity(), stored)
              .ruleSubmitted(attempt, stored)
              .refusal()
              .map(refusal -> Rules.ground(attempt, refusal));
      if (ground.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(writer.append(draft(shown, ground.get(), more)));
      } catch (RefusedException e) {
        // between the two judgements the clock may have come to the end of something
        if (again || e.refusal().reason() != Reason.DENIAL_UNFOUNDED) {
          throw e;
        }
      }
    }
  }

  private Draft<Recorded> draft(
      VerifiedEntry action, Statement.Ground ground, Optional<Statement.Unrecorded> more) {
    Denial denial = Denial.of(action.signed(), ground.reason());
    ground.record().ifPresent(denial::record);
    ground.hop().ifPresent(hop -> denial.hop(Math.toIntExact(hop)));
    more.ifPresent(denial::after);
    return denial.by(requireSet(service), requireSet(serviceKey));
  }

  private static <T> T requireSet(@Nullable T set) {
    if (set == null) {
      throw new IllegalStateException("denials are recorded by a service");
    }
    return set;
  }
}
