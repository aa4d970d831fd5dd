package dev.delegationledger.authority;

import dev.delegationledger.log.NoteKey;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds a checkpoint against the witness policy that the verifier brings. Stateless. */
public final class WitnessCheck {
  /** How far the clocks of a ledger and of its witnesses may be apart. */
  private static final long SKEW_MS = 30_000;

  private static final long SECOND_MS = 1000;

  private WitnessCheck() {}

  /**
   * What the witnesses of the anchor's policy say about a checkpoint, if it has one. That too few
   * of them do is noted: nothing that is checked later rests on them. The check counts as performed
   * only where a quorum was demanded and stands.
   *
   * @throws RefusedException {@code cosignature-invalid}
   */
  public static Optional<Witnessing> judge(
      SignedCheckpoint checkpoint, TrustAnchors.Anchor anchor, Trail trail)
      throws RefusedException {
    if (anchor.policy().isEmpty()) {
      return Optional.empty();
    }
    WitnessPolicy policy = anchor.policy().get();
    Witnessing found = trail.check(Check.COSIGNATURES, () -> policy.judge(checkpoint));
    missing(found).ifPresent(trail::note);
    if (!policy.demandsWitnesses() || !found.quorumMet()) {
      trail.notPerformed(Check.COSIGNATURES);
    }
    return Optional.of(found);
  }

  /**
   * A checkpoint of a ledger at hand under the lines of the keys that a verifier knows. Whoever
   * writes a proof chooses which cosignatures go into it; this one chooses for itself.
   */
  public static SignedCheckpoint underKnown(SignedCheckpoint kept, TrustAnchors.Anchor anchor) {
    List<NoteKey> known = new ArrayList<>(anchor.keys().signersOf(kept.checkpoint().size()));
    anchor.policy().ifPresent(policy -> known.addAll(policy.cosigners()));
    return kept.underOnly(known);
  }

  /** {@code witness-quorum-missing}, unless those who cosigned are enough. */
  public static Optional<Refusal> missing(Witnessing found) {
    if (found.quorumMet()) {
      return Optional.empty();
    }
    String cosigned =
        found.cosigned().stream()
            .map(one -> one.witness().name())
            .collect(Collectors.joining(", "));
    return Optional.of(
        Refusal.of(
            Reason.WITNESS_QUORUM_MISSING,
            "check cosignatures: expected a quorum of the trust file's policy, got "
                + (cosigned.isEmpty() ? "no witness of it" : "only " + cosigned)));
  }

  /** The same finding, saying how far the witnesses of a ledger at hand have come. */
  static Refusal comeTo(long cosigned, long records, Refusal missing) {
    String come =
        cosigned == 0
            ? "this ledger keeps no checkpoint that witnesses cosigned"
            : "the newest checkpoint that it keeps with cosignatures covers the first "
                + cosigned
                + " of its "
                + records
                + " records: publish the newest";
    return new Refusal(
        missing.reason(), missing.index(), missing.hop(), missing.detail() + "; " + come);
  }

  /**
   * Requires that the newest record of a checkpoint does not claim a time later than a quorum of
   * witnesses saw it, beyond 30 s by which clocks may differ.
   *
   * @throws RefusedException {@code time-after-witnesses}
   */
  public static void requireTime(Optional<Witnessing> found, RawRecord newest, Trail trail)
      throws RefusedException {
    Optional<Long> existedBy = found.flatMap(Witnessing::existedBy);
    if (existedBy.isEmpty()) {
      return;
    }
    long latest = (existedBy.get() + 1) * SECOND_MS - 1 + SKEW_MS;
    trail.check(
        Check.COSIGNATURES,
        () -> {
          if (newest.timeMs() > latest) {
            throw new RefusedException(
                Refusal.at(
                    newest.index(),
                    Reason.TIME_AFTER_WITNESSES,
                    "check time: expected at most "
                        + latest
                        + ", 30 s after a quorum of witnesses saw the record, got "
                        + newest.timeMs()));
          }
        });
  }
}
