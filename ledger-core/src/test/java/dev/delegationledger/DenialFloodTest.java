package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody's flood holds up others, silences their denials, or makes its own count disappear. */
final class DenialFloodTest {
  private final TestLedger t = TestLedger.open();

  @BeforeEach
  void recordDenials() {
    t.ledger().recordDenials(t.service(), t.serviceKey());
  }

  @AfterEach
  void checkTheWholeLedger() {
    t.close();
  }

  private ActionRefused refused(SignedEntry action) {
    return catchThrowableOfType(ActionRefused.class, () -> t.ledger().act(action));
  }

  private SignedEntry withArgument(String name) {
    return t.sign(t.payment(1).arg(name, "x").by(t.reconKey()));
  }

  private SignedEntry withArguments(int count, int length) {
    Action action = t.payment(1);
    for (int i = 0; i < count; i++) {
      action.arg(i + "a".repeat(length), "x");
    }
    return t.sign(action.by(t.reconKey()));
  }

  /** Whether {@code oneMore} is refused while somebody else has the ledger to himself. */
  private Reason refusedWhileBusy(SignedEntry oneMore) throws RefusedException {
    ExecutorService another = Executors.newSingleThreadExecutor();
    try {
      ActionRefused refused =
          t.ledger().sequencer().undisturbed(ledger -> got(another.submit(() -> refused(oneMore))));
      assertThat(refused.denial()).isEmpty();
      return refused.reason();
    } finally {
      another.shutdownNow();
    }
  }

  private static <T> T got(Future<T> future) {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private void requireOneMoreIsCounted(Supplier<SignedEntry> attempt, Reason reason)
      throws RefusedException {
    for (int i = 0; i < DenialWindows.BURST; i++) {
      ActionRefused refused = refused(attempt.get());
      assertThat(refused.reason()).isEqualTo(reason);
      assertThat(refused.denial()).isPresent();
    }
    assertThat(refusedWhileBusy(attempt.get())).isEqualTo(reason);
    t.clock().move(Duration.ofMillis(DenialWindows.WINDOW_MS - 1));
    assertThat(refused(attempt.get()).denial()).isEmpty();
    t.clock().move(Duration.ofMillis(1));
    assertThat(unrecorded(refused(attempt.get()))).contains(2L);
  }

  @Test
  void oneOfAFlood_isRefusedWhileTheLedgerIsBusy() throws RefusedException {
    requireOneMoreIsCounted(() -> t.sign(t.pay(500_001)), Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @Test
  void aReplayOfWhatIsDone_isRefusedWhileTheLedgerIsBusy() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(1));
    Permit permit = t.ledger().act(pay);
    t.ledger().append(permit.succeeded("paid").by(t.reconKey()));
    requireOneMoreIsCounted(() -> pay, Reason.OUTCOME_ALREADY_RECORDED);
  }

  @Test
  void aReplayUnderASuspension_isRefusedWhileTheLedgerIsBusy() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().act(pay);
    t.ledger().append(Suspension.of(t.payer()).by(t.janeKey()));
    for (int i = 0; i < DenialWindows.BURST; i++) {
      assertThat(refused(pay).denial()).isPresent();
    }
    assertThat(refusedWhileBusy(pay)).isEqualTo(Reason.ENROLMENT_SUSPENDED);
    t.ledger().append(Resumption.of(t.payer()).by(t.janeKey()));
    assertThat(t.ledger().act(pay).repeated()).isTrue();
  }

