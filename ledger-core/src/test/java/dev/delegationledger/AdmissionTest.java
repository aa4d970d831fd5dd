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

/** Every reason for which the ledger refuses an entry, each shown by an entry that meets it. */
final class AdmissionTest {
  /** Reasons about evidence: a proof, a trust file, a checkpoint, or a store that was altered. */
  private static final Set<Reason> NOT_ABOUT_A_SUBMISSION =
      EnumSet.of(
          Reason.RECORD_MALFORMED,
          Reason.CHECKPOINT_MALFORMED,
          Reason.PROOF_MALFORMED,
          Reason.PROOF_TOO_LARGE,
          Reason.PROOF_NOT_CANONICAL,
          Reason.PROOF_PART_UNREFERENCED,
          Reason.TRUST_MALFORMED,
          Reason.CHECKPOINT_SIGNATURE_INVALID,
          Reason.CHECKPOINT_SIGNATURE_UNKNOWN,
          Reason.INCLUSION_INVALID,
          Reason.STATUS_PROOF_INVALID,
          Reason.STATUS_CONTRADICTION,
          Reason.GENESIS_MISMATCH,
          Reason.LINK_BROKEN,
          Reason.INDEX_MISMATCH,
          Reason.TIME_REVERSED,
          Reason.STATUS_ROOT_MISMATCH,
          Reason.CHARGES_MISMATCH,
          Reason.DUPLICATE_ENTRY,
          Reason.HEAD_CONTRADICTION,
          Reason.NODE_CONTRADICTION,
          Reason.LOOKUP_CONTRADICTION,
          Reason.STORE_UNREADABLE,
          Reason.DISCLOSURE_LOST,
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
          Reason.WITNESS_POLICY_UNSUPPORTED,
          Reason.CHECKPOINT_TOO_OLD);

  /**
   * Reasons of the registry, of limits, checkpoints and keys: the random histories beside the
   * reference evaluator meet them, and the forgers' tests.
   */
  private static final Set<Reason> SHOWN_BY_HISTORIES =
      EnumSet.of(
          Reason.CONTESTED,
          Reason.CONTEXT_NOT_DISCLOSED,
          Reason.ENROLMENT_SUSPENDED,
          Reason.KEY_COMPROMISED,
          Reason.KEY_ROTATED,
          Reason.ROTATION_MISMATCH,
          Reason.OWNER_UNRESOLVED,
          Reason.ROLE_NOT_HUMAN,
          Reason.ROLE_MISSING,
          Reason.ROLES_NOT_DISTINCT,
          Reason.SPAWN_CAP_REACHED,
          Reason.POLICY_LIFETIME,
          Reason.ARCHETYPE_MISMATCH,
          Reason.ARCHETYPE_REVOKED,
          Reason.ARCHETYPE_SUSPENDED,
          Reason.EXCEEDS_ARCHETYPE,
          Reason.MEMBER_NOT_HUMAN,
          Reason.GROUP_EXPIRED,
          Reason.GROUP_REVOKED,
          Reason.VERSION_MISMATCH,
          Reason.TRANSFER_WITHOUT_STANDING,
          Reason.SUCCESSOR_INVALID,
          Reason.QUORUM_NOT_ROOT,
          Reason.QUORUM_MISSING,
          Reason.LIMIT_WIDENED,
          Reason.SPEND_CHANGED,
          Reason.AMOUNT_UNDECLARED,
          Reason.CONTEXT_WIDENED,
          Reason.RENEWAL_MISMATCH,
          Reason.GRANT_SUSPENDED,
          Reason.GRANT_COMPLETED,
          Reason.GRANT_SUPERSEDED,
          Reason.CONTEXT_MISSING,
          Reason.CONTEXT_OUT_OF_SCOPE,
          Reason.AMOUNT_INVALID,
          Reason.USES_EXHAUSTED,
          Reason.SPEND_PER_ACTION,
          Reason.SPEND_EXHAUSTED,
          Reason.APPROVAL_MISSING,
          Reason.REQUEST_MISMATCH,
          Reason.REQUEST_LIFETIME,
          Reason.REQUEST_EXPIRED,
          Reason.REQUEST_DENIED,
          Reason.REQUEST_USED,
          Reason.NOT_APPROVABLE,
          Reason.APPROVER_WITHOUT_STANDING,
          Reason.APPROVAL_REPEATED,
          Reason.NOT_SUSPENDABLE,
          Reason.SUSPENDER_WITHOUT_STANDING,
          Reason.TRIGGER_UNKNOWN,
          Reason.RESUMER_WITHOUT_STANDING,
          Reason.NOT_SUSPENDED,
          Reason.COMPLETER_WITHOUT_STANDING,
          Reason.TASKS_DIFFER,
          Reason.DECLARER_WITHOUT_STANDING,
          Reason.LAST_GOOD_INVALID,
          Reason.LAST_AUTHORITY);

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
    Set<Reason> shown = cases().stream().map(RefusalCase::reason).collect(Collectors.toSet());
    Set<Reason> rest =
        Arrays.stream(Reason.values())
            .filter(reason -> !NOT_ABOUT_A_SUBMISSION.contains(reason))
            .filter(reason -> !SHOWN_BY_HISTORIES.contains(reason))
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
    assertThat(t.ledger().authorize(entry)).isEqualTo(new Decision.Denied(refused.refusal()));
  }
}
