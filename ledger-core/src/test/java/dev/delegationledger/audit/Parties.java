package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Checks;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.witness.Witness;
import dev.delegationledger.witness.WitnessStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Whoever an operator may lie to: verifiers who hold more or less, a witness, an auditor. */
final class Parties {
  static final VerifierKey KEY = VerifierKey.of(Cast.ORIGIN, Cast.LEDGER.publicKey());
  static final Instant NOW = Operator.BEGIN.plusSeconds(60);
  private static final Cosigner WITNESS = cosigner("witness.example/1", 41);
  private static final Cosigner AUDITOR = cosigner("auditor.example/1", 42);

  /** A verifier who has the ledger's key and nobody else's word. */
  static final TrustAnchors ALONE = trust(Map.of());

  /** One who demands the witness. */
  static final TrustAnchors WITNESSED = demanding("policy", WITNESS);

  /** One who demands the auditor. */
  static final TrustAnchors AUDITED = demanding("auditors", AUDITOR);

  private Parties() {}

  /** An honest witness that has seen nothing yet. */
  static Witness witness() {
    return Witness.of(WitnessStore.over(MemoryStore.empty()), TestClock.at(NOW), WITNESS)
        .knowing(KEY);
  }

  /** An honest auditor that reads what this operator shows. */
  static AuditingCosigner auditor(Operator operator) {
    return AuditingCosigner.of(
        AUDITED.of(Cast.ORIGIN, Optional.empty()).orElseThrow(),
        Lie.reader(operator.store()),
        WitnessStore.over(MemoryStore.empty()),
        TestClock.at(NOW),
        AUDITOR);
  }

  /** The proof of an action, with everything disclosed. */
  static AuthorityProof proof(Operator operator, long action) throws RefusedException {
    return ProofExporter.export(operator.ledger(), action, EnumSet.allOf(Disclose.class));
  }

  static Verdict verdict(AuthorityProof proof, TrustAnchors trust) {
    return AuthorityVerifier.trusting(trust).verify(proof.toBytes());
  }

  /** Why the verdict on a proof is not proven; empty if it is. */
  static Optional<Reason> reason(AuthorityProof proof, TrustAnchors trust) {
    return verdict(proof, trust).refusal().map(Refusal::reason);
  }

  /** It is proven, and the verdict says for what there is only the ledger's word. */
  static void assertTheLedgerAloneVouches(Operator operator, long action) throws RefusedException {
    Verdict verdict = verdict(proof(operator, action), ALONE);
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().caveats())
        .isEqualTo(Checks.CAVEATS)
        .contains(
            "Record time is the ledger's word",
            "Order is the ledger's word: witnesses would show that there is no other",
            "Status roots and charges are the ledger's word: an audit computes them");
    assertThat(verdict.witnesses()).isEmpty();
    assertThat(verdict.auditors()).isEmpty();
  }

  /** A number from {@code least} to {@code most}. */
  static int among(int least, int most, Random random) {
    return least + random.nextInt(most - least + 1);
  }

  private static TrustAnchors demanding(String member, Cosigner cosigner) {
    return trust(Map.of(member, Value.of("witness w " + cosigner.key().text() + "\nquorum w\n")));
  }

  private static TrustAnchors trust(Map<String, Value> further) {
    try {
      return Cast.trust(further);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Cosigner cosigner(String name, int seed) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) seed);
    return Cosigner.of(name, InMemorySigner.ed25519(Bytes.of(secret)));
  }
}
