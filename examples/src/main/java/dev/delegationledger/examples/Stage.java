package dev.delegationledger.examples;

import dev.delegationledger.ActionRefused;
import dev.delegationledger.AppendRefused;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.model.Reason;
import java.io.PrintStream;

/**
 * What every scene of the honest ledger plays with.
 *
 * @param out what the story says
 */
record Stage(
    DelegationLedger ledger,
    Delegation delegation,
    People people,
    Erp erp,
    Incident incident,
    PrintStream out) {

  /** Begins a scene. */
  void scene(String title) {
    out.println();
    out.println(title);
  }

  void say(String line) {
    out.println("  " + line);
  }

  /**
   * Tries what must not work, and says why it does not.
   *
   * @throws IllegalStateException if it works, or fails for another reason
   */
  void refused(String what, Reason expected, Runnable attempt) {
    try {
      attempt.run();
    } catch (AppendRefused refused) {
      if (refused.reason() != expected) {
        throw new IllegalStateException(what + ": expected " + expected, refused);
      }
      say(what);
      say("  " + expected.code() + ": " + refused.refusal().detail());
      if (refused instanceof ActionRefused action && action.denial().isPresent()) {
        long record = action.denial().get().receipt().index();
        say("  recorded as denied, in record " + record);
        incident.denied(Incident.LEDGER, action.denial().get(), expected);
      }
      return;
    }
    throw new IllegalStateException(what + ": expected " + expected + ", got no refusal");
  }
}
