package dev.delegationledger.audit;

import static dev.delegationledger.audit.Parties.ALONE;
import static dev.delegationledger.audit.Parties.among;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Comparison;
import dev.delegationledger.proof.Comparison.Relation;
import dev.delegationledger.proof.KeptHistory;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.witness.AddCheckpoint;
import dev.delegationledger.witness.Witness;
import dev.delegationledger.witness.WitnessAnswer.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * An operator that signs two histories of one small ledger: it shows them to different people,
 * takes back what it showed, drops a record or puts records in another order. Each history by
 * itself is flawless. Whoever holds something of the other one detects it, with a file that
 * convicts the ledger's key; whoever holds nothing is told by the verdict whose word it has. With
 * {@link FalseRecordsTest}, 10,000 seeds.
 */
class TwoFacedOperatorTest {
  private static final int BASE = Town.BASE;

  /** Of so many lies, one is also put to verifiers of a proof: that takes long. */
  private static final int SOME = 8;

  @Property(tries = 8_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void secondHistory_convictsBeforeWhoeverHoldsTheFirst(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    switch (random.nextInt(4)) {
      case 0 -> splitView(random);
      case 1 -> rollback(random);
      case 2 -> droppedRecord(random);
      default -> reordered(random);
    }
  }

  /** One history is shown to a witness; the other one gets no cosignature of it. */
  private static void splitView(Random random) throws Exception {
    Flawless first = Flawless.any(random);
    Operator one = first.shown();
    Operator two = another(first, random);
    int seen = among(first.fork() + 1, one.size(), random);
    int asked = among(first.fork() + 1, two.size(), random);
    Witness witness = Parties.witness();

    assertThat(ask(witness, 0, one, seen)).isEqualTo(Status.COSIGNED);
    assertThat(ask(witness, Math.min(seen, asked), two, asked))
        .isEqualTo(asked < seen ? Status.CONFLICT : Status.INCONSISTENT);
    if (isOneOfSome(random)) {
      AuthorityProof proof = Parties.proof(two, BASE - 1);
      assertThat(Parties.reason(proof, Parties.WITNESSED)).contains(Reason.WITNESS_QUORUM_MISSING);
      Parties.assertTheLedgerAloneVouches(two, BASE - 1);
    }
    SignedCheckpoint cosigned = witness.latest(Cast.ORIGIN).orElseThrow();
    assertConvicts(
        two.size() >= seen
            ? compare(KeptHistory.of(cosigned), KeptHistory.of(two.ledger()))
            : compare(KeptHistory.of(one.ledger()), KeptHistory.of(two.checkpoint(two.size()))));
  }

  /** Asks for a cosignature with the best proof that there is. */
  private static Status ask(Witness witness, int old, Operator operator, int size)
      throws Exception {
    List<Hash> path =
        old == 0 ? List.of() : MerkleTree.consistencyPath(old, size, operator.ledger()::logNode);
    AddCheckpoint request = new AddCheckpoint(old, path, operator.checkpoint(size));
    return witness.addCheckpoint(request.toBytes()).status();
  }

  /** The operator goes back and on in another way; somebody kept a checkpoint. */
  private static void rollback(Random random) throws Exception {
    Flawless before = Flawless.any(random);
    Operator after = another(before, random);
    int size = among(before.fork() + 1, before.size(), random);
    KeptHistory kept = KeptHistory.of(before.shown().checkpoint(size));
    Comparison found = compare(kept, KeptHistory.of(after.ledger()));
    boolean isAsLong = after.size() >= size;

    if (isAsLong) {
      assertConvicts(found);
    } else {
      // nothing convicts yet: the operator may still show the rest
      assertThat(found.relation()).isEqualTo(Relation.NOT_SHOWN);
      assertThat(Misbehaviour.of(found)).isEmpty();
    }
    if (isOneOfSome(random)) {
      AuthorityProof proof = Parties.proof(after, BASE - 1);
      boolean isLonger = after.size() > size;
      Verdict verdict =
          AuthorityVerifier.trusting(ALONE)
              .since(kept)
              .verify(
                  (isLonger ? ProofExporter.since(after.ledger(), proof, size) : proof).toBytes());
      assertThat(verdict.refusal().orElseThrow().reason())
          .isEqualTo(isAsLong ? Reason.HISTORY_REWRITTEN : Reason.CHECKPOINT_TOO_OLD);
      Parties.assertTheLedgerAloneVouches(after, BASE - 1);
    }
  }

  /** A record is gone; whoever submitted it kept its receipt. */
  private static void droppedRecord(Random random) throws Exception {
    Flawless before = Flawless.any(random);
    int dropped = among(before.split(), before.said().size() - 1, random);
    List<VerifiedEntry> others = new ArrayList<>(before.said());
    others.remove(dropped);
    Operator after = before.showing(others);
    int index = BASE + dropped;
    int size = among(index + 1, before.size(), random);
    KeptHistory receipt =
        KeptHistory.of(
            TlogProof.of(before.shown().ledger(), before.shown().checkpoint(size), index));
    Comparison found = compare(receipt, KeptHistory.of(after.ledger()));

    if (after.size() > index) {
      assertConvicts(found);
    } else {
      assertThat(found.relation()).isEqualTo(Relation.NOT_SHOWN); // nothing is in its place yet
    }
    if (isOneOfSome(random)) {
      Parties.assertTheLedgerAloneVouches(after, BASE - 1);
    }
  }

  /** Two records are swapped; somebody kept a checkpoint over the first of them. */
  private static void reordered(Random random) throws Exception {
    Flawless before = Flawless.any(random);
    int last = before.said().size() - 1;
    int first = among(before.split(), last - 1, random);
    List<VerifiedEntry> swapped = new ArrayList<>(before.said());
    Collections.swap(swapped, first, among(first + 1, last, random));
    Operator after = before.showing(swapped);
    int size = among(BASE + first + 1, before.size(), random);

    assertConvicts(
        compare(KeptHistory.of(before.shown().checkpoint(size)), KeptHistory.of(after.ledger())));
    if (isOneOfSome(random)) {
      Parties.assertTheLedgerAloneVouches(after, BASE - 1);
    }
  }

  // What they are made of

  /** Another history after the same beginning: other entries, and another time. */
  private static Operator another(Flawless one, Random random) throws RefusedException {
    List<VerifiedEntry> common = one.said().subList(0, one.split());
    List<VerifiedEntry> others = new ArrayList<>(Town.OPEN.others(common));
    Collections.shuffle(others, random);
    int count = among(1, Math.min(others.size(), Town.MOST - common.size()), random);
    return Operator.records(
        Town.OPEN, common, one.laterMs() + among(1, 1000, random), others.subList(0, count));
  }

  private static boolean isOneOfSome(Random random) {
    return random.nextInt(SOME) == 0;
  }

  private static Comparison compare(KeptHistory one, KeptHistory two) throws RefusedException {
    return Comparison.of(one, two, ALONE);
  }

  private static void assertConvicts(Comparison found) {
    assertThat(found.relation()).isEqualTo(Relation.TWO_HISTORIES);
    EvidenceVerdict verdict =
        EvidenceVerifier.trusting(ALONE).verify(Misbehaviour.of(found).orElseThrow().toBytes());
    assertThat(verdict.isConvicted()).isTrue();
    assertThat(verdict.reason().reason()).isEqualTo(Reason.HISTORY_REWRITTEN);
    assertThat(verdict.keys()).containsExactly(Parties.KEY.text());
  }
}
