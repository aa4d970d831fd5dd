package dev.delegationledger;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.authority.BlastRadius;
import dev.delegationledger.authority.BlastRadius.Link;
import dev.delegationledger.authority.BlastRadius.Node;
import dev.delegationledger.authority.Standing;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What hung below this agent or grant, and what of it was alive, as of that record? */
final class BlastRadiusTest {
  private final Registry r = Registry.open();
  private final Recorded policy = r.ledger.append(r.policy().maxSpawned(9).by(r.hr));
  private final InMemorySigner helperKey = r.key();
  private final InMemorySigner partnerKey = r.key();

  /** Below the reconciler, which is below the payer. */
  private final Enrolled helper =
      r.ledger.append(Enrol.agent("helper").key(helperKey).by(r.reconKey));

  private final Granted third =
      r.ledger.append(r.child.narrowTo(helper).tool("erp:refund").by(r.reconKey));

  /** Of the team too, and below nobody. */
  private final Enrolled partner = r.ledger.append(r.agent().key(partnerKey).by(r.janeKey));

  private final Granted lent =
      r.ledger.append(r.root.narrowTo(partner).tool("erp:refund").by(r.payerKey));
  private final Granted own = r.ledger.append(r.rootGrant(partner).by(r.janeKey));

  @AfterEach
  void theWholeLedger_isSound() {
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  private long head() {
    return r.ledger.checkpoint().checkpoint().size() - 1;
  }

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private BlastRadius of(Recorded top) {
    return r.ledger.blastRadius(top.hash(), head());
  }

  private static Node node(BlastRadius radius, Recorded entry) {
    return radius.nodes().stream()
        .filter(node -> node.hash().equals(entry.hash()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Hash> hashes(List<Node> nodes) {
    return nodes.stream().map(Node::hash).toList();
  }

  private static List<Hash> hashes(Recorded... entries) {
    return List.of(entries).stream().map(Recorded::hash).toList();
  }

  private static Optional<Reason> reason(Standing standing) {
    return standing.refusal().map(Refusal::reason);
  }

  /** What the gate says to a refund under {@code grant}. */
  private Optional<Reason> gate(Granted grant, Signer holder) {
    return r.ledger
        .authorize(
            Action.under(grant)
                .tool("erp:refund")
                .arg("id", "R-1")
                .context("environment", "production")
                .audience(Registry.SERVER)
                .by(holder))
        .reason();
  }

  /** Each grant in the tree stands as the gate says, and each agent as it is said of it alone. */
  private void assertAgreesWithTheGate(BlastRadius radius) {
    Map<Hash, Optional<Reason>> gate =
        Map.of(
            r.root.hash(), gate(r.root, r.payerKey),
            r.child.hash(), gate(r.child, r.reconKey),
            third.hash(), gate(third, helperKey),
            lent.hash(), gate(lent, partnerKey));
    assertThat(radius.grants())
        .allSatisfy(node -> assertThat(reason(node.standing())).isEqualTo(gate.get(node.hash())));
    assertThat(radius.agents())
        .allSatisfy(
            node ->
                assertThat(node.standing())
                    .isEqualTo(r.ledger.authorityOf(node.hash(), head()).standing()));
  }

  private static void assertClosed(Node node, Reason reason, Recorded by) {
    assertThat(reason(node.standing())).contains(reason);
    assertThat(node.standing().since()).isEqualTo(OptionalLong.of(index(by)));
  }

  @Test
  void anAgent_reachesItsGrants_whatNarrowsThem_andWhatItSpawned() {
    BlastRadius radius = of(r.payer);
    assertThat(radius.standing()).isEqualTo(Standing.ALIVE);
    assertThat(radius.more()).isZero();
    assertThat(hashes(radius.nodes()))
        .containsExactlyElementsOf(
            hashes(r.payer, r.root, r.child, third, lent, partner, r.recon, helper));
    assertThat(radius.nodes())
        .extracting(Node::link)
        .containsExactly(
            Link.TOP,
            Link.HELD,
            Link.NARROWED,
            Link.NARROWED,
            Link.NARROWED,
            Link.HOLDER,
            Link.SPAWNED,
            Link.SPAWNED);
    assertThat(radius.nodes()).extracting(Node::depth).containsExactly(0, 1, 2, 3, 2, 3, 1, 2);
    assertThat(node(radius, third).above()).isEqualTo(OptionalInt.of(2));
    assertThat(node(radius, third).holder()).contains(helper.id());
    assertThat(node(radius, r.recon).id()).isEqualTo(r.recon.id());
    assertThat(node(radius, r.recon).agent().orElseThrow().spawner()).contains(r.payer.id());
    assertAgreesWithTheGate(radius);
  }

  @Test
  void whatTheTopDoesNotCarry_isNoPartOfIt() {
    BlastRadius radius = of(r.payer);
    assertThat(hashes(radius.nodes())).doesNotContain(own.hash());
    assertThat(radius.nodes().stream().filter(node -> !node.falls()).map(Node::hash))
        .containsExactly(partner.hash());
    assertThat(hashes(of(partner).nodes())).containsExactlyElementsOf(hashes(partner, lent, own));
  }

  @Test
  void aGrant_reachesWhatNarrowsIt_andTheHolders() {
    BlastRadius radius = of(r.child);
    assertThat(hashes(radius.nodes()))
        .containsExactlyElementsOf(hashes(r.child, third, helper, r.recon));
    assertThat(node(radius, r.recon).link()).isEqualTo(Link.HOLDER);
    assertThat(radius.nodes().stream().filter(Node::falls).map(Node::hash))
        .containsExactlyElementsOf(hashes(r.child, third));
    assertThat(r.ledger.blastRadius(r.child, head())).isEqualTo(radius);
  }

  @Test
  void whatAHolderSpawned_isThereWithoutWhatItHolds() {
    InMemorySigner key = r.key();
    Enrolled clerk = r.ledger.append(Enrol.agent("clerk").key(key).by(partnerKey));
    r.ledger.append(own.narrowTo(clerk).tool("erp:refund").by(partnerKey));
    BlastRadius radius = of(lent);
    assertThat(hashes(radius.nodes())).containsExactlyElementsOf(hashes(lent, partner, clerk));
    assertThat(node(radius, clerk).falls()).isFalse();
  }

  @Test
  void counts_areOfWhatIsAlive() {
    r.ledger.append(Revocation.of(r.child).by(r.janeKey));
    BlastRadius radius = of(r.payer);
    assertThat(radius.grants()).hasSize(4);
    assertThat(radius.grantsAlive()).isEqualTo(2);
    assertThat(radius.agents()).hasSize(4);
    assertThat(radius.agentsAlive()).isEqualTo(4);
    assertThat(radius.reach())
        .isEqualTo(
            Map.of(
                "erp:pay", List.of(index(r.root)),
                "erp:refund", List.of(index(r.root), index(lent))));
  }

  @Test
  void findings_areAllThatIsAgainstAnyOfThem() {
    assertThat(of(r.payer).findings()).isEmpty();
    r.ledger.append(Suspension.of(helper).by(r.reconKey));
    BlastRadius radius = of(r.payer);
    assertThat(radius.agentsAlive()).isEqualTo(3);
    assertThat(radius.findings())
        .extracting(Refusal::reason)
        .containsOnly(Reason.ENROLMENT_SUSPENDED)
        .hasSize((int) radius.nodes().stream().filter(n -> !n.standing().isAlive()).count());
    r.ledger.append(Revocation.of(third).by(r.reconKey));
    assertThat(of(r.payer).findings()).extracting(Refusal::reason).contains(Reason.GRANT_REVOKED);
  }

  @Test
  void suspendedInTheMiddle_haltsWhatIsBelow_andNothingElse() {
    Recorded suspension = r.ledger.append(Suspension.of(r.recon).by(r.carolKey));
    BlastRadius radius = of(r.payer);
    for (Recorded halted : List.of(r.recon, r.child, helper, third)) {
      assertClosed(node(radius, halted), Reason.ENROLMENT_SUSPENDED, suspension);
    }
    for (Recorded going : List.of(r.payer, r.root, partner, lent)) {
      assertThat(node(radius, going).standing()).isEqualTo(Standing.ALIVE);
    }
    assertAgreesWithTheGate(radius);
    r.ledger.append(Resumption.of(r.recon).by(r.janeKey));
    assertThat(of(r.payer).grantsAlive()).isEqualTo(4);
    assertAgreesWithTheGate(of(r.payer));
  }

  @Test
  void revokedAbove_closesEveryGrantBelow_andLeavesTheAgents() {
    Recorded revocation = r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    BlastRadius radius = of(r.payer);
    for (Node grant : radius.grants()) {
      assertClosed(grant, Reason.GRANT_REVOKED, revocation);
    }
    assertThat(radius.agentsAlive()).isEqualTo(4);
    assertThat(radius.reach()).isEmpty();
    assertAgreesWithTheGate(radius);
    BlastRadius below = of(r.child);
    assertClosed(below.nodes().get(0), Reason.GRANT_REVOKED, revocation);
    assertThat(below.standing()).isEqualTo(below.nodes().get(0).standing());
  }

  @Test
  void aRevokedTop_takesAllThatFalls_andNobodyElse() {
    r.ledger.append(Revocation.of(r.payer).by(r.hr));
    BlastRadius radius = of(r.payer);
    assertThat(radius.nodes())
        .allSatisfy(node -> assertThat(node.standing().isAlive()).isEqualTo(!node.falls()));
    assertThat(radius.standing().isAlive()).isFalse();
    assertAgreesWithTheGate(radius);
  }

  @Test
  void aPastRecord_answersAsTheLedgerDidThen() {
    long before = head();
    BlastRadius then = of(r.payer);
    r.time.move(ofHours(1));
    r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    r.ledger.append(Enrol.agent("late").key(r.key()).by(r.payerKey));
    assertThat(r.ledger.blastRadius(r.payer, before)).isEqualTo(then);
    assertThat(of(r.payer).nodes()).hasSize(then.nodes().size() + 1);
    BlastRadius atBirth = r.ledger.blastRadius(r.payer, index(r.payer));
    assertThat(hashes(atBirth.nodes())).containsExactly(r.payer.hash());
    assertThat(atBirth.asOf().index()).isEqualTo(index(r.payer));
  }

  @Test
  void whatWasNotRecordedYet_isUnknown() {
    BlastRadius radius = r.ledger.blastRadius(r.root, index(r.root) - 1);
    assertThat(reason(radius.standing())).contains(Reason.UNKNOWN_REFERENCE);
    assertThat(radius.nodes()).isEmpty();
    assertThat(radius.reach()).isEmpty();
  }

  @Test
  void anEndedGrant_isOverForAllThatNarrowsIt() {
    r.time.move(ofDays(2));
    Recorded first = r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    BlastRadius radius = of(r.payer);
    assertClosed(node(radius, r.child), Reason.GRANT_EXPIRED, first);
    assertClosed(node(radius, third), Reason.GRANT_EXPIRED, first);
    assertThat(node(radius, r.root).standing()).isEqualTo(Standing.ALIVE);
    assertAgreesWithTheGate(radius);
  }

  @Test
  void aRotatedKey_keepsTheAgentOneNode() {
    InMemorySigner newKey = r.key();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.recon).key(newKey).by(r.reconKey));
    Granted handedOff = r.ledger.append(r.child.narrowTo(rotated).allTools().by(r.reconKey));
    Enrolled spawned = r.ledger.append(Enrol.agent("late").key(r.key()).by(newKey));
    BlastRadius radius = of(r.recon);
    assertThat(hashes(radius.agents())).containsExactlyElementsOf(hashes(r.recon, helper, spawned));
    assertThat(hashes(radius.grants()))
        .containsExactlyInAnyOrderElementsOf(hashes(r.child, third, handedOff));
    assertThat(node(radius, handedOff).standing()).isEqualTo(Standing.ALIVE);
    assertThat(reason(node(radius, r.child).standing())).contains(Reason.KEY_ROTATED);
    assertThat(of(rotated)).isEqualTo(radius);
  }

  @Test
  void aService_isAHolderToo() {
    Granted served = r.ledger.append(r.rootGrant(r.erp).by(r.janeKey));
    assertThat(hashes(of(r.erp).nodes())).containsExactlyElementsOf(hashes(r.erp, served));
    assertThat(node(of(served), r.erp).link()).isEqualTo(Link.HOLDER);
  }

  @Test
  void whatNothingHangsBelow_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(policy));
    assertThatIllegalArgumentException().isThrownBy(() -> of(r.jane));
    assertThatIllegalArgumentException().isThrownBy(() -> of(r.acme));
    assertThatIllegalArgumentException().isThrownBy(() -> of(r.team));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.ledger.blastRadius(r.payer, head() + 1));
  }
}
