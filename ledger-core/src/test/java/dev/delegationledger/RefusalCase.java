package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.TestLedger;
import java.util.function.Function;

/**
 * An entry that admission refuses.
 *
 * @param reason why
 * @param claim what the case shows
 * @param submission prepares the ledger and makes the entry, as text
 */
record RefusalCase(Reason reason, String claim, Function<TestLedger, String> submission) {
  /** An entry whose text is at hand. */
  static RefusalCase text(Reason reason, String claim, Function<TestLedger, String> submission) {
    return new RefusalCase(reason, claim, submission);
  }

  /** An entry that can be read. */
  static RefusalCase entry(
      Reason reason, String claim, Function<TestLedger, SignedEntry> submission) {
    return new RefusalCase(reason, claim, submission.andThen(SignedEntry::submission));
  }

  /** An entry that the builders express. */
  static RefusalCase draft(Reason reason, String claim, Function<TestLedger, Draft<?>> draft) {
    return new RefusalCase(reason, claim, ledger -> ledger.sign(draft.apply(ledger)).submission());
  }
}
