package dev.delegationledger.audit;

import static dev.delegationledger.audit.Parties.ALONE;
import static dev.delegationledger.audit.Parties.AUDITED;
import static dev.delegationledger.audit.Parties.among;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * An operator that shows everybody the same history of a small ledger, in which it backdates a
 * record, forges a status root or states false charges. No second history contradicts it: one
 * auditing cosigner refuses it, naming record and reason, and a file convicts the ledger's key.
 * What not even an auditor sees, the verdict says. With {@link TwoFacedOperatorTest}, 10,000 seeds.
 */
class FalseRecordsTest {
  private static final int BASE = Town.BASE;
  private static final Town TOWN = Town.OPEN;

  /** Of so many lies, one is also put to verifiers of a proof: that takes long. */
  private static final int SOME = 8;

  /** What one proof shows of these lies, if it happens to hold the right records. */
  private static final Set<Reason> SHOWN_BY_ONE_FILE =
      EnumSet.of(Reason.TIME_REVERSED, Reason.STATUS_PROOF_INVALID, Reason.CHARGES_MISMATCH);

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void falseRecord_isRefusedByOneAuditor_andConvicts(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    switch (random.nextInt(4)) {
      case 0 -> backdated(flawless(random), random);
      case 1 -> forgedStatus(flawless(random), random);
      case 2 -> forgottenRevocation(random);
      default -> falseCharges(flawless(random), random);
    }
  }

  /** To lie in. */
  private static Operator flawless(Random random) {
    return Flawless.any(random).shown().copy();
  }

  private static void backdated(Operator operator, Random random) throws Exception {
    int record = among(1, operator.size() - 1, random);
    long time = operator.record(record - 1).timeMs() - among(1, 30_000, random);
    operator.lie(line -> (line.index() == record ? line.timeMs(time) : line).bytes());
    assertAuditorRefuses(operator, Reason.TIME_REVERSED, record, random);
  }

  private static void forgedStatus(Operator operator, Random random) throws Exception {
    int record = among(1, operator.size() - 1, random);
    byte[] root = new byte[Hash.SIZE];
    random.nextBytes(root);
    operator.lie(line -> (line.index() == record ? line.statusRoot(Hash.of(root)) : line).bytes());
    assertAuditorRefuses(operator, Reason.STATUS_ROOT_MISMATCH, record, random);
  }

  /** The status tree says that nobody revoked anything, and the payer goes on paying. */
  private static void forgottenRevocation(Random random) throws Exception {
    List<VerifiedEntry> said = new ArrayList<>(TOWN.some(1, random));
    said.remove(TOWN.revocation());
    said.add(random.nextInt(said.size() + 1), TOWN.revocation());
    int split = random.nextInt(said.size());
    Operator operator =
        Operator.records(
            TOWN,
            said.subList(0, split),
            among(1, 10_000, random),
            said.subList(split, said.size()));
    int revoked = operator.indexOf(TOWN.revocation());
    operator.forgetStatuses(revoked, operator.record(revoked - 1).statusRoot());
    assertAuditorRefuses(operator, Reason.STATUS_ROOT_MISMATCH, revoked, random);
    if (random.nextInt(SOME) == 0) {
      List<Integer> actions = operator.actions();
      Parties.assertTheLedgerAloneVouches(operator, actions.get(actions.size() - 1));
    }
  }

  private static void falseCharges(Operator operator, Random random) throws Exception {
    List<Integer> actions = operator.actions();
    int record = actions.get(random.nextInt(actions.size()));
    Charges.Total right = operator.record(record).charges().totals().get(0);
    long uses = right.uses() + (random.nextBoolean() ? -1 : among(1, 3, random));
    Charges wrong =
        random.nextInt(4) == 0 ? Charges.NONE : Lie.charges(right.grant(), uses, right.spent());
    operator.lie(line -> (line.index() == record ? line.charges(wrong) : line).bytes());
    assertAuditorRefuses(operator, Reason.CHARGES_MISMATCH, record, random);
  }

  private static void assertAuditorRefuses(
      Operator operator, Reason reason, long record, Random random) throws Exception {
    Refusal refusal = refusal(operator);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.index()).hasValue(record);
    Convictions.assertConvicts(operator.store(), ALONE, refusal);
    if (random.nextInt(SOME) == 0) {
      AuthorityProof proof = Parties.proof(operator, BASE - 1);
      Optional<Reason> alone = Parties.reason(proof, ALONE);
      if (alone.isEmpty()) {
        Parties.assertTheLedgerAloneVouches(operator, BASE - 1);
        assertThat(Parties.reason(proof, AUDITED)).contains(Reason.AUDITOR_QUORUM_MISSING);
      } else {
        assertThat(alone.get()).isIn(SHOWN_BY_ONE_FILE);
      }
    }
  }

  private static Refusal refusal(Operator operator) throws Exception {
    try {
      Parties.auditor(operator).cosign(operator.checkpoint(operator.size()));
    } catch (RefusedException e) {
      return e.refusal();
    }
    throw new AssertionError("the auditor signed");
  }

  // What nobody sees

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void timeWithinItsNeighbours_isSeenByNobody_andTheVerdictSaysWhoseWordItIs(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    Operator operator = flawless(random);
    int record = among(1, operator.size() - 2, random);
    long earliest = operator.record(record - 1).timeMs();
    long latest = operator.record(record + 1).timeMs();
    long time = earliest + among(0, (int) (latest - earliest), random);
    operator.lie(line -> (line.index() == record ? line.timeMs(time) : line).bytes());

    assertThat(Audit.full(operator.store(), ALONE).run().findings()).isEmpty();
    assertThat(signed(operator).checks().caveats().get(0))
        .isEqualTo(
            "Record time is the ledger's word, up to a quorum of auditors: the checkpoint existed"
                + " by "
                + Parties.NOW);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void moneyOfAHiddenAmount_isSeenByAnAuditOnly_andTheVerdictSaysSo(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    Operator operator = flawless(random);
    int record = BASE - 1; // the first payment, whose amount is hidden
    Charges.Total right = operator.record(record).charges().totals().get(0);
    long more = right.spent() + among(1, 500, random);
    Charges wrong = Lie.charges(right.grant(), right.uses(), more);
    operator.lie(line -> (line.index() == record ? line.charges(wrong) : line).bytes());
    List<Integer> later = operator.actions().subList(1, operator.actions().size());
    for (int index : later) {
      Charges.Total stated = operator.record(index).charges().totals().get(0);
      Charges carried =
          Lie.charges(stated.grant(), stated.uses(), stated.spent() + more - right.spent());
      operator.lie(line -> (line.index() == index ? line.charges(carried) : line).bytes());
    }

    assertThat(signed(operator).checks().caveats().get(2))
        .isEqualTo(
            "Order, status roots and charges were recomputed from the records: the word of 1 or"
                + " more auditors (w); of amounts that were hidden from them, the ledger's");
    List<Refusal> found = Audit.full(operator.store(), ALONE).run().findings();
    assertThat(found)
        .anySatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.CHARGES_MISMATCH);
              assertThat(finding.index()).hasValue(record);
            });
  }

  /** The verdict on the first payment under the auditor's cosignature. */
  private static Verdict signed(Operator operator) throws Exception {
    List<Cosignature> lines =
        Parties.auditor(operator).cosign(operator.checkpoint(operator.size()));
    Verdict verdict =
        Parties.verdict(Parties.proof(operator, BASE - 1).with(lines.get(0)), AUDITED);
    assertThat(verdict.refusal()).isEmpty();
    return verdict;
  }
}
