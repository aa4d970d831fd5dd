package dev.delegationledger.cli;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.view.StoredLedger;

/**
 * How an action is named on the command line: digits alone are a record index, anything else is a
 * jti. {@code jti:} before it makes a jti of anything: {@code jti:42}.
 */
final class ActionReference {
  private static final String JTI = "jti:";
  private static final int MAX_DIGITS = 13; // an index is below 2^40

  private final String text;

  private ActionReference(String text) {
    this.text = text;
  }

  static ActionReference of(String text) {
    return new ActionReference(text);
  }

  /**
   * The index of its record.
   *
   * @throws RefusedException {@code unknown-action}, {@code ambiguous-action}
   */
  long in(StoredLedger ledger) throws RefusedException {
    if (text.startsWith(JTI)) {
      return ProofExporter.indexOfJti(ledger, text.substring(JTI.length()));
    }
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return ProofExporter.indexOfJti(ledger, text);
    }
    if (text.length() > MAX_DIGITS) {
      throw RefusedException.of(Reason.UNKNOWN_ACTION, "find action: expected an index below 2^40");
    }
    return Long.parseLong(text);
  }
}
