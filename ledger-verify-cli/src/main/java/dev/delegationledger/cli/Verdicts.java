package dev.delegationledger.cli;

import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.EnumSet;

/** How {@code verify} and {@code trace} reach and print a verdict: by one path. */
final class Verdicts {
  private Verdicts() {}

  /** The verdict on the bytes of a proof file, of which at most one byte too many was read. */
  static Verdict onFile(byte[] proof, byte[] trust) {
    try {
      AuthorityVerifier verifier = AuthorityVerifier.trusting(TrustAnchors.parse(trust));
      if (proof.length > AuthorityProof.MAX_SIZE) {
        return early(
            Refusal.of(Reason.PROOF_TOO_LARGE, "read proof: expected at most 4 MiB, got more"));
      }
      return verifier.verify(proof);
    } catch (RefusedException e) {
      return early(e.refusal());
    }
  }

  /** The verdict on an action in a ledger: that on its proof, exported with all it can show. */
  static Verdict onLedger(ReadableStore store, ActionReference action, byte[] trust) {
    try {
      AuthorityVerifier verifier = AuthorityVerifier.trusting(TrustAnchors.parse(trust));
      StoredLedger ledger = StoredLedger.over(store);
      AuthorityProof proof =
          ProofExporter.export(ledger, action.in(ledger), EnumSet.allOf(Disclose.class));
      return verifier.verify(proof);
    } catch (RefusedException e) {
      return early(e.refusal());
    } catch (StoreException e) {
      return early(unreadable(e));
    }
  }

  /** What a store's failure says about the ledger in it, once it was open. */
  static Refusal unreadable(StoreException failure) {
    return Refusal.of(Reason.STORE_UNREADABLE, String.valueOf(failure.getMessage()));
  }

  static Verdict early(Refusal refusal) {
    return Verdict.early(refusal, new Trail());
  }

  /** Prints the verdict; its exit code. */
  static int print(Verdict verdict, boolean json, Streams streams) {
    if (json) {
      streams.out().println(VerdictJson.of(verdict).line());
    } else {
      streams.out().print(VerdictText.of(verdict));
    }
    return exitCode(verdict);
  }

  static int exitCode(Verdict verdict) {
    return verdict
        .refusal()
        .map(refusal -> refusal.reason().reasonClass().exitCode())
        .orElse(ExitCode.OK);
  }
}
