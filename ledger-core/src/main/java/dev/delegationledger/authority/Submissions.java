package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the rules say to an action that is submitted: to one that is new, and to one that is
 * recorded and comes again (docs/rules.md, section 15). For one judgement.
 */
final class Submissions {
  private final Walk walk;
  private final CallIndex index;
  private final RecordSource source;

  /**
   * @param walk at the position of the action, with a trail of its own
   */
  Submissions(Walk walk, CallIndex index, RecordSource source) {
    this.walk = walk;
    this.index = index;
    this.source = source;
  }

  /**
   * What they say to {@code action}, which is placed where it would be recorded.
   *
   * @param hidden the slots that were not shown with it
   */
  Ruling rule(PlacedEntry action, List<String> hidden) {
    return source.indexOf(action.hash()).isPresent()
        ? Rules.rule(
            action,
            walk,
            again -> requireOpen(action.hash()),
            again -> again.judge(action),
            again -> requireArguments(action.hash()))
        : Rules.rule(
            action,
            walk,
            first -> first.judge(action),
            first -> LedgerRules.requireNewJti(action, index),
            first -> requireDisclosed(hidden));
  }

  private void requireOpen(Hash action) throws RefusedException {
    for (long at : index.referring(action, Set.of(Kind.OUTCOME))) {
      PlacedEntry outcome = source.at(at).orElseThrow();
      if (outcome.as(Statement.Outcome.class).action().equals(action)) {
        throw RefusedException.of(
            Reason.OUTCOME_ALREADY_RECORDED,
            "repeat action: expected one without outcome, got that of record " + at);
      }
    }
  }

  /** Its tool is called with what its record shows, whoever showed less. */
  private void requireArguments(Hash action) throws RefusedException {
    List<String> hidden = source.find(action).orElseThrow().entry().signed().hiddenSlots();
    requireDisclosed(hidden.stream().filter(SlotName::isArgument).toList());
  }

  private static void requireDisclosed(List<String> hidden) throws RefusedException {
    Optional<Refusal> undisclosed = Rules.undisclosed(hidden);
    if (undisclosed.isPresent()) {
      throw new RefusedException(undisclosed.get());
    }
  }

  /**
   * Refuses a denial unless the rules refuse its action where the denial stands, for the reason it
   * states. Where a disclosure is gone that was there when it was admitted, its own or one of the
   * request, it may be undecided instead.
   */
  void requireRefused(PlacedEntry entry, Statement.Denial denial) throws RefusedException {
    VerifiedEntry action = entry.entry().refused().orElseThrow();
    Optional<Refusal> found =
        rule(new PlacedEntry(action, entry.position()), denial.withheld()).refusal();
    if (found.isPresent() && ground(found.get(), entry.position()).equals(denial.because())) {
      return;
    }
    List<String> gone = entry.entry().signed().hiddenSlots();
    Optional<Refusal> open =
        walk.trail
            .firstUndecided()
            .or(() -> found.filter(f -> f.reason().reasonClass() == ReasonClass.UNDECIDED))
            .filter(f -> !gone.isEmpty() || !isHiddenIn(f, entry));
    if (open.isPresent()) {
      throw new RefusedException(open.get()); // seen as it was then, it may have been the reason
    }
    throw refuse(
        entry.index(),
        Reason.DENIAL_UNFOUNDED,
        "check reason: expected "
            + found.map(Submissions::told).orElse("an action that is refused")
            + ", got "
            + denial.because().reason().code());
  }

  /** Whether this is about what the actor withheld in {@code entry}. */
  private static boolean isHiddenIn(Refusal undecided, PlacedEntry entry) {
    boolean hidden =
        undecided.reason() == Reason.ARGUMENT_NOT_DISCLOSED
            || undecided.reason() == Reason.CONTEXT_NOT_DISCLOSED;
    return hidden && undecided.index().equals(OptionalLong.of(entry.index()));
  }

  private static String told(Refusal found) {
    return found.reason().code() + " (" + found.detail() + ")";
  }

  /** What a denial at {@code at} states as its ground, if this is what the rules found. */
  static Statement.Ground ground(Refusal found, Position at) {
    OptionalLong record = found.index();
    OptionalInt hop = found.hop();
    return new Statement.Ground(
        found.reason(),
        record.isPresent() && record.getAsLong() < at.index()
            ? Optional.of(record.getAsLong())
            : Optional.empty(),
        hop.isPresent() ? Optional.of((long) hop.getAsInt()) : Optional.empty());
  }
}
