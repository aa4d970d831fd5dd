package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.Revocation;
import dev.delegationledger.Transfer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A group owns an agent only as an authority said it, and only while somebody is on call. */
final class GroupForgeryTest {
  private final Registry r = Registry.open();

  private Optional<Reason> refund() {
    return r.refusal(r.ledger.append(r.refund().by(r.reconKey)));
  }

  private Group next() {
    return Group.replacing(r.team).member(r.jane, r.bob);
  }

  /** The ledger refuses the agent's next action, and the verifier too. */
  private void stopsTheAgent(Reason reason) {
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(reason);
    r.turnRogue();
    assertThat(refund()).contains(reason);
  }

  /** The ledger refuses the group; and the verifier what an agent does that it owns. */
  private void refused(Reason reason, SignedEntry group) {
    assertThat(r.admission(group)).contains(reason);
    r.turnRogue();
    Grouped forged = (Grouped) r.ledger.append(group);
    InMemorySigner key = r.key();
    Enrolled agent = r.ledger.append(r.agent().owner(forged).key(key).by(r.janeKey));
    Granted grant = r.ledger.append(r.rootGrant(agent).by(r.janeKey));
    assertThat(r.refusal(r.ledger.append(refund(grant).by(key)))).contains(reason);
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private Group fresh() {
    return Registry.group("urn:example:other", r.jane, r.bob);
  }

  @Test
  void groupByAHuman_isRefused() {
    refused(Reason.NOT_AN_AUTHORITY, r.ledger.sign(fresh().by(r.janeKey)));
  }

  @Test
  void groupWithAnOrganisation_isRefused() {
    refused(Reason.MEMBER_NOT_HUMAN, r.ledger.sign(fresh().member(r.acme).by(r.hr)));
  }

  @Test
  void groupWithAnAgent_isRefused() {
    refused(Reason.MEMBER_NOT_HUMAN, r.ledger.sign(fresh().member(r.payer).by(r.hr)));
  }

  @Test
  void groupThatEndedBeforeItsRecord_isRefused() {
    SignedEntry brief = r.ledger.sign(fresh().expiresIn(ofHours(1)).by(r.hr));
    r.time.move(ofHours(1).minusMillis(1));
    assertThat(r.admission(brief)).isEmpty();
    r.time.move(ofMillis(1));
    refused(Reason.GROUP_EXPIRED, brief);
  }

  @Test
  void versionWithAnotherId_isRefused() {
    SignedEntry version = r.ledger.sign(next().by(r.hr));
    assertThat(r.admission(version)).isEmpty();
    refused(Reason.VERSION_MISMATCH, Forge.of(version).set("dl/id", "urn:example:x").by(r.hr));
  }

  @Test
  void secondVersionInPlaceOfOne_isRefused() {
    SignedEntry second = r.ledger.sign(next().by(r.hr));
    r.ledger.append(next().onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.bob).by(r.hr));
    refused(Reason.VERSION_MISMATCH, second);
  }

  @Test
  void versionByAHuman_doesNotCount() {
    r.turnRogue();
    r.ledger.append(
        Group.replacing(r.team).onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.erin).by(r.erinKey));
    assertThat(r.admission(Transfer.of(r.payer).to(r.erin).by(r.erinKey)))
        .contains(Reason.TRANSFER_WITHOUT_STANDING);
    assertThat(refund()).isEmpty();
  }

  @Test
  void agentGoesOnUntilTheShiftEnds_andStopsAtThatMillisecond() {
    var ends = r.time.instant().plus(ofHours(1));
    r.ledger.append(next().onCall(Registry.BEGIN, ends, r.jane).by(r.hr));
    r.time.move(ofHours(1).minusMillis(1));
    assertThat(refund()).isEmpty();
    r.time.move(ofMillis(1));
    stopsTheAgent(Reason.OWNER_UNRESOLVED);
  }

  @Test
  void gapInTheRota_stopsTheAgentUntilTheNextShift() {
    var now = r.time.instant();
    r.ledger.append(
        next()
            .onCall(Registry.BEGIN, now.plus(ofHours(1)), r.jane)
            .onCall(now.plus(ofHours(2)), Registry.ROTA_ENDS, r.bob)
            .by(r.hr));
    r.time.move(ofHours(2).minusMillis(1));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.OWNER_UNRESOLVED);
    r.time.move(ofMillis(1));
    assertThat(refund()).isEmpty();
  }

  @Test
  void ownerIsWhoIsOnCallAtTheAction_notAtTheEnrolment() {
    r.ledger.append(next().onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.bob).by(r.hr));
    assertThat(refund()).isEmpty();
    r.ledger.append(Revocation.of(r.bob).by(r.hr));
    stopsTheAgent(Reason.OWNER_UNRESOLVED);
  }

  @Test
  void revokedGroup_stopsTheAgent() {
    r.ledger.append(Revocation.of(r.team).by(r.hr));
    stopsTheAgent(Reason.GROUP_REVOKED);
  }

  @Test
  void groupEndsAtExactlyItsSecond() {
    r.ledger.append(
        next().onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.jane).expiresIn(ofHours(1)).by(r.hr));
    r.time.move(ofHours(1).minusMillis(1));
    assertThat(refund()).isEmpty();
    r.time.move(ofMillis(1));
    stopsTheAgent(Reason.GROUP_EXPIRED);
  }

  @Test
  void revokedMember_enrolsNobody() {
    r.ledger.append(Revocation.of(r.bob).by(r.hr));
    InMemorySigner key = r.key();
    SignedEntry agent = r.ledger.sign(r.agent().key(key).by(r.bobKey));
    assertThat(r.admission(agent)).contains(Reason.ENROLMENT_REVOKED);
    assertThat(r.admission(r.agent().key(r.key()).by(r.janeKey))).isEmpty();
    r.turnRogue();
    Granted grant = r.ledger.append(r.rootGrant((Enrolled) r.ledger.append(agent)).by(r.janeKey));
    assertThat(r.refusal(r.ledger.append(refund(grant).by(key))))
        .contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void revokedMemberWhoIsNotOnCall_stopsNothing() {
    r.time.move(ofDays(1));
    r.ledger.append(Revocation.of(r.bob).by(r.hr));
    assertThat(refund()).isEmpty();
  }
}
