package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Reason;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random histories, told to the rules and to the reference at once: of every attempt, and of every
 * action at every later size of the log, they say the same.
 */
final class RandomHistoriesTest {
  private static final long SEED = 20_261_121L;
  private static final int EVERY_BUILD = 20_000;
  private static final int REAL = 40;

  /** The nightly profile says how many. */
  private static final int NIGHTLY = Integer.getInteger("nightly.histories", 1_000);

  private static final List<Kind> RECORDED =
      Arrays.stream(Kind.values()).filter(kind -> kind != Kind.GENESIS).toList();

  @Test
  void theRulesAndTheReference_sayTheSame_forEveryReasonOfThePage() throws InterruptedException {
    Tally tally = ManyHistories.tell(SEED, EVERY_BUILD);
    assertThat(tally.admitted()).containsAll(RECORDED);
    assertThat(tally.reasons()).as(tally.toString()).containsAll(reached());
  }

  @Test
  @Tag("nightly")
  void theRulesAndTheReference_sayTheSameAllNight() throws InterruptedException {
    long seed = new SecureRandom().nextLong();
    System.out.println(NIGHTLY + " random histories of seed " + seed + "L");
    System.out.println(ManyHistories.tell(seed, NIGHTLY));
  }

  @Test
  void aRealLedger_itsProofsAndItsAudit_saySoToo() throws InterruptedException {
    assertThat(ManyHistories.tellInEarnest(SEED, REAL).admitted()).containsAll(RECORDED);
  }

  /** The reasons of the page, but those that no short history of well-formed entries comes to. */
  private static Set<Reason> reached() {
    Set<Reason> reasons = EnumSet.range(Reason.WRONG_LEDGER, Reason.LAST_AUTHORITY);
    reasons.removeAll(
        Set.of(
            Reason.CHAIN_TOO_LONG,
            Reason.CHAIN_TOO_LARGE,
            Reason.SPAWN_TOO_DEEP,
            Reason.STATUS_FULL));
    reasons.addAll(
        Set.of(
            Reason.CLAIMS_MALFORMED,
            Reason.RECORD_MISSING,
            Reason.ARGUMENT_NOT_DISCLOSED,
            Reason.CONTEXT_NOT_DISCLOSED,
            Reason.NAME_NOT_DISCLOSED,
            Reason.AUTHORITY_NOT_TRUSTED,
            Reason.UNKNOWN_STATUS_FACT,
            Reason.CONTESTED,
            Reason.ROOT_NOT_ANCHORED,
            Reason.POP_MISMATCH,
            Reason.POP_STALE,
            Reason.AUDIENCE_MISMATCH));
    return reasons;
  }
}
