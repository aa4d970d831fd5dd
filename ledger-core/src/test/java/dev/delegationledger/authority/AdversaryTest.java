package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Compromise;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.ForgedEnrolment;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a hostile reviewer tried: to open again what was closed, and to break who judges. */
class AdversaryTest {
  private final Registry r = Registry.open();

  private long index(Recorded recorded) {
    return recorded.receipt().record().index();
  }

  private Enrolled rotated(Enrolled principal, InMemorySigner outgoing, InMemorySigner next) {
    return r.ledger.append(Enrol.rotation(principal).key(next).by(outgoing));
  }

  /** As somebody may sign it who knows only the newest key. */
  private SignedEntry revocationOfThisKey(Enrolled enrolment) {
    return Forge.of(r.ledger.sign(Revocation.of(enrolment).by(r.hr)))
        .set("dl/target", enrolment.hash().base64Url())
        .by(r.hr);
  }

  @Test
  void revocationOfANewKey_isNotUndoneByDeclaringTheOneBeforeCompromised() {
    InMemorySigner second = r.key();
    InMemorySigner third = r.key();
    Enrolled next = rotated(r.jane, r.janeKey, second);
    Enrolled last = rotated(next, second, third);
    r.ledger.append(revocationOfThisKey(last));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);

    // whoever was dismissed still holds the recovery key
    r.ledger.append(Compromise.of(next).lastGood(index(next)).by(r.janeRecoveryKey));

    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    Acted forged = r.turnRogue().ledger.append(r.refund().by(r.reconKey));
    assertThat(r.refusal(forged)).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void revocationOfTheNewestOfManyKeys_endsWhatTheFirstOneSpawned() {
    Enrolled newest = r.payer;
    InMemorySigner key = r.payerKey;
    for (int i = 0; i < 110; i++) {
      InMemorySigner next = r.key();
      newest = rotated(newest, key, next);
      key = next;
    }
    r.ledger.append(revocationOfThisKey(newest));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    Acted forged = r.turnRogue().ledger.append(r.refund().by(r.reconKey));
    assertThat(r.refusal(forged)).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void versionOfAGroupThatFalls_doesNotMakeWayForTheOneBefore() {
    InMemorySigner daves = r.key();
    InMemorySigner recovery = r.key();
    InMemorySigner first = r.key();
    Enrolled gail =
        r.ledger.append(
            Enrol.human().name("Gail Ray").key(first).recovery(recovery.publicKey()).by(r.hr));
    Enrolled gailNow = rotated(gail, first, daves);
    // Carol is no controller any more; Dave and Gail, under her new key, are
    Grouped without =
        r.ledger.append(
            Group.replacing(r.controllers)
                .member(r.dave, gailNow)
                .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.dave)
                .expiresIn(Duration.ofDays(60))
                .by(r.hr));
    Recorded request = r.requested(84_000);
    assertThat(r.admission(dev.delegationledger.Approval.of(request).approve().by(r.carolKey)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);

    r.ledger.append(Compromise.of(gail).lastGood(index(gail)).by(recovery));

    assertThat(r.admission(dev.delegationledger.Approval.of(request).approve().by(r.carolKey)))
        .isNotEmpty();
    // and an authority can repair it
    r.ledger.append(
        Group.replacing(without)
            .member(r.dave)
            .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.dave)
            .expiresIn(Duration.ofDays(60))
            .by(r.hr));
    assertThat(r.admission(dev.delegationledger.Approval.of(request).approve().by(r.daveKey)))
        .isEmpty();
  }

