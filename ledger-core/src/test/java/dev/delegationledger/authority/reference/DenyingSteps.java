package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Stage.Told;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.RefusedAction;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Ground;
import dev.delegationledger.model.Reason;
import java.util.List;
import java.util.Optional;

/** Denials of what was attempted before, recorded or not. */
final class DenyingSteps {
  private final Stage stage;
  private final World w;

  DenyingSteps(Stage stage) {
    this.stage = stage;
    this.w = stage.world;
  }

  /** The page says nothing of records and hops, so a lie is one about the reason. */
  private static Ground another(Optional<Ground> than) {
    boolean taken = than.filter(g -> g.reason() == Reason.TOOL_NOT_GRANTED).isPresent();
    return new Ground(
        taken ? Reason.ARGUMENT_MISSING : Reason.TOOL_NOT_GRANTED,
        Optional.empty(),
        Optional.empty());
  }

  /** Empty as long as nobody attempted anything. */
  Optional<Statement> denial(Dice dice) {
    List<Statement> attempted =
        stage.told().stream()
            .filter(told -> told.statement().kind() == Kind.ACTION && told.bySomebody())
            .map(Told::statement)
            .toList();
    if (attempted.isEmpty()) {
      return Optional.empty();
    }
    int newest = Math.min(3, attempted.size());
    SignedEntry action =
        w.signing.signed(
            dice.chance(70)
                ? attempted.get(attempted.size() - 1 - dice.next(newest))
                : dice.pick(attempted));
    Placed service =
        dice.chance(10)
            ? dice.pick(w.of(Kind.ENROLMENT))
            : dice.pick(w.enrolled(PrincipalKind.SERVICE));
    Optional<Ground> found = stage.ground(action);
    boolean lies = dice.chance(10);
    Ground stated = found.isEmpty() || lies ? another(found) : found.get();
    return Optional.of(
        new Statement.Denial(
            w.issued(dice, dice.chance(5) ? w.authority(dice) : w.keyOf(service)),
            dice.chance(3) ? w.stray(dice) : service.hash(),
            RefusedAction.of(action),
            List.of(),
            stated,
            Optional.empty()));
  }
}
