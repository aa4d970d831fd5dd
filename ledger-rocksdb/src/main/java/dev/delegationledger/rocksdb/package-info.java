/**
 * The embedded store: RocksDB with one column family per table, synced commits and recovery that
 * refuses to lose anything but a torn, never acknowledged tail. Knows bytes only.
 *
 * <p>RocksDB's single-writer lock is a POSIX record lock on the file {@code LOCK}. A process loses
 * such a lock when it closes <em>any</em> descriptor of that file. Nothing in here opens {@code
 * LOCK}, and a program that embeds a writer must not copy or hash that file in the writer's
 * process.
 */
@NullMarked
package dev.delegationledger.rocksdb;

import org.jspecify.annotations.NullMarked;
