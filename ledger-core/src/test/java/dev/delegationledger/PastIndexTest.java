package dev.delegationledger;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Hash;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every past index answers as a ledger that ended there did: what it said of each agent, when that
 * record was its newest, is remembered, and asked for again at the end.
 */
final class PastIndexTest {
  private final Registry r = Registry.open();
  private final List<Enrolled> agents = new ArrayList<>(List.of(r.payer, r.recon, r.erp));
  private final Map<Long, Map<Hash, AgentAuthority>> remembered = new LinkedHashMap<>();

  private <H extends Recorded> H tell(Draft<H> draft) {
    r.time.move(ofMinutes(7));
    H told = r.ledger.append(draft);
    if (told instanceof Enrolled enrolled) {
      agents.add(enrolled);
    }
    remember();
    return told;
  }

  private void remember() {
    long head = head();
    Map<Hash, AgentAuthority> said = new LinkedHashMap<>();
    for (Enrolled agent : agents) {
      said.put(agent.hash(), r.ledger.authorityOf(agent, head));
    }
    remembered.put(head, said);
  }

  private long head() {
    return r.ledger.checkpoint().checkpoint().size() - 1;
  }

  private Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private void pay(Granted grant, long amount, InMemorySigner holder) {
    Requested request = tell(Registry.payment(grant, amount).by(holder));
    tell(Approval.of(request).approve().by(r.carolKey));
    if (amount >= 100_000) {
      tell(Approval.of(request).approve().by(r.frankKey));
    }
    tell(Action.of(request).by(holder));
  }

  @Test
  void everyPastIndex_answersAsALedgerThatEndedThere() {
    remember();
    theStory();
    assertThat(remembered).hasSizeGreaterThan(40);
    assertThat(remembered.values().stream().flatMap(said -> said.values().stream()).distinct())
        .as("different answers")
        .hasSizeGreaterThan(100);
    for (Map.Entry<Long, Map<Hash, AgentAuthority>> then : remembered.entrySet()) {
      for (Map.Entry<Hash, AgentAuthority> said : then.getValue().entrySet()) {
        assertThat(r.ledger.authorityOf(said.getKey(), then.getKey()))
            .as("of %s at record %s", said.getKey(), then.getKey())
            .isEqualTo(said.getValue());
      }
    }
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  private void theStory() {
    Granted small = tell(r.childGrant().uses(3).spend("EUR", 200_000).by(r.payerKey));
    pay(r.child, 84_000, r.reconKey);
    pay(small, 120_000, r.reconKey);
    tell(refund(small).by(r.reconKey));
    tell(refund(small).by(r.reconKey));
    Granted joint = tell(r.rootGrant().quorum(r.controllers, 2).by(r.janeKey));
    tell(Approval.of(joint).approve().by(r.daveKey));
    tell(Approval.of(joint).approve().by(r.carolKey));
    tell(refund(joint).by(r.payerKey));
    tell(Suspension.of(r.payer).trigger("anomaly").by(r.carolKey));
    tell(Resumption.of(r.payer).by(r.janeKey));
    tell(Suspension.of(r.child).by(r.payerKey));
    tell(Resumption.of(r.child).by(r.janeKey));
    tell(Suspension.of(r.archetype).by(r.hr));
    tell(Resumption.of(r.archetype).by(r.hr));
    tell(Suspension.of(r.acme).by(r.hr));
    tell(Resumption.of(r.acme).by(r.hr));
    InMemorySigner newKey = r.key();
    Enrolled rotated = tell(Enrol.rotation(r.recon).key(newKey).by(r.reconKey));
    Granted handedOff = tell(r.child.narrowTo(rotated).allTools().by(r.reconKey));
    tell(refund(handedOff).by(newKey));
    Recorded transfer = tell(Transfer.of(r.payer).to(r.bob).by(r.janeKey));
    tell(Approval.of(transfer).approve().by(r.bobKey));
    Recorded refused = tell(Transfer.of(r.payer).to(r.frank).by(r.bobKey));
    tell(Approval.of(refused).deny().by(r.frankKey));
    Recorded left = tell(Revocation.of(r.bob).successor(r.team).by(r.hr));
    tell(Approval.of(left).approve().by(r.janeKey));
    r.time.set(Registry.HANDOVER.minus(ofDays(3)).minus(Duration.ofSeconds(1)));
    tell(r.root.narrowTo(rotated).tool("erp:refund").notBefore(next(ofHours(5))).by(r.payerKey));
    tell(Policy.of().otherwise(Tier.LOW).by(r.hr));
    r.time.move(ofHours(5));
    tell(r.policy().by(r.hr));
    InMemorySigner spawnedKey = r.key();
    Enrolled spawned =
        tell(Enrol.agent("helper").expiresIn(ofHours(20)).key(spawnedKey).by(r.payerKey));
    Granted lent = tell(r.root.narrowTo(spawned).tool("erp:refund").delegable(1).by(r.payerKey));
    tell(refund(lent).by(spawnedKey));
    r.time.move(ofDays(1));
    tell(Completion.of(joint).by(r.payerKey));
    r.time.set(Registry.HANDOVER);
    Grouped team =
        tell(
            Group.replacing(r.team)
                .member(r.jane)
                .onCall(Registry.HANDOVER, Registry.HANDOVER.plus(ofDays(1)), r.jane)
                .by(r.hr));
    Enrolled clerk = tell(r.agent().owner(team).key(r.key()).by(r.janeKey));
    tell(r.rootGrant(clerk).by(r.janeKey));
    tell(r.rootGrant(r.erp).by(r.janeKey));
    long lastGood = head();
    tell(refund(r.root).by(r.payerKey));
    tell(Compromise.of(r.payer).lastGood(lastGood).by(r.hr));
    r.time.move(ofDays(2));
    tell(Revocation.of(r.root).by(r.janeKey));
    tell(Revocation.of(team).by(r.hr));
    tell(Revocation.of(r.archetype).by(r.hr));
    tell(Compromise.of(r.jane).lastGood(lastGood).by(r.janeRecoveryKey));
  }

  private Instant next(Duration in) {
    return r.time.instant().plus(in);
  }
}
