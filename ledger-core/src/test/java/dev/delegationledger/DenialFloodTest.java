package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody's flood silences the denials of others, or makes its own count disappear. */
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
