package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.authority.BlastRadius.Link;
import dev.delegationledger.authority.BlastRadius.Node;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.ForgedEnrolment;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.view.StoredLedger;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What hangs below whom in a store that somebody else wrote, honest or not. */
final class BlastRadiusStoreTest {
  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  private BlastRadius below(Recorded top, int most) throws RefusedException {
    StoredLedger stored = StoredLedger.over(r.store);
    long size = stored.head().size();
    AsOf asOf = Rules.ofLedger(stored.identity(), stored).asOf(stored, size);
    return asOf.blastRadius(top.hash(), asOf.after(size - 1), most);
  }

  private BlastRadius below(Recorded top) throws RefusedException {
    return below(top, BlastRadius.MAX_NODES);
  }

  private static Optional<Reason> reason(Node node) {
    return node.standing().refusal().map(Refusal::reason);
  }

  @Test
  void beyondTheMost_theNearestAreJudged_andTheOthersCounted() throws RefusedException {
    BlastRadius all = below(r.payer);
    assertThat(all.nodes()).hasSize(4);
    for (int most = 1; most < 4; most++) {
      BlastRadius radius = below(r.payer, most);
      assertThat(radius.nodes()).hasSize(most);
      assertThat(radius.more()).isEqualTo(4 - most);
      assertThat(radius.standing()).isEqualTo(all.standing());
      assertThat(all.nodes()).extracting(Node::hash).containsAll(hashes(radius));
    }
    assertThat(below(r.payer, 3).nodes())
        .extracting(Node::hash)
        .containsExactly(r.payer.hash(), r.root.hash(), r.recon.hash());
    assertThat(below(r.payer, 4)).isEqualTo(all);
  }

  private static Iterable<Hash> hashes(BlastRadius radius) {
    return radius.nodes().stream().map(Node::hash).toList();
  }

  @Test
  void whatNeverStood_isThereWithItsOwnReason() throws RefusedException {
    r.turnRogue();
    Granted widened =
        r.ledger.append(
            r.child.narrowTo(r.erp).tool("erp:pay", t -> t.exact("vendor", "V-8")).by(r.reconKey));
    Enrolled stray =
        r.ledger.append(
            Enrol.agent("stray").id("spiffe://acme.example/elsewhere").key(r.key()).by(r.payerKey));
    BlastRadius radius = below(r.payer);
    assertThat(radius.nodes())
        .filteredOn(node -> node.hash().equals(widened.hash()))
        .singleElement()
        .satisfies(node -> assertThat(reason(node)).contains(Reason.SCOPE_WIDENED));
    assertThat(radius.nodes())
        .filteredOn(node -> node.hash().equals(stray.hash()))
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.link()).isEqualTo(Link.SPAWNED);
              assertThat(reason(node)).contains(Reason.SPAWNED_OUTSIDE_SPAWNER);
              assertThat(node.agent()).isEmpty();
            });
    assertThat(radius.grantsAlive()).isEqualTo(2);
  }

  @Test
  void aDeepLineOfSpawnedAgents_isWalkedWithoutRecursion() throws RefusedException {
    r.turnRogue();
    InMemorySigner above = r.reconKey;
    int depth = 1_500;
    for (int i = 0; i < depth; i++) {
      InMemorySigner key = r.key();
      r.ledger.append(Enrol.agent("deep").id("spiffe://acme.example/deep/" + i).key(key).by(above));
      above = key;
    }
    BlastRadius radius = below(r.payer, 40);
    assertThat(radius.nodes()).hasSize(40);
    assertThat(radius.more()).isEqualTo(4 + depth - 40);
    assertThat(radius.nodes().get(39).depth()).isEqualTo(37);
    assertThat(reason(radius.nodes().get(39))).contains(Reason.SPAWN_TOO_DEEP);
  }

  @Test
  void aRotationUnderAnotherName_isAnAgentOfItsOwn() throws RefusedException {
    r.turnRogue();
    InMemorySigner key = r.key();
    Recorded other =
        r.ledger.append(
            ForgedEnrolment.of(r.ledger.sign(Enrol.rotation(r.recon).key(key).by(r.reconKey)), key)
                .with(forged -> forged.id = "spiffe://acme.example/other")
                .by(r.reconKey));
    BlastRadius radius = below(other);
    assertThat(radius.nodes()).extracting(Node::id).containsExactly("spiffe://acme.example/other");
    assertThat(reason(radius.nodes().get(0))).contains(Reason.ROTATION_MISMATCH);
    assertThat(below(r.recon).nodes()).extracting(Node::hash).doesNotContain(other.hash());
  }
}
