package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Section 15. */
final class Denying {
  private final Judging j;

  /** What was noted first of the action that was judged last. */
  private Optional<Reason> firstNote = Optional.empty();

  Denying(Judging judging) {
    this.j = judging;
  }

  void denial(Placed x) {
    j.form(x);
    j.closings.service(
        x, ((Statement.Denial) x.statement()).service(), Reason.DENIAL_WITHOUT_STANDING);
  }

  /** With the whole ledger at hand. */
  void founded(Placed x) {
    Statement.Denial says = (Statement.Denial) x.statement();
    firstNote = Optional.empty();
    Optional<Reason> found = submitted(x, says);
    if (found.equals(Optional.of(says.because().reason()))) {
      return;
    }
    Optional<Reason> open =
        firstNote.or(() -> found.filter(r -> r.reasonClass() == ReasonClass.UNDECIDED));
    boolean hidden =
        open.filter(r -> r == Reason.ARGUMENT_NOT_DISCLOSED || r == Reason.CONTEXT_NOT_DISCLOSED)
            .isPresent();
    boolean gone =
        isSomethingGone(x)
            || says.refused()
                .statement()
                .request()
                .flatMap(j.happened::find)
                .filter(Denying::isSomethingGone)
                .isPresent();
    if (open.isPresent() && (gone || !hidden)) {
      throw new Broken(open.get());
    }
    throw new Broken(Reason.DENIAL_UNFOUNDED);
  }

  private static boolean isSomethingGone(Placed x) {
    return !gone(x).isEmpty();
  }

  private static boolean isAnArgumentGone(Placed x) {
    return gone(x).stream().anyMatch(SlotName::isArgument);
  }

  private static List<String> gone(Placed x) {
    return x.statement().slots().entrySet().stream()
        .filter(slot -> slot.getValue() instanceof Slot.Hidden)
        .map(Map.Entry::getKey)
        .filter(slot -> !x.shown().containsKey(slot))
        .toList();
  }

  /** What is against the action in the denial, as if it stood in its place. */
  private Optional<Reason> submitted(Placed x, Statement.Denial says) {
    Optional<Placed> recorded =
        j.happened.find(says.refused().hash()).filter(r -> r.index() < x.index());
    Placed action =
        new Placed(
            x.index(),
            x.timeMs(),
            says.refused().hash(),
            says.refused().compact().length(),
            says.refused().statement(),
            x.shown(),
            recorded.map(Placed::charges).orElse(x.charges()));
    if (recorded.isPresent() && hasOutcome(recorded.get(), x.index())) {
      return Optional.of(Reason.OUTCOME_ALREADY_RECORDED);
    }
    Judging own = new Judging(j.happened, j.ledger, action, x.index(), true, Optional.empty());
    try {
      own.judge(action);
      firstNote = own.notes.stream().findFirst();
      if (own.notes.isEmpty() && recorded.isEmpty()) {
        new WholeLedger(own).check(action);
      }
    } catch (Broken broken) {
      firstNote = own.notes.stream().findFirst();
      return Optional.of(broken.reason());
    }
    boolean gone = recorded.filter(Denying::isAnArgumentGone).isPresent();
    return firstNote.or(() -> gone ? Optional.of(Reason.DISCLOSURE_REQUIRED) : Optional.empty());
  }

  private boolean hasOutcome(Placed action, long below) {
    return j.happened.log().stream()
        .filter(r -> r.index() < below)
        .anyMatch(
            r ->
                r.statement() instanceof Statement.Outcome outcome
                    && outcome.action().equals(action.hash()));
  }
}