  @Test
  void agentThatAHumanSpawned_canStillBeClosedAndAudited() {
    SignedEntry good = r.ledger.sign(Enrol.agent("helper").key(r.key()).by(r.payerKey));
    InMemorySigner key = r.key();
    ForgedEnrolment forged = ForgedEnrolment.of(good, key);
    Statement.AgentFacts facts = forged.agent.orElseThrow();
    forged.agent =
        Optional.of(
            new Statement.AgentFacts(
                facts.archetype(),
                facts.template(),
                facts.operator(),
                facts.model(),
                Optional.empty(),
                Optional.of(r.jane.hash()),
                facts.roles(),
                facts.triggers()));
    r.turnRogue();
    Enrolled agent = (Enrolled) r.ledger.append(forged.by(r.janeKey));
    r.turnHonest();
    assertThat(r.admission(Revocation.of(agent).by(r.janeKey))).isEmpty();
    r.ledger.append(Revocation.of(agent).by(r.janeKey));
    assertThat(r.audit().findings()).extracting(Refusal::reason).isNotEmpty();
  }

  @Test
  void spawnedAgentUnderANewKey_countsWhenItsOldOneIsCompromised() {
    InMemorySigner first = r.key();
    InMemorySigner recovery = r.key();
    InMemorySigner next = r.key();
    Enrolled second =
        r.ledger.append(
            Enrol.agent("second").key(first).recovery(recovery.publicKey()).by(r.payerKey));
    Enrolled renewed = rotated(second, first, next);
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(r.payerKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
    r.ledger.append(Compromise.of(second).lastGood(index(renewed)).by(recovery));
    Granted grant =
        r.ledger.append(
            r.root
                .narrowTo(renewed)
                .tool("erp:refund")
                .expiresIn(Duration.ofDays(1))
                .by(r.payerKey));
    assertThat(grant).isNotNull(); // it is alive
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(r.payerKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
  }

  @Test
  void spawnedAgentWhoseNewKeyIsVoid_countsNoMore() {
    InMemorySigner first = r.key();
    InMemorySigner recovery = r.key();
    Enrolled second =
        r.ledger.append(
            Enrol.agent("second").key(first).recovery(recovery.publicKey()).by(r.payerKey));
    rotated(second, first, r.key());
    r.ledger.append(Compromise.of(second).lastGood(index(second)).by(recovery));
    r.ledger.append(Enrol.agent("third").key(r.key()).by(r.payerKey));
    assertThat(r.admission(Enrol.agent("fourth").key(r.key()).by(r.payerKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
  }

  @Test
  void agentWithVeryManyKeys_canStillBeClosed() {
    InMemorySigner key = r.payerKey;
    Enrolled newest = r.payer;
    for (int i = 0; i < 110; i++) {
      InMemorySigner next = r.key();
      newest = rotated(newest, key, next);
      key = next;
    }
    assertThat(r.admission(Revocation.of(r.payer).by(r.janeKey))).isEmpty();
    assertThat(r.admission(Revocation.of(r.child).by(r.janeKey))).isEmpty();
    assertThat(r.admission(Suspension.of(r.payer).by(r.carolKey))).isEmpty();
  }

  @Test
  void compromiseThatTakesTooMuchToJudge_isNotForgotten() {
    InMemorySigner key = r.key();
    Enrolled other = r.ledger.append(r.agent().key(key).by(r.janeKey));
    Granted grant =
        r.ledger.append(
            r.root.narrowTo(other).tool("erp:refund").expiresIn(Duration.ofDays(1)).by(r.payerKey));
    InMemorySigner newest = r.janeKey;
    Enrolled jane = r.jane;
    for (int i = 0; i < 120; i++) {
      InMemorySigner next = r.key();
      jane = rotated(jane, newest, next);
      newest = next;
    }
    Acted refund =
        r.ledger.append(
            Action.under(grant)
                .tool("erp:refund")
                .arg("id", "R-1")
                .context("environment", "production")
                .audience(Registry.SERVER)
                .by(key));
    assertThat(r.refusal(refund)).isEmpty();
    r.ledger.append(Compromise.of(other).lastGood(index(grant)).by(newest));
    assertThat(r.refusal(refund)).contains(Reason.CHAIN_TOO_LARGE);
  }
}
