package dev.delegationledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.Acted;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import dev.delegationledger.witness.WitnessAnswer.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From an action to a proof that a quorum of real witnesses stands behind. */
final class WitnessedLedgerTest {
  private final Scene s = Scene.open();
  private final VerifierKey key = VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey());
  private final Witness one = witness(Cosigner.of("witness.example/1", s.key()));
  private final Witness two =
      witness(Cosigner.of("witness.example/2", MlDsa44Signer.generate(s.random)));

  private Witness witness(Cosigner cosigner) {
    return Witness.of(WitnessStore.over(MemoryStore.empty()), s.time, cosigner).knowing(key);
  }

  /** Asks a witness, and once more if it has seen another size last. */
  private SignedCheckpoint cosigned(SignedCheckpoint checkpoint, Witness witness) throws Exception {
    WitnessAnswer answer = ask(checkpoint, witness, 0);
    if (answer.status() == Status.CONFLICT) {
      answer = ask(checkpoint, witness, Long.parseLong(answer.body().strip()));
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(Status.COSIGNED);
    CosignerKey by = witness.keys().get(0);
    return checkpoint.with(by.verify(checkpoint.checkpoint(), answer.body().strip()));
  }

  private WitnessAnswer ask(SignedCheckpoint checkpoint, Witness witness, long old) {
    StoredLedger stored = Logged.stored(s);
    List<Hash> path =
        old == 0
            ? List.of()
            : MerkleTree.consistencyPath(old, checkpoint.checkpoint().size(), stored::logNode);
    return witness.addCheckpoint(new AddCheckpoint(old, path, checkpoint).toBytes());
  }

  private String trust() {
    String policy =
        "witness one "
            + one.keys().get(0).text()
            + "\nwitness two "
            + two.keys().get(0).text()
            + "\ngroup both all one two\nquorum both\n";
    String text = new String(Json.canonical(Value.of(policy)), StandardCharsets.UTF_8);
    return s.trust("\"policy\":" + text + ",", s.hr, s.hr2);
  }

  @Test
  void action_isProvenOnceBothWitnessesCosigned_andNotBefore() throws Exception {
    cosigned(cosigned(s.ledger.checkpoint(), one), two);
    Acted paid = s.pay();
    s.time.move(Duration.ofSeconds(20));
    SignedCheckpoint first = cosigned(s.ledger.checkpoint(), one);
    s.time.move(Duration.ofSeconds(40));
    SignedCheckpoint both = cosigned(first, two);

    assertThat(Scene.reason(Scene.verify(s.ledger.prove(paid).under(first).bytes(), trust())))
        .contains(Reason.WITNESS_QUORUM_MISSING);
    Verdict verdict = Scene.verify(s.ledger.prove(paid).under(both).bytes(), trust());
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.witnesses().flatMap(Witnessing::existedBy))
        .isEqualTo(Optional.of(s.time.instant().getEpochSecond()));
  }

  @Test
  void ledgerThatChangesItsKey_isCosignedOnByWhoeverWasToldBefore() throws Exception {
    InMemorySigner next = s.key();
    VerifierKey nextKey = VerifierKey.of(Scene.ORIGIN, next.publicKey());
    Witness told = one.knowing(nextKey);
    cosigned(s.ledger.checkpoint(), told);
    cosigned(s.ledger.checkpoint(), two);
    s.ledger.rotateKey(next);
    SignedCheckpoint newer = s.ledger.checkpoint();

    assertThat(cosigned(newer, told).checkpoint()).isEqualTo(newer.checkpoint());
    long before = newer.checkpoint().size() - 1;
    assertThat(ask(newer, two, before).status()).isEqualTo(Status.FORBIDDEN);
    assertThatIllegalArgumentException().isThrownBy(() -> told.knowing(nextKey));
  }

  @Test
  void ledgerThatIsRolledBack_isCosignedByNoneOfThem() throws Exception {
    s.pay();
    cosigned(s.ledger.checkpoint(), one);
    Scene rewritten = Scene.open();
    rewritten.time.move(Duration.ofSeconds(1));
    rewritten.pay();
    SignedCheckpoint other = rewritten.ledger.checkpoint().checkpoint().sign(s.ledgerKey);

    assertThat(other.checkpoint().size()).isEqualTo(s.ledger.checkpoint().checkpoint().size());
    assertThat(ask(other, one, other.checkpoint().size()).status()).isEqualTo(Status.INCONSISTENT);
  }
}
