package dev.delegationledger.authority;

/**
 * A place in the log's one order.
 *
 * @param index the record's index
 * @param timeMs the record's time, milliseconds since the epoch
 */
public record Position(long index, long timeMs) {}
