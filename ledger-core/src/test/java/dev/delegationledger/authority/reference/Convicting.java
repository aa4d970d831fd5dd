package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.BentRecords;
import dev.delegationledger.evidence.BrokenRule;
import dev.delegationledger.evidence.EvidenceExporter;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.view.StoredLedger;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Tries to convict a ledger of every third record that it holds, with as much and as little
 * disclosed as there can be. Only what the audit found may convict it.
 */
final class Convicting {
  private static final List<Reason> TRIED =
      List.of(
          Reason.STATUS_ROOT_MISMATCH,
          Reason.DUPLICATE_ENTRY,
          Reason.CHARGES_MISMATCH,
          Reason.TIME_REVERSED);

  private final ReadableStore store;
  private final EvidenceVerifier verifier;
  private final List<Refusal> findings;

  Convicting(ReadableStore store, TrustAnchors trust, List<Refusal> findings) {
    this.store = store;
    this.verifier = EvidenceVerifier.trusting(trust);
    this.findings = findings;
  }

  void tryAll() {
    try {
      StoredLedger ledger = StoredLedger.over(store);
      long size = ledger.head().size(); // histories of all lengths: each place is tried somewhere
      for (long index = 1 + size % 3; index < size; index += 3) {
        Reason reason = TRIED.get((int) (index % TRIED.size())); // each costs a derivation anew
        Optional<Misbehaviour> made =
            EvidenceExporter.over(store).of(Refusal.at(index, reason, "made up"));
        if (made.isPresent()) {
          requireFound(index, verifier.verify(made.get()));
        }
        boolean nothing = index % 2 == 0; // or some of it: each costs a derivation anew
        replay(ledger, index, nothing ? new TreeMap<>() : some(ledger, index));
        rule(ledger, index, EnumSet.allOf(Disclose.class));
        rule(ledger, index, nothing ? EnumSet.noneOf(Disclose.class) : some(index));
      }
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    for (Refusal finding : findings) {
      Optional<Misbehaviour> evidence = EvidenceExporter.over(store).of(finding);
      assertThat(evidence).as("evidence of %s", finding).isPresent();
      EvidenceVerdict verdict = verifier.verify(evidence.get().toBytes());
      assertThat(verdict.isConvicted())
          .as("evidence of %s: %s", finding, verdict.reason())
          .isTrue();
      requireFound(finding.index().orElse(-1), verdict);
    }
  }

  /** About half of what there is, chosen by the disclosures themselves. */
  private static NavigableMap<Long, List<String>> some(StoredLedger ledger, long index)
      throws RefusedException {
    NavigableMap<Long, List<String>> some = new TreeMap<>();
    for (long i = 0; i <= index; i++) {
      List<String> opened =
          ledger.disclosures(i).stream()
              .map(Disclosure::encoded)
              .filter(encoded -> (encoded.hashCode() + index) % 2 == 0)
              .sorted()
              .toList();
      if (!opened.isEmpty()) {
        some.put(i, opened);
      }
    }
    return some;
  }

  private static Set<Disclose> some(long index) {
    Set<Disclose> some = EnumSet.noneOf(Disclose.class);
    SplittableRandom random = new SplittableRandom(index);
    for (Disclose one : Disclose.values()) {
      if (random.nextBoolean()) {
        some.add(one);
      }
    }
    return some;
  }

  private void replay(StoredLedger ledger, long index, NavigableMap<Long, List<String>> disclosures)
      throws RefusedException {
    SignedCheckpoint checkpoint = ledger.head().checkpoint().orElseThrow();
    NavigableMap<Long, Bytes> records = new TreeMap<>();
    for (long i = 0; i <= index; i++) {
      records.put(i, ledger.record(i).bytes());
    }
    EvidenceVerdict verdict =
        verifier.verify(
            new BentRecords(
                Misbehaviour.Kind.REPLAY,
                checkpoint,
                index,
                records,
                InclusionMultiproof.of(
                    records.navigableKeySet(), checkpoint.checkpoint().size(), ledger::logNode),
                new TreeMap<>(),
                Optional.empty(),
                disclosures));
    if (verdict.isConvicted()) {
      requireFound(index, verdict);
    }
  }

  private void rule(StoredLedger ledger, long index, Set<Disclose> disclose)
      throws RefusedException {
    SignedCheckpoint checkpoint = ledger.head().checkpoint().orElseThrow();
    AuthorityProof proof = ProofExporter.closedSet(ledger, checkpoint, index, disclose);
    EvidenceVerdict verdict =
        verifier.verify(
            new BrokenRule(
                Misbehaviour.Kind.RULE, checkpoint, proof, new TreeMap<>(), Optional.empty()));
    if (verdict.isConvicted()) {
      requireFound(index, verdict);
    }
  }

  private void requireFound(long index, EvidenceVerdict verdict) {
    long named = verdict.reason().index().orElseThrow();
    assertThat(findings)
        .as("record %s: %s", index, verdict.reason())
        .anyMatch(
            finding -> finding.index().orElse(-1) == index || finding.index().orElse(-1) == named);
  }
}
