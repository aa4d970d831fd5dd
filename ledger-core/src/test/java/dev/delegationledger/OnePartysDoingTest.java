package dev.delegationledger;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.Scene;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one party, by entries that an honest ledger admits, must not be able to undo. */
final class OnePartysDoingTest {
  private static final int MOST_BYTES_OF_ENROLMENTS = 512 * 1024;

  /** Of what a fact leads to; with some room for the last digits. */
  private static final int MOST_CHARACTERS = 16 * 1024 - 20;

  private final Scene s = Scene.open();

  /** The same entry with an ignored claim, so that its JWS has about this many characters. */
  private SignedEntry padded(Draft<? extends Recorded> draft, Signer signer, int characters) {
    SignedEntry plain = s.ledger.sign(draft);
    int missing = (characters - plain.compact().length()) * 3 / 4 - 16;
    return Forge.of(plain).set("pad", "x".repeat(missing)).by(signer);
  }

  private long next() {
    return s.ledger.checkpoint().checkpoint().size();
  }

  @Test
  void anOwner_cannotMakeAPastActionTooLargeToProve() {
    Acted paid = s.pay();
    assertThat(s.refusal(paid)).isEmpty();
    for (int i = 0; i < 32; i++) {
      s.ledger.append(
          padded(Transfer.of(s.payer).to(s.bob).by(s.janeKey), s.janeKey, MOST_CHARACTERS));
    }
    for (int i = 0; i < 32; i++) {
      long good = next() - 1;
      s.ledger.append(
          padded(Compromise.of(s.payer).lastGood(good).by(s.janeKey), s.janeKey, MOST_CHARACTERS));
    }
    assertThatCode(() -> s.proof(paid)).doesNotThrowAnyException();
  }