  @Test
  void aUsedJti_isRefusedWhileTheLedgerIsBusy() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().act(pay);
    String used = pay.statement().issued().jti();
    requireOneMoreIsCounted(
        () -> Forge.of(t.sign(t.pay(2))).set("jti", used).by(t.reconKey()), Reason.JTI_REUSED);
  }

  @Test
  void whereNoDenialsAreRecorded_aFloodIsRefusedWhileTheLedgerIsBusy() throws RefusedException {
    t.reopen();
    for (int i = 0; i < DenialWindows.BURST; i++) {
      assertThat(refused(t.sign(t.pay(500_001))).denial()).isEmpty();
    }
    assertThat(refusedWhileBusy(t.sign(t.pay(500_001)))).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    t.ledger().recordDenials(t.service(), t.serviceKey());
    ActionRefused first = refused(t.sign(t.pay(500_001)));
    assertThat(first.denial()).isPresent();
    assertThat(unrecorded(first)).isEmpty(); // nobody was to record those before
  }

  /** It is charged once: that its grant has no other use is nothing against it. */
  @Test
  void aReplayInAFlood_isPermittedWhereItsOwnChargesAreAllThereAre() {
    Granted once = t.ledger().append(t.smallerGrant(5).uses(1).by(t.payerKey()));
    SignedEntry pay = t.sign(t.pay(once, 1));
    assertThat(t.ledger().act(pay).repeated()).isFalse();
    for (int i = 0; i < DenialWindows.BURST + 2; i++) {
      assertThat(refused(t.sign(t.pay(once, 1))).reason()).isEqualTo(Reason.USES_EXHAUSTED);
    }
    assertThat(t.ledger().act(pay).repeated()).isTrue();
    assertThat(t.ledger().act(t.sign(t.pay(1))).repeated()).isFalse();
  }

  /** Its own jti, which the other thread has just used, is nothing against it. */
  @Test
  void anActionThatTwoThreadsSubmitAtOnce_isPermittedToBoth() {
    for (int i = 0; i < DenialWindows.BURST; i++) {
      refused(t.sign(t.pay(500_001)));
    }
    ExecutorService another = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < 200; i++) {
        SignedEntry pay = t.sign(t.pay(1));
        Future<Permit> there = another.submit(() -> t.ledger().act(pay));
        Permit here = t.ledger().act(pay);
        assertThat(got(there).repeated()).isNotEqualTo(here.repeated());
      }
    } finally {
      another.shutdownNow();
    }
  }

  private void floodThatEndsInAnEnormousOne() {
    for (int i = 0; i < DenialWindows.BURST; i++) {
      assertThat(refused(withArgument("iban")).denial()).isPresent();
    }
    SignedEntry enormous = withArguments(150, 180);
    assertThat(enormous.compact().length()).isGreaterThan(Denial.MAX_CHARACTERS);
    assertThat(refused(enormous).denial()).isEmpty();
  }

  @Test
  void afterAFloodThatEndsInAnEnormousAction_othersAreStillRecorded() {
    floodThatEndsInAnEnormousOne();
    t.clock().move(Duration.ofMillis(DenialWindows.WINDOW_MS));
    SignedEntry other =
        t.sign(
            Action.under(t.root())
                .tool("erp:pay")
                .arg("vendor", "V")
                .arg("amount", 600_000)
                .by(t.payerKey()));
    assertThat(refused(other).denial()).isPresent();
    assertThat(unrecorded(refused(withArgument("iban")))).contains(1L);
  }

  @Test
  void afterSuchAFlood_theLedgerIsClosedAsEver() {
    floodThatEndsInAnEnormousOne();
    t.reopen();
    assertThat(t.ledger().authorize(t.payment(1)).isPermitted()).isTrue();
  }

  /** It fits; the denial, which also names what was withheld, does not. */
  @Test
  void whatCannotBeDenied_doesNotTakeAlongTheCountBeforeIt() throws RefusedException {
    for (int i = 0; i < DenialWindows.BURST + 100; i++) {
      refused(withArgument("iban"));
    }
    t.clock().move(Duration.ofMillis(DenialWindows.WINDOW_MS));
    SignedEntry withheld = SignedEntry.of(withArguments(100, 200).compact(), List.of());
    assertThat(withheld.compact().length()).isLessThan(Denial.MAX_CHARACTERS);
    ActionRefused evading = refused(withheld);
    assertThat(evading.denial()).isEmpty();
    assertThat(evading.getSuppressed()).hasSize(1);
    assertThat(unrecorded(refused(withArgument("iban")))).contains(100L);
  }

  @Test
  void aCountThatCouldNotBeTold_isAddedToTheNext() {
    t.ledger().append(Suspension.of(t.payer()).by(t.janeKey()));
    for (int i = 0; i < DenialWindows.BURST + 5; i++) {
      refused(t.sign(t.pay(1)));
    }
    t.ledger().append(Resumption.of(t.payer()).by(t.janeKey()));
    t.clock().move(Duration.ofMillis(DenialWindows.WINDOW_MS));
    refused(withArgument("iban")); // finds that the last of them would be permitted now
    t.ledger().append(Suspension.of(t.payer()).by(t.janeKey()));
    refused(t.sign(t.pay(1)));
    assertThat(recordedCounts()).isEqualTo(5);
  }

  private long recordedCounts() {
    long sum = 0;
    try {
      for (long at = 0; at < t.ledger().checkpoint().checkpoint().size(); at++) {
        if (t.ledger().stored().signedEntry(at).statement() instanceof Statement.Denial denial) {
          sum += denial.unrecorded().map(Statement.Unrecorded::count).orElse(0L);
        }
      }
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    return sum;
  }

  private static Optional<Long> unrecorded(ActionRefused refused) {
    Statement.Denial denial = (Statement.Denial) refused.denial().orElseThrow().entry().statement();
    return denial.unrecorded().map(Statement.Unrecorded::count);
  }
}
