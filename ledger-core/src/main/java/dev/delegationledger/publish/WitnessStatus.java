package dev.delegationledger.publish;

import dev.delegationledger.log.WitnessPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with one witness of the policy that a ledger publishes by. Immutable.
 *
 * @param witness the one that the policy names
 * @param state what came of asking it last
 * @param cosignedSize the largest checkpoint of this ledger that it is known to have cosigned, in
 *     records; 0 if none
 * @param asOf when that last came of it; empty if it was never asked
 * @param behind how far its last cosignature was dated before the moment, by the ledger's clock,
 *     that it was asked at, if beyond 30 s. What is recorded at such a moment is cosigned as {@code
 *     CLOCK_BEHIND}: a warning while older records are still cosigned as they should be
 * @param detail for a person: what was expected and what came. It may quote the witness, in
 *     printable ASCII
 */
public record WitnessStatus(
    WitnessPolicy.Witness witness,
    State state,
    long cosignedSize,
    Optional<Instant> asOf,
    Optional<Duration> behind,
    String detail) {
  /** What came of asking a witness. */
  public enum State {
    /** It is not asked: the policy gives no URL for it. */
    NO_URL,
    /** It was not asked yet. */
    NOT_ASKED,
    /** It cosigned, and the cosignature verifies. */
    COSIGNED,
    /** It has cosigned a newer checkpoint of this ledger than the one shown; it is shown that. */
    SUPERSEDED,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** No whole answer in time. */
    TIMED_OUT,
    /** It answered 429 or 5xx. */
    UNAVAILABLE,
    /** It answered 404: it does not know this ledger. */
    UNKNOWN_LOG,
    /** It answered 403: it knows this ledger by another key. */
    FORBIDDEN,
    /** It answered another 4xx. */
    REFUSED,
    /**
     * An answer that counts for nothing: no cosignature that verifies under the policy's key over
     * what was shown, a redirect, a size that contradicts itself, too many bytes.
     */
    INVALID_ANSWER,
    /**
     * It cosigned, but by its clock more than 30 s before the newest record's time. That counts for
     * nothing: proofs under a quorum of such lines would be refused with {@code
     * time-after-witnesses}. Its clock is behind, or the ledger's is ahead.
     */
    CLOCK_BEHIND,
    /**
     * It says that it cosigned more records of this ledger than there are. Unless it lies, the
     * ledger was put back to an older state. It is asked again once there are as many.
     */
    SAW_MORE,
    /**
     * It says that what it cosigned is not the beginning of this ledger. Unless it lies, there are
     * two histories under the ledger's key. It is not asked again.
     */
    OTHER_HISTORY;

    /** Whether, unless the witness lies, this ledger was rolled back or forked. */
    public boolean isAgainstLedger() {
      return this == SAW_MORE || this == OTHER_HISTORY;
    }
  }
}
