package dev.delegationledger.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.testing.Keyed;
import dev.delegationledger.testing.LoopbackWitness;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What witnesses cosigned under the key that the ledger had then. */
final class OlderKeyTest {
  private final Scene s = Scene.open();
  private final InMemorySigner next = s.key();
  private final Acted paid = s.pay();

  private TrustAnchors trust(String keys, LoopbackWitness witness) throws RefusedException {
    String policy = Published.alone(witness).replace("\n", "\\n");
    String trust = Keyed.text("\"policy\":\"" + policy + "\"," + keys, s.hr, s.hr2);
    return TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Reason> verdict(String keys, LoopbackWitness witness) throws RefusedException {
    return Scene.reason(
        AuthorityVerifier.trusting(trust(keys, witness))
            .verify(StoredLedger.over(s.store), paid.receipt().index()));
  }

  private List<Reason> audit(String keys, LoopbackWitness witness) throws RefusedException {
    return Audit.full(s.store, trust(keys, witness)).run().findings().stream()
        .map(Refusal::reason)
        .toList();
  }

  private static String vkey(InMemorySigner key) {
    return "\"vkey\":\"" + VerifierKey.of(Scene.ORIGIN, key.publicKey()).text() + "\"";
  }

  @Test
  void isNotHeldAgainstTheLedger_byWhoeverKnowsOnlyTheNewOne() throws Exception {
    try (LoopbackWitness witness = LoopbackWitness.of(s, "1");
        LoopbackWitness other = LoopbackWitness.of(s, "2")) {
      try (Publisher publisher = Published.begin(s, Published.alone(witness))) {
        paid.receipt().cosigned().get(20, TimeUnit.SECONDS);
        assertThat(publisher.failure()).isEmpty();
      }
      long size = s.ledger.checkpoint().checkpoint().size();
      s.ledger.rotateKey(next);

      String both =
          "\"vkeys\":[{"
              + vkey(s.ledgerKey)
              + ",\"from\":0,\"to\":"
              + (size + 1)
              + "},{"
              + vkey(next)
              + ",\"from\":"
              + (size + 1)
              + "}]";
      assertThat(verdict(both, witness)).isEmpty();
      assertThat(audit(both, witness)).isEmpty();
      for (LoopbackWitness demanded : new LoopbackWitness[] {witness, other}) {
        assertThat(verdict(vkey(next), demanded)).contains(Reason.WITNESS_QUORUM_MISSING);
        assertThat(audit(vkey(next), demanded)).containsExactly(Reason.WITNESS_QUORUM_MISSING);
      }
      s.ledger.close();
    }
  }
}
