package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.Compromise;
import java.io.IOException;

/**
 * The sub-agent's key turns out to have been stolen some time ago. What it signed since the last
 * good record was authorised as far as the ledger knew then; whether it was, nobody can say now.
 */
final class LostKey {
  private final Stage stage;

  LostKey(Stage stage) {
    this.stage = stage;
  }

  /** Declares it, good up to {@code lastGood}; {@code doubtful} was signed after that. */
  void play(Acted lastGood, Acted doubtful) throws IOException {
    stage.scene("Bob declares the reconciler's key compromised");
    stage
        .ledger()
        .append(
            Compromise.of(stage.delegation().reconciler())
                .lastGood(lastGood.receipt().index() + 1) // its outcome was still good
                .because("found in a public repository")
                .by(stage.people().bob()));
    stage.say("good until the payment at record " + lastGood.receipt().index());
    stage.say("in doubt: the payment at record " + doubtful.receipt().index());
    stage.incident().contested(Incident.LEDGER, stage.ledger(), doubtful);
  }
}
