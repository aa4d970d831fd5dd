package dev.delegationledger.audit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far an audit is, and how fast it goes. Immutable.
 *
 * @param done how many records are done
 * @param total how many there are by the word of the ledger's head; it grows if there turn out to
 *     be more
 * @param perSecond records a second over the last few times that were told; empty until two moments
 *     can be compared, and after the clock was put back
 * @param remaining how long the records that are left take at that rate, in whole seconds, rounded
 *     up; empty without a rate, or if that is zero. The comparison of what is left in the store,
 *     which follows on the last record, is not counted
 */
public record Progress(
    long done, long total, OptionalDouble perSecond, Optional<Duration> remaining) {}