  @Test
  void aHumanWithARecoveryKeyOfHerOwnMaking_cannotMakeAPastActionTooLargeToProve() {
    Acted paid = s.pay();
    InMemorySigner recovery = s.key();
    Enrolled last = s.jane;
    Signer lastKey = s.janeKey;
    List<Enrolled> line = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      InMemorySigner key = s.key();
      Enrol rotation = Enrol.rotation(last).key(key);
      if (i == 0) {
        rotation.recovery(recovery.publicKey());
      }
      last = s.ledger.append(rotation.by(lastKey));
      lastKey = key;
      line.add(last);
    }
    s.ledger.append(Compromise.of(s.payer).lastGood(next() - 1).by(lastKey));
    for (int i = 0; i < 32; i++) {
      s.ledger.append(Compromise.of(line.get(i)).lastGood(next() - 1).by(recovery));
    }
    assertThat(s.admission(Compromise.of(line.get(32)).lastGood(next() - 1).by(recovery)))
        .contains(Reason.STATUS_FULL);
    assertThatCode(() -> s.proof(paid)).doesNotThrowAnyException();
  }

  @Test
  void whatAFactLeadsTo_isShort() {
    assertThatThrownBy(
            () -> padded(Transfer.of(s.payer).to(s.bob).by(s.janeKey), s.janeKey, 16 * 1024 + 200))
        .hasRootCauseInstanceOf(RefusedException.class)
        .hasMessageContaining(Reason.RECORD_TOO_LARGE.code());
    SignedEntry entry =
        padded(Transfer.of(s.payer).to(s.bob).by(s.janeKey), s.janeKey, MOST_CHARACTERS);
    assertThat(entry.compact().length()).isGreaterThan(16_300);
  }

  @Test
  void anAuthority_cannotMakeEveryLaterActionTooLargeToProve() {
    for (int i = 0; i < 33; i++) {
      InMemorySigner key = s.key();
      s.ledger.append(padded(AuthorityChange.adding(key).by(s.hr), s.hr, MOST_CHARACTERS));
      s.ledger.append(
          padded(AuthorityChange.ending(key.publicKey()).by(s.hr), s.hr, MOST_CHARACTERS));
    }
    Acted paid = s.pay();
    assertThatCode(() -> s.proof(paid)).doesNotThrowAnyException();
  }

  @Test
  void aGrantRenewedEachHour_canStillBeProven() {
    Granted newest = s.root;
    for (int i = 0; i < 1_024; i++) {
      newest = s.ledger.append(s.rootGrant().closing(newest).by(s.janeKey));
    }
    Acted paid = s.pay(newest, s.payerKey);
    assertThatCode(() -> s.proof(paid)).doesNotThrowAnyException();
  }

  @Test
  void anOwner_cannotTurnAProvenActionIntoARefusedOne_byACompromiseThatChangesNothing() {
    Acted paid = s.pay();
    assertThat(s.refusal(paid)).isEmpty();
    int left = MOST_BYTES_OF_ENROLMENTS - 200 - length(s.jane) - length(s.payer) - length(s.acme);
    Enrolled last = s.jane;
    Signer lastKey = s.janeKey;
    for (int i = 9; i > 0; i--) {
      InMemorySigner key = s.key();
      SignedEntry rotation = padded(Enrol.rotation(last).key(key).by(lastKey), lastKey, left / i);
      left -= rotation.compact().length();
      last = (Enrolled) s.ledger.append(rotation);
      lastKey = key;
    }
    // it says that the key was good all the time
    s.ledger.append(Compromise.of(s.payer).lastGood(next() - 1).by(lastKey));
    assertThat(s.refusal(paid)).isEmpty();
  }

  private static int length(Recorded recorded) {
    return recorded.entry().compact().length();
  }

  @Test
  void anEnrolmentThatFalls_countsOnce() {
    InMemorySigner stolen = s.key();
    s.ledger.append(padded(Enrol.rotation(s.bob).key(stolen).by(s.bobKey), s.bobKey, 60_000));
    List<Recorded> moves = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      moves.add(s.ledger.append(Transfer.of(s.payer).to(s.bob).by(s.janeKey)));
    }
    for (Recorded move : moves) {
      s.ledger.append(Approval.of(move).approve().by(stolen));
    }
    s.ledger.append(Compromise.of(s.bob).lastGood(s.bob.receipt().index()).by(s.hr));
    assertThat(s.admission(Scene.payment(s.child).by(s.reconKey))).isEmpty();
  }

  @Test
  void aHumanWhomOnlyThePolicyNames_cannotMakeEverybodysActionsTooLargeToProve() {
    InMemorySigner kimKey = s.key();
    InMemorySigner recovery = s.key();
    Enrolled kim =
        s.ledger.append(
            Enrol.human().name("Kim Loe").key(kimKey).recovery(recovery.publicKey()).by(s.hr));
    s.ledger.append(
        Policy.of()
            .tool("erp:wire", Tier.HIGH)
            .otherwise(Tier.LOW)
            .tier(Tier.HIGH, Approvals.of(1).from(kim).validFor(ofHours(1)))
            .by(s.hr));
    Acted before = s.pay();
    InMemorySigner next = s.key();
    Enrolled rotated = s.ledger.append(Enrol.rotation(kim).key(next).by(kimKey));
    s.ledger.append(Enrol.rotation(rotated).key(s.key()).by(next));
    for (int i = 0; i < 32; i++) {
      long good = next() - 1;
      s.ledger.append(
          padded(Compromise.of(kim).lastGood(good).by(recovery), recovery, MOST_CHARACTERS));
    }
    Acted after = s.pay();
    assertThatCode(() -> s.proof(before)).doesNotThrowAnyException();
    assertThatCode(() -> s.proof(after)).doesNotThrowAnyException();
  }

  @Test
  void anAnswerThatFell_doesNotKeepOthersFromAnswering() {
    InMemorySigner kimKey = s.key();
    Enrolled kim = s.ledger.append(Enrol.human().name("Kim Loe").key(kimKey).by(s.hr));
    Grouped team = s.ledger.append(Registry.group("urn:example:team", kim, s.bob).by(s.hr));
    InMemorySigner stolen = s.key();
    s.ledger.append(Enrol.rotation(s.bob).key(stolen).by(s.bobKey));
    Recorded move = s.ledger.append(Transfer.of(s.payer).to(team).by(s.janeKey));
    s.ledger.append(Approval.of(move).approve().by(stolen));
    s.ledger.append(Compromise.of(s.bob).lastGood(s.bob.receipt().index()).by(s.hr));
    assertThat(s.admission(Approval.of(move).approve().by(kimKey))).isEmpty();
  }
}
