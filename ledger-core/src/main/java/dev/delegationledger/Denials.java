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
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records which actions were refused, as far as {@link DenialWindows} has them recorded; the next
 * record says how many there were beside. To be called while the sequencer stands still, but for
 * {@link #onlyCounted}.
 */
final class Denials {
  /** How many denials of one jti are asked whether they were erased. */
  private static final int MOST_READ = 64;

  private final Sequencer sequencer;
  private final StoredLedger stored;
  private final Clock clock;
  private final Writer writer;
  private final DenialWindows windows = new DenialWindows();
  private @Nullable Enrolled service;
  private @Nullable Signer serviceKey;

  /** Signs a draft, and appends it. */
  @FunctionalInterface
  interface Writer {
    /** Signs and appends. */
    Recorded append(Draft<Recorded> draft) throws RefusedException;
  }

  Denials(Sequencer sequencer, Clock clock, Writer writer) {
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
    this.clock = clock;
    this.writer = writer;
  }

  void recordAs(Enrolled reporting, Signer key) {
    if (service == null) {
      windows.takeAll(); // of what nobody was to record nothing is told
    }
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
    if (!Denial.fits(action.signed())) {
      return Optional.empty();
    }
    long now = clock.millis();
    Optional<DenialWindows.Ticket> ticket = windows.enter(action, reason, now);
    List<DenialWindows.Counted> silent = windows.sweep(now);
    if (service == null) {
      return Optional.empty(); // counted all the same, to know a flood
    }
    tell(silent);
    return ticket.isEmpty() ? Optional.empty() : record(action, ticket.get());
  }

  private Optional<Recorded> record(VerifiedEntry action, DenialWindows.Ticket ticket)
      throws RefusedException {
    Optional<Recorded> denial = Optional.empty();
    try {
      denial = append(action, ticket.before());
      return denial;
    } finally {
      if (denial.isEmpty()) {
        ticket.before().ifPresent(more -> windows.keep(action.signer(), more));
      }
    }
  }

  /** Whether some refusals of this actor are only counted now; any thread may ask. */
  boolean isFlooding(Hash actor) {
    return windows.isFlooding(actor, clock.millis());
  }

  /**
   * Counts a refusal that is not recorded, because there were so many of the same kind; any thread
   * may call it.
   *
   * @return false if it is one to be recorded: it was not counted
   */
  boolean onlyCounted(VerifiedEntry action, Reason reason) {
    return windows.count(action, reason, clock.millis());
  }

  /** Records what was only counted so far. */
  void flush() {
    if (service != null) {
      tell(windows.takeAll());
    }
  }

  private void tell(List<DenialWindows.Counted> counted) {
    for (DenialWindows.Counted one : counted) {
      boolean told = false;
      try {
        told = append(one.last(), Optional.of(one.more())).isPresent();
      } catch (RefusedException | IllegalArgumentException untold) {
        // one flood that cannot be told of must not silence others
      }
      if (!told) {
        windows.keep(one.last().signer(), one.more());
      }
    }
  }

  /**
   * @return empty if the rules do not refuse it, as the next record
   */
  private Optional<Recorded> append(VerifiedEntry action, Optional<Statement.Unrecorded> more)
      throws RefusedException {
    VerifiedEntry shown = asShown(action);
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

  /** With only what the ledger still shows of it: some of it may have been erased meanwhile. */
  private VerifiedEntry asShown(VerifiedEntry action) throws RefusedException {
    Optional<PlacedEntry> recorded = stored.find(action.hash());
    if (recorded.isPresent()) {
      return recorded.get().entry();
    }
    List<Long> before =
        stored.lookup(Table.BY_REFERENCE, Keys.refusedJti(action.statement().issued().jti()));
    for (int i = before.size() - 1; i >= Math.max(0, before.size() - MOST_READ); i--) {
      VerifiedEntry entry = stored.entry(before.get(i)).entry();
      if (entry.statement() instanceof Statement.Denial denial
          && denial.refused().hash().equals(action.hash())
          && !denial.withheld().containsAll(entry.signed().hiddenSlots())) {
        return entry.refused().orElseThrow();
      }
    }
    return action;
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
