/**
 * The storage boundary, in bytes: a closed set of tables, point reads, ordered scans and one
 * atomic, durable commit that compares the head first. A store never knows what a record, a grant
 * or a hash is. Imports nothing but the JDK.
 */
@NullMarked
package dev.delegationledger.store;

import org.jspecify.annotations.NullMarked;
