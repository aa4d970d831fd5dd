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
import java.util.stream.Stream;

/**
 * Holds a checkpoint against the witnesses and the auditing cosigners that the verifier brings.
 * Stateless.
 */
public final class WitnessCheck {
  /** How far the clocks of a ledger and of its witnesses may be apart. */
  private static final long SKEW_MS = 30_000;

  private static final long SECOND_MS = 1000;

  private WitnessCheck() {}

  /**
   * What the witnesses and the auditors of the anchor say about a checkpoint. That too few of them
   * do is noted: nothing that is checked later rests on them. The check counts as performed only
   * where a quorum was demanded, and every one that was stands.
   *
   * @throws RefusedException {@code cosignature-invalid}
   */
  public static Vouched judge(SignedCheckpoint checkpoint, TrustAnchors.Anchor anchor, Trail trail)
      throws RefusedException {
    if (policies(anchor).isEmpty()) {
      return Vouched.BY_NOBODY;
    }
    Vouched found = trail.check(Check.COSIGNATURES, () -> judge(checkpoint, anchor));
    List<Refusal> missing = missing(found);
    missing.forEach(trail::note);
    if (!missing.isEmpty()
        || policies(anchor).stream().noneMatch(WitnessPolicy::demandsWitnesses)) {
      trail.notPerformed(Check.COSIGNATURES);
    }
    return found;
  }

  /**
   * A checkpoint of a ledger at hand under the lines of the keys that a verifier knows. Whoever
   * writes a proof chooses which cosignatures go into it; this one chooses for itself.
   */
  public static SignedCheckpoint underKnown(SignedCheckpoint kept, TrustAnchors.Anchor anchor) {
    List<NoteKey> known = new ArrayList<>(anchor.keys().signersOf(kept.checkpoint().size()));
    policies(anchor).forEach(policy -> known.addAll(policy.cosigners()));
    return kept.underOnly(known);
  }

  /** Whether the anchor demands that anybody but the ledger has signed. */
  public static boolean isDemanded(TrustAnchors.Anchor anchor) {
    return policies(anchor).stream().anyMatch(WitnessPolicy::demandsWitnesses);
  }

  private static List<WitnessPolicy> policies(TrustAnchors.Anchor anchor) {
    return Stream.of(anchor.policy(), anchor.auditors()).flatMap(Optional::stream).toList();
  }

  private static Vouched judge(SignedCheckpoint checkpoint, TrustAnchors.Anchor anchor)
      throws RefusedException {
    return new Vouched(judge(checkpoint, anchor.policy()), judge(checkpoint, anchor.auditors()));
  }

  private static Optional<Witnessing> judge(
      SignedCheckpoint checkpoint, Optional<WitnessPolicy> policy) throws RefusedException {
    return policy.isEmpty() ? Optional.empty() : Optional.of(policy.get().judge(checkpoint));
  }

  /**
   * {@code witness-quorum-missing} and {@code auditor-quorum-missing}, as far as those who cosigned
   * are not enough.
   *
   * @throws RefusedException {@code cosignature-invalid}
   */
  public static List<Refusal> missing(SignedCheckpoint checkpoint, TrustAnchors.Anchor anchor)
      throws RefusedException {
    return missing(judge(checkpoint, anchor));
  }

  private static List<Refusal> missing(Vouched found) {
    return Stream.of(
            found
                .witnesses()
                .filter(one -> !one.quorumMet())
                .map(one -> missing(one, Reason.WITNESS_QUORUM_MISSING, "policy", "witness")),
            found
                .auditors()
                .filter(one -> !one.quorumMet())
                .map(one -> missing(one, Reason.AUDITOR_QUORUM_MISSING, "auditors", "auditor")))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Refusal missing(Witnessing found, Reason reason, String of, String one) {
    String cosigned =
        found.cosigned().stream().map(c -> c.witness().name()).collect(Collectors.joining(", "));
    return Refusal.of(
        reason,
        "check cosignatures: expected a quorum of the trust file's "
            + of
            + ", got "
            + (cosigned.isEmpty() ? "no " + one + " of it" : "only " + cosigned));
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
   * witnesses or of auditors saw it, beyond 30 s by which clocks may differ.
   *
   * @throws RefusedException {@code time-after-witnesses}
   */
  public static void requireTime(Vouched found, RawRecord newest, Trail trail)
      throws RefusedException {
    if (found.existedBy().isPresent()) {
      long seconds = found.existedBy().get();
      trail.check(Check.COSIGNATURES, () -> requireTime(seconds, newest.index(), newest.timeMs()));
    }
  }

  /**
   * Requires that a record does not claim a time later than somebody saw it, beyond 30 s.
   *
   * @param seconds when it was seen, since the epoch
   * @throws RefusedException {@code time-after-witnesses}
   */
  public static void requireTime(long seconds, long index, long timeMs) throws RefusedException {
    if (isLater(timeMs, seconds)) {
      throw new RefusedException(
          Refusal.at(
              index,
              Reason.TIME_AFTER_WITNESSES,
              "check time: expected at most "
                  + latest(seconds)
                  + ", 30 s after cosigners saw the record, got "
                  + timeMs));
    }
  }

  /** Whether a time is later than that of a cosignature, beyond 30 s. */
  public static boolean isLater(long timeMs, long seconds) {
    return timeMs > latest(seconds);
  }

  private static long latest(long seconds) {
    return (seconds + 1) * SECOND_MS - 1 + SKEW_MS;
  }
}
