package dev.delegationledger.authority;

import static dev.delegationledger.testing.Scene.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One thing wrong with an enrolment: admission and the verifier give the same reason. */
final class EnrolmentForgeryTest {
  private static final String FRESH = "urn:uuid:00000000-0000-4000-8000-000000000001";

  private final Scene s = Scene.open();
  private final InMemorySigner key = s.key();

  /** A good agent of Jane's with a key of its own, to be changed; its proof of possession fits. */
  private Forge agent(Signer newKey, Signer enroller) {
    return rebound(s.payer.entry(), PrincipalKind.AGENT, FRESH, newKey, enroller);
  }

  private Forge spawned(String id, Signer newKey, Signer enroller) {
    return rebound(s.recon.entry(), PrincipalKind.AGENT, id, newKey, enroller);
  }

  private Forge human(Signer newKey, Signer enroller) {
    return rebound(s.jane.entry(), PrincipalKind.HUMAN, FRESH, newKey, enroller);
  }

  private Forge rebound(
      SignedEntry good, PrincipalKind kind, String id, Signer newKey, Signer enroller) {
    return Forge.of(good)
        .set("jti", "forged")
        .set("dl/id", id)
        .set("dl/suite", newKey.publicKey().suite().code())
        .set("dl/key", Jwk.toValue(newKey.publicKey()))
        .set(
            "dl/pop",
            Possession.prove(
                newKey, s.ledger.id(), kind, id, Jwk.thumbprint(enroller.publicKey())));
  }

  /** The ledger refuses it; and the verifier what its key does with a grant of Jane's. */
  private void refusedAgent(Reason reason, SignedEntry agent, Signer agentKey) {
    assertThat(s.admission(agent)).contains(reason);
    s.turnRogue();
    Enrolled enrolled = (Enrolled) s.ledger.append(agent);
    Granted grant = s.ledger.append(s.rootGrant(enrolled).by(s.janeKey));
    assertThat(s.refusal(s.pay(grant, agentKey))).contains(reason);
  }

  /** The ledger refuses it; and the verifier what an agent does under that human's grant. */
  private void refusedHuman(Reason reason, SignedEntry human, Signer humanKey) {
    assertThat(s.admission(human)).contains(reason);
    s.turnRogue();
    s.ledger.append(human);
    Granted grant = s.ledger.append(s.rootGrant().by(humanKey));
    assertThat(s.refusal(s.pay(grant, s.payerKey))).contains(reason);
  }

  @Test
  void unchangedForgeries_areAllowed() {
    assertThat(s.admission(agent(key, s.janeKey).by(s.janeKey))).isEmpty();
    assertThat(s.admission(human(key, s.hr).by(s.hr))).isEmpty();
    assertThat(s.admission(spawned(s.payer.id() + "/x", key, s.payerKey).by(s.payerKey))).isEmpty();
  }

  @Test
  void humanEnrolledByAHuman_isRefused() {
    refusedHuman(Reason.NOT_AN_AUTHORITY, human(key, s.janeKey).by(s.janeKey), key);
  }

