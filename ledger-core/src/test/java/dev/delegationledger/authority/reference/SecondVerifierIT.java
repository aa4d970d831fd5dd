package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.KeptProofs;
import dev.delegationledger.testing.SecondVerifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A verifier in another language, written from the pages alone, says the same of every proof: of
 * those that the unit tests of this build verified, and of random histories, bent ones included.
 * What differs stays in {@code target/second-verifier} for a look.
 */
@Execution(ExecutionMode.CONCURRENT)
final class SecondVerifierIT {
  private static final Path FOLDER = Path.of("target", "second-verifier");

  /**
   * Those that need the whole ledger, a submission, a store or a token of another program, and
   * those against statements of which a proof only says whether they stand.
   */
  private static final Set<Reason> NOT_OF_PROOFS =
      EnumSet.of(
          Reason.DISCLOSURES_TOO_LARGE,
          Reason.TRUST_MALFORMED,
          Reason.WITNESS_POLICY_MALFORMED,
          Reason.INDEX_MISMATCH,
          Reason.HISTORY_REWRITTEN,
          Reason.CONSISTENCY_INVALID,
          Reason.CONSISTENCY_MISSING,
          Reason.NOTHING_SHOWN,
          Reason.STATUS_ROOT_MISMATCH,
          Reason.DUPLICATE_ENTRY,
          Reason.HEAD_CONTRADICTION,
          Reason.NODE_CONTRADICTION,
          Reason.LOOKUP_CONTRADICTION,
          Reason.STORE_UNREADABLE,
          Reason.DISCLOSURE_LOST,
          Reason.DISCLOSURE_NOT_ERASED,
          Reason.RECORD_LOST,
          Reason.RECORD_ALTERED,
          Reason.UNKNOWN_ACTION,
          Reason.AMBIGUOUS_ACTION,
          Reason.ROOT_NOT_ANCHORED,
          Reason.LEDGER_TERMS,
          Reason.JTI_REUSED,
          Reason.PRINCIPAL_ALREADY_ENROLLED,
          Reason.SPAWN_CAP_REACHED,
          Reason.TRANSFER_WITHOUT_STANDING,
          Reason.SUCCESSOR_INVALID,
          Reason.RENEWAL_MISMATCH,
          Reason.OUTCOME_ALREADY_RECORDED,
          Reason.DENIAL_WITHOUT_STANDING,
          Reason.DENIAL_UNFOUNDED,
          Reason.FOREIGN_CALL_WITHOUT_STANDING,
          Reason.REVOKER_WITHOUT_STANDING,
          Reason.NOT_REVOCABLE,
          Reason.NOT_APPROVABLE,
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
          Reason.STATUS_FULL,
          Reason.ERASER_WITHOUT_STANDING,
          Reason.SLOT_NOT_ERASABLE,
          Reason.SLOT_ALREADY_ERASED,
          Reason.RETENTION_NOT_OVER,
          Reason.LAST_AUTHORITY,
          Reason.DISCLOSURE_REQUIRED,
          Reason.PARENT_MISMATCH,
          Reason.POP_MISMATCH,
          Reason.POP_STALE,
          Reason.AUDIENCE_MISMATCH);

  private static final int EVERY_BUILD = 240;
  private static final int NIGHTLY = 10_000;

  @BeforeEach
  void requirePython() throws Exception {
    assumeTrue(SecondVerifier.isThere(), "no python3 with the package that it needs: not compared");
  }

  @Test
  void whatTheUnitTestsVerified_isJudgedAlike_forEveryReasonThatTheyMeet() throws Exception {
    KeptProofs kept = KeptProofs.anew(FOLDER.resolve("unit-tests"));
    kept.keepAll(Path.of("target", "kept-proofs"));
    assertThat(kept.reasons()).containsAll(EnumSet.complementOf(EnumSet.copyOf(NOT_OF_PROOFS)));
    compare("unit-tests");
  }

  @Test
  void randomHistories_andBentOnes_areJudgedAlike() throws Exception {
    BentHistories.keep(KeptProofs.anew(FOLDER.resolve("bent")), 20_261_122L, EVERY_BUILD);
    compare("bent");
  }

  @Test
  @Tag("nightly")
  void tenThousand_areJudgedAlike() throws Exception {
    long seed = new SecureRandom().nextLong();
    BentHistories.keep(KeptProofs.anew(FOLDER.resolve("nightly")), seed, NIGHTLY);
    System.out.println("bent histories of seed " + seed + "L");
    compare("nightly");
  }

  private static void compare(String name) throws Exception {
    SecondVerifier.Ran ran = SecondVerifier.compare(FOLDER.resolve(name));
    System.out.println(ran.output());
    assertThat(ran.exit()).as(ran.output()).isZero();
  }
}
