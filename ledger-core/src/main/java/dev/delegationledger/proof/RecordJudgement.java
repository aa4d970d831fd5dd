package dev.delegationledger.proof;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.Closure;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Totals;
import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What admission had to say to one record where it stands, from a file that holds what it rests on:
 * the closed set of any record, in the form of an authority proof. It asks the rules that admission
 * asks, trusting the authorities that the ledger itself names, so that what is broken is the
 * ledger's own doing whatever else its reader trusts. For one file, on one thread.
 */
public final class RecordJudgement {
  /** What can be said of a signature: nothing that a file leaves out makes a bad one good. */
  private static final Set<Reason> BAD_SIGNATURE =
      EnumSet.of(Reason.SIGNATURE_INVALID, Reason.POSSESSION_UNPROVEN);

  /**
   * Why an entry whose signer's key is nowhere in the closed set has no standing, of the kinds
   * whose signer's key has to be there. Who stops an agent, or who signed the action that a denial
   * holds, may be somebody whom the closed set does not lead to.
   */
  private static final Set<Reason> UNKNOWN_SIGNER =
      EnumSet.of(Reason.NOT_AN_AUTHORITY, Reason.NOT_THE_HOLDER, Reason.ENROLLER_WITHOUT_STANDING);

  private final AnchoredLog log;
  private final ProofEvidence evidence;
  private final Optional<Refusal> unsigned;

  private RecordJudgement(AnchoredLog log, ProofEvidence evidence, Optional<Refusal> unsigned) {
    this.log = log;
    this.evidence = evidence;
    this.unsigned = unsigned;
  }

  /**
   * Ties a file to a ledger and reads what it holds.
   *
   * @param trust in the ledger
   * @throws RefusedException if it is not tied to it, or is not the closed set of its record
   */
  public static RecordJudgement of(AuthorityProof proof, TrustAnchors trust)
      throws RefusedException {
    AnchoredLog log = AnchoredLog.of(proof, trust, Optional.empty(), new Trail());
    ProofEvidence evidence = ProofEvidence.read(log);
    Closure closure = Closure.of(new TreeSet<>(Set.of(proof.action())), evidence);
    evidence.requireExactly(closure);
    try {
      evidence.verifySignatures(closure);
    } catch (RefusedException e) {
      if (!isDefinite(e.refusal(), evidence)) {
        throw e;
      }
      return new RecordJudgement(log, evidence, Optional.of(e.refusal()));
    }
    return new RecordJudgement(log, evidence, Optional.empty());
  }

  private static boolean isDefinite(Refusal refusal, ProofEvidence evidence) {
    boolean denial =
        evidence
            .statement(refusal.index().orElseThrow())
            .filter(statement -> statement.kind() == Kind.DENIAL)
            .isPresent();
    return BAD_SIGNATURE.contains(refusal.reason())
        || (UNKNOWN_SIGNER.contains(refusal.reason()) && !denial);
  }

  /**
   * What record 0 says, if it is the genesis that {@code anchor} trusts. Its key need not be
   * pinned: whoever has the pinned one now has signed for all that stands below.
   *
   * @throws RefusedException about record 0
   */
  public static LedgerIdentity identity(RawRecord first, TrustAnchors.Anchor anchor)
      throws RefusedException {
    return AnchoredLog.genesis(first, true, anchor);
  }

  /**
   * The first reason against the record, or against one that it rests on; undecided ones too. It is
   * asked as admission was: nothing that happened by this record or after it speaks against it.
   */
  public Optional<Refusal> refusal() {
    if (unsigned.isPresent()) {
      return unsigned;
    }
    RecordSource then = new AsAdmitted(evidence, log.proof().action());
    return Rules.ofLedger(log.identity(), then).judge(subject());
  }

  private PlacedEntry subject() {
    return evidence.placed(log.proof().action());
  }

  /**
   * What the record has to state as its charges, if its action was charged on top of {@code
   * before}.
   *
   * @throws RefusedException if it cannot be told
   */
  public Charges charges(Totals before) throws RefusedException {
    if (unsigned.isPresent()) {
      throw new RefusedException(unsigned.get());
    }
    if (subject().kind() != Kind.ACTION) {
      return Charges.NONE;
    }
    return Charging.of(subject(), evidence, before);
  }

  /** Whether nothing of the entry is hidden from this file's reader. */
  public boolean isDisclosed() {
    return unsigned.isEmpty() && subject().entry().signed().hiddenSlots().isEmpty();
  }

  /** The record that is judged. */
  public RawRecord record() {
    return Objects.requireNonNull(log.records().get(log.proof().action()));
  }
}
