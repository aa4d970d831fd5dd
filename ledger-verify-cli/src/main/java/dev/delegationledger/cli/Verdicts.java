package dev.delegationledger.cli;

import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.KeptHistory;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** How {@code verify} and {@code trace} reach and print a verdict: by one path. */
final class Verdicts {
  private static final int MOST_TOLD = 16;

  private Verdicts() {}

  /** The verdict on the bytes of a proof file, of which at most one byte too many was read. */
  static Verdict onFile(byte[] proof, byte[] trust) {
    return onFile(proof, trust, Optional.empty());
  }

  /** As {@link #onFile(byte[], byte[])}, where the proof's log must go on from an older one. */
  static Verdict onFile(byte[] proof, byte[] trust, KeptHistory older) {
    return onFile(proof, trust, Optional.of(older));
  }

  private static Verdict onFile(byte[] proof, byte[] trust, Optional<KeptHistory> older) {
    try {
      AuthorityVerifier trusting = AuthorityVerifier.trusting(TrustAnchors.parse(trust));
      AuthorityVerifier verifier = older.map(trusting::since).orElse(trusting);
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
    return print(verdict, List.of(), json, streams);
  }

  /**
   * As {@link #print(Verdict, boolean, Streams)}, of an action whose jti was also denied.
   *
   * @param denied records of denials; an action that was refused may carry the jti of another
   */
  static int print(Verdict verdict, List<Long> denied, boolean json, Streams streams) {
    if (json) {
      Value records = Value.arr(denied.stream().map(Value::of).toList());
      streams.out().println(VerdictJson.of(verdict).put("denied", records).line());
    } else {
      streams.out().print(VerdictText.of(verdict));
      for (long record : denied.subList(0, Math.min(MOST_TOLD, denied.size()))) {
        streams.out().println("also denied: an action with this jti, in record " + record);
      }
      if (denied.size() > MOST_TOLD) {
        streams.out().println("also denied: " + (denied.size() - MOST_TOLD) + " more");
      }
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
