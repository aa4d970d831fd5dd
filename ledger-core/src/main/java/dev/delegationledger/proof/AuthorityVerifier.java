package dev.delegationledger.proof;

import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Closure;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Verifies authority proofs offline: it needs the file and the verifier's own trust anchors, and
 * nothing else. Immutable and thread-safe.
 *
 * <p>It works in steps that each can only be taken from the one before: the form of the file; the
 * checkpoint's signature and its witnesses; every record's inclusion; what it continues; genesis;
 * statuses; the closed set; signatures; the rules.
 */
public final class AuthorityVerifier {
  private final TrustAnchors trust;
  private final Optional<KeptHistory> kept;

  private AuthorityVerifier(TrustAnchors trust, Optional<KeptHistory> kept) {
    this.trust = trust;
    this.kept = kept;
  }

  /** A verifier with these trust anchors. */
  public static AuthorityVerifier trusting(TrustAnchors trust) {
    return new AuthorityVerifier(trust, Optional.empty());
  }

  /**
   * The same verifier, which demands that a proof's log continues the history that it kept: {@code
   * history-rewritten} if it cannot, {@code consistency-missing} if the proof does not show it,
   * {@code checkpoint-too-old} if it has fewer records. What was kept is verified too.
   */
  public AuthorityVerifier since(KeptHistory older) {
    return new AuthorityVerifier(trust, Optional.of(older));
  }

  /**
   * The verdict on a proof file. Never throws on any bytes: what cannot be read is refused with a
   * reason of class malformed.
   */
  public Verdict verify(byte[] file) {
    Trail trail = new Trail();
    try {
      return verify(AuthorityProof.parse(file), trail);
    } catch (RefusedException e) {
      return Verdict.early(e.refusal(), trail);
    }
  }

  /** The verdict on a proof that was just exported; the same steps, without the file's form. */
  public Verdict verify(AuthorityProof proof) {
    Trail trail = new Trail();
    try {
      return verify(proof, trail);
    } catch (RefusedException e) {
      return Verdict.early(e.refusal(), trail);
    }
  }

  private Verdict verify(AuthorityProof proof, Trail trail) throws RefusedException {
    AnchoredLog log = AnchoredLog.of(proof, trust, kept, trail);
    try {
      return judge(log, trail).against(log.checkpoint(), log.vouched());
    } catch (RefusedException e) {
      return Verdict.early(e.refusal(), trail).against(log.checkpoint(), log.vouched());
    }
  }

  private static Verdict judge(AnchoredLog log, Trail trail) throws RefusedException {
    ProofEvidence evidence = ProofEvidence.read(log);
    SignedEntry action = evidence.action();
    OptionalLong outcome = evidence.outcomeOf(action);
    TreeSet<Long> start = new TreeSet<>();
    start.add(log.proof().action());
    outcome.ifPresent(start::add);
    Closure closure = Closure.of(start, evidence);
    trail.check(Check.CLOSED_SET, () -> evidence.requireExactly(closure));
    trail.check(Check.CLOSED_SET, () -> evidence.requireOnlyActionsCharged(closure));
    trail.check(Check.SIGNATURES, () -> evidence.verifySignatures(closure));
    Optional<PlacedEntry> outcomeEntry =
        outcome.isPresent() ? Optional.of(evidence.placed(outcome.getAsLong())) : Optional.empty();
    return Rules.ofVerifier(log.identity(), log.anchor(), evidence)
        .verdict(evidence.placed(log.proof().action()), outcomeEntry, trail);
  }
}