  @Test
  void humanEnrolledByTheLedgerItself_isRefused() {
    SignedEntry human = human(key, s.ledgerKey).by(s.ledgerKey);
    assertThat(s.admission(human)).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void foreignAuthority_isRefused() {
    InMemorySigner foreign = s.key();
    assertThat(s.admission(human(key, foreign).by(foreign))).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void agentEnrolledByAnotherHuman_isRefused() {
    refusedAgent(Reason.ENROLLER_WITHOUT_STANDING, agent(key, s.bobKey).by(s.bobKey), key);
  }

  @Test
  void agentEnrolledByAnAuthority_isRefused() {
    refusedAgent(Reason.ENROLLER_WITHOUT_STANDING, agent(key, s.hr).by(s.hr), key);
  }

  @Test
  void ownerWhoIsAnOrganisation_isRefused() {
    refusedAgent(
        Reason.OWNER_NOT_HUMAN,
        agent(key, s.acmeKey).set("dl/owner", s.acme.hash().base64Url()).by(s.acmeKey),
        key);
  }

  @Test
  void ownerThatIsAnAgent_isRefused() {
    refusedAgent(
        Reason.OWNER_NOT_HUMAN,
        agent(key, s.payerKey).set("dl/owner", s.payer.hash().base64Url()).by(s.payerKey),
        key);
  }

  @Test
  void operatorWhoIsAHuman_isRefused() {
    refusedAgent(
        Reason.OPERATOR_NOT_ORGANISATION,
        agent(key, s.janeKey).set("dl/operator", s.bob.hash().base64Url()).by(s.janeKey),
        key);
  }

  @Test
  void spawnerWhoIsAHuman_isRefused() {
    refusedAgent(
        Reason.ENROLLER_WITHOUT_STANDING,
        spawned(s.payer.id() + "/x", key, s.janeKey)
            .set("dl/spawner", s.jane.hash().base64Url())
            .by(s.janeKey),
        key);
  }

  @Test
  void spawnedBesideItsSpawner_isRefused() {
    refusedAgent(
        Reason.SPAWNED_OUTSIDE_SPAWNER, spawned(FRESH, key, s.payerKey).by(s.payerKey), key);
  }

  @Test
  void spawnedTwoSegmentsBelow_isRefused() {
    refusedAgent(
        Reason.SPAWNED_OUTSIDE_SPAWNER,
        spawned(s.payer.id() + "/x/y", key, s.payerKey).by(s.payerKey),
        key);
  }

  @Test
  void spawnedBelowASibling_isRefused() {
    refusedAgent(
        Reason.SPAWNED_OUTSIDE_SPAWNER,
        spawned(s.recon.id() + "/x", key, s.payerKey).by(s.payerKey),
        key);
  }

  @Test
  void thirtyTwoSpawners_areProvenAndOneMore_isRefused() {
    Signer above = s.payerKey;
    InMemorySigner last = key;
    String id = s.payer.id();
    for (int spawners = 1; spawners <= 32; spawners++) {
      last = s.key();
      id += "/x";
      s.ledger.append(Enrol.agent("a").id(id).key(last).by(above));
      above = last;
    }
    Enrolled deepest = s.ledger.enrolled(last.publicKey()).orElseThrow();
    Granted grant = s.ledger.append(s.rootGrant(deepest).by(s.janeKey));
    assertThat(s.refusal(s.pay(grant, last))).isEmpty();
    SignedEntry deeper = s.ledger.sign(Enrol.agent("a").id(id + "/x").key(key).by(last));
    refusedAgent(Reason.SPAWN_TOO_DEEP, deeper, key);
  }

  @Test
  void keyOfTheLedger_cannotBeAPrincipals() {
    refusedAgent(
        Reason.KEY_ROLE_CONFLICT, agent(s.ledgerKey, s.janeKey).by(s.janeKey), s.ledgerKey);
  }

  @Test
  void keyOfAnAuthority_cannotBeAPrincipals() {
    refusedAgent(Reason.KEY_ROLE_CONFLICT, agent(s.hr2, s.janeKey).by(s.janeKey), s.hr2);
    assertThat(s.admission(human(s.hr, s.hr).set("jti", "h").by(s.hr)))
        .contains(Reason.KEY_ROLE_CONFLICT);
  }

  @Test
  void keyOfAnotherPrincipal_isRefused() {
    SignedEntry agent = agent(s.janeKey, s.janeKey).by(s.janeKey);
    refusedAgent(Reason.KEY_ALREADY_ENROLLED, agent, s.janeKey);
  }

  @Test
  void keyOfAnotherPrincipalOutsideTheChain_isRefusedAtAdmission() {
    SignedEntry agent = agent(s.bobKey, s.janeKey).by(s.janeKey);
    assertThat(s.admission(agent)).contains(Reason.KEY_ALREADY_ENROLLED);
  }

  @Test
  void idOfAnotherPrincipal_isRefusedAtAdmission() {
    SignedEntry twin =
        rebound(s.payer.entry(), PrincipalKind.AGENT, s.payer.id(), key, s.janeKey).by(s.janeKey);
    assertThat(s.admission(twin)).contains(Reason.PRINCIPAL_ALREADY_ENROLLED);
    SignedEntry renewed =
        rebound(s.jane.entry(), PrincipalKind.HUMAN, s.jane.id(), key, s.hr).by(s.hr);
    assertThat(s.admission(renewed)).isEmpty();
  }

  @Test
  void endBeforeBeginning_isRefused() {
    long now = s.time.millis() / 1000;
    refusedAgent(
        Reason.ENROLMENT_LIFETIME,
        agent(key, s.janeKey).set("iat", now).set("exp", now).by(s.janeKey),
        key);
  }

  @Test
  void endedAtItsRecord_isRefused() {
    long now = s.time.millis() / 1000;
    refusedAgent(
        Reason.ENROLMENT_EXPIRED,
        agent(key, s.janeKey).set("iat", now - 9).set("exp", now).by(s.janeKey),
        key);
  }

  @Test
  void thirtySecondsAhead_areAllowedAndThirtyOne_areRefused() {
    long now = s.time.millis() / 1000;
    assertThat(s.admission(agent(key, s.janeKey).set("iat", now + 30).by(s.janeKey))).isEmpty();
    refusedAgent(
        Reason.ISSUED_IN_FUTURE, agent(key, s.janeKey).set("iat", now + 31).by(s.janeKey), key);
  }

  @Test
  void anotherLedgersEnrolment_isRefused() {
    String other = Scene.ORIGIN + "#" + "A".repeat(43);
    SignedEntry agent =
        agent(key, s.janeKey)
            .set("aud", other)
            .set(
                "dl/pop",
                Possession.prove(
                    key, other, PrincipalKind.AGENT, FRESH, Jwk.thumbprint(s.janeKey.publicKey())))
            .by(s.janeKey);
    refusedAgent(Reason.WRONG_LEDGER, agent, key);
  }

  @Test
  void possessionProvenForSomethingElse_isRefused() {
    String[] others = {
      Possession.prove(
          key, "another#ledger", PrincipalKind.AGENT, FRESH, Jwk.thumbprint(s.janeKey.publicKey())),
      Possession.prove(
          key, s.ledger.id(), PrincipalKind.SERVICE, FRESH, Jwk.thumbprint(s.janeKey.publicKey())),
      Possession.prove(
          key,
          s.ledger.id(),
          PrincipalKind.AGENT,
          s.payer.id(),
          Jwk.thumbprint(s.janeKey.publicKey())),
      Possession.prove(
          key, s.ledger.id(), PrincipalKind.AGENT, FRESH, Jwk.thumbprint(s.bobKey.publicKey())),
      Possession.prove(
          s.janeKey,
          s.ledger.id(),
          PrincipalKind.AGENT,
          FRESH,
          Jwk.thumbprint(s.janeKey.publicKey())),
      s.payer.entry().compact(),
      "",
    };
    for (String other : others) {
      assertThat(s.admission(agent(key, s.janeKey).set("dl/pop", other).by(s.janeKey)))
          .contains(Reason.POSSESSION_UNPROVEN);
    }
  }

  @Test
  void nameThatNamesNobody_isRefused() {
    for (Value name :
        new Value[] {
          Value.of(""), Value.of(" \t"), Value.of("\u200b"), Value.of("..."), Value.of(7)
        }) {
      Forge blank = human(key, s.hr).set("dl/name", Value.obj(Map.of("value", name)));
      assertThat(s.admission(blank.withoutDisclosures().by(s.hr)))
          .contains(Reason.CLAIMS_MALFORMED);
    }
    SignedEntry hidden = s.ledger.sign(Enrol.human().name(" ").key(key).by(s.hr));
    assertThat(hidden.statement().slots().get("name")).isInstanceOf(Slot.Hidden.class);
    refusedHuman(Reason.CLAIMS_MALFORMED, hidden, key);
  }

  @Test
  void agentOfARevokedOwner_isRefused() {
    s.ledger.append(Revocation.of(s.jane).by(s.hr));
    refusedAgent(Reason.ENROLMENT_REVOKED, agent(key, s.janeKey).by(s.janeKey), key);
  }

  @Test
  void agentOfAnOwnerWhoseEnrolmentEnded_isRefused() {
    InMemorySigner shortKey = s.key();
    Enrolled brief =
        s.ledger.append(
            Enrol.human().name("Brief").expiresIn(Duration.ofSeconds(5)).key(shortKey).by(s.hr));
    s.time.move(Duration.ofSeconds(5));
    SignedEntry agent = agent(key, shortKey).set("dl/owner", brief.hash().base64Url()).by(shortKey);
    refusedAgent(Reason.ENROLMENT_EXPIRED, agent, key);
  }

  @Test
  void agentOfARevokedOperator_isRefused() {
    s.ledger.append(Revocation.of(s.acme).by(s.hr));
    refusedAgent(Reason.ENROLMENT_REVOKED, agent(key, s.janeKey).by(s.janeKey), key);
  }

  @Test
  void ignoredClaims_areListed() {
    SignedEntry agent = agent(key, s.janeKey).set("note", 9_999_999_999L).by(s.janeKey);
    Granted grant = s.ledger.append(s.rootGrant((Enrolled) s.ledger.append(agent)).by(s.janeKey));
    Acted action = s.pay(grant, key);
    assertThat(s.verdict(action).ignoredClaims()).contains("note");
    assertThat(s.admission(payment(grant).by(key))).isEmpty();
  }
}
