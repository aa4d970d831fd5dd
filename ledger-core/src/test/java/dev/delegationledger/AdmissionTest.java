package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.TestLedger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every reason for which the ledger refuses an entry, each shown by an entry that meets it: here,
 * or in {@link RegistryForgeryTest}.
 */
final class AdmissionTest {
  /**
   * Reasons about evidence: a proof, a trust file, a checkpoint, a store that was altered, or
   * tokens that no ledger holds.
   */
  private static final Set<Reason> NOT_ABOUT_A_SUBMISSION =
      EnumSet.of(
          Reason.RECORD_MALFORMED,
          Reason.CHECKPOINT_MALFORMED,
          Reason.PROOF_MALFORMED,
          Reason.PROOF_TOO_LARGE,
          Reason.PROOF_NOT_CANONICAL,
          Reason.PROOF_PART_UNREFERENCED,
          Reason.TRUST_MALFORMED,
          Reason.WITNESS_POLICY_MALFORMED,
          Reason.CHECKPOINT_SIGNATURE_INVALID,
          Reason.CHECKPOINT_SIGNATURE_UNKNOWN,
          Reason.COSIGNATURE_INVALID,
          Reason.INCLUSION_INVALID,
          Reason.STATUS_PROOF_INVALID,
          Reason.STATUS_CONTRADICTION,
          Reason.GENESIS_MISMATCH,
          Reason.LINK_BROKEN,
          Reason.INDEX_MISMATCH,
          Reason.TIME_REVERSED,
          Reason.TIME_AFTER_WITNESSES,
          Reason.HISTORY_REWRITTEN,
          Reason.CONSISTENCY_INVALID,
          Reason.CONSISTENCY_MISSING,
          Reason.NOTHING_SHOWN,
          Reason.STATUS_ROOT_MISMATCH,
          Reason.CHARGES_MISMATCH,
          Reason.CONTESTED,
          Reason.DUPLICATE_ENTRY,
          Reason.HEAD_CONTRADICTION,
          Reason.NODE_CONTRADICTION,
          Reason.LOOKUP_CONTRADICTION,
          Reason.STORE_UNREADABLE,
          Reason.DISCLOSURE_LOST,
          Reason.DISCLOSURE_NOT_ERASED,
          Reason.RECORD_LOST,
          Reason.RECORD_ALTERED,
          Reason.RECORD_MISSING,
          Reason.STATUS_MISSING,
          Reason.NAME_NOT_DISCLOSED,
          Reason.UNKNOWN_ACTION,
          Reason.AMBIGUOUS_ACTION,
          Reason.UNKNOWN_LEDGER,
          Reason.AUTHORITY_NOT_TRUSTED,
          Reason.UNKNOWN_STATUS_FACT,
          Reason.WITNESS_QUORUM_MISSING,
          Reason.AUDITOR_QUORUM_MISSING,
          Reason.CHECKPOINT_TOO_OLD,
          // about tokens that no ledger holds, as which a submission can show them too
          Reason.LEDGER_TERMS,
          Reason.PARENT_MISMATCH);

  private static List<RefusalCase> cases() {
    return Stream.of(
            EntryRefusals.cases(),
            EnrolmentRefusals.cases(),
            GrantRefusals.cases(),
            ActionRefusals.cases())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> aBadEntry_isRefusedAndLeavesNoTrace() {
    return cases().stream()
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.reason().code() + ": " + refusal.claim(), () -> check(refusal)));
  }

  @Test
  void everyReason_isShownOrNotAboutASubmission() {
    Set<Reason> shown =
        Stream.concat(
                cases().stream().map(RefusalCase::reason),
                RegistryForgeryTest.cases().map(RegistryCase::reason))
            .collect(Collectors.toSet());
    Set<Reason> rest =
        Arrays.stream(Reason.values())
            .filter(reason -> !NOT_ABOUT_A_SUBMISSION.contains(reason))
            .collect(Collectors.toSet());
    assertThat(shown).containsExactlyInAnyOrderElementsOf(rest);
  }

  private static void check(RefusalCase refusal) {
    try (TestLedger t = TestLedger.open()) {
      String submission = refusal.submission().apply(t);
      List<String> before = t.contents();

      AppendRefused refused =
          catchThrowableOfType(AppendRefused.class, () -> t.ledger().append(submission));

      assertThat(refused).as(refusal.claim()).isNotNull();
      assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(refusal.reason());
      assertThat(t.contents()).isEqualTo(before);
      requireSameDecision(t, submission, refused);
    }
  }

  /** The gate says what recording said. */
  private static void requireSameDecision(TestLedger t, String submission, AppendRefused refused) {
    SignedEntry entry;
    try {
      entry = SignedEntry.parse(submission);
    } catch (RefusedException unreadable) {
      return;
    }
    assertThat(t.ledger().authorize(entry).why()).contains(refused.refusal());
  }
}
