/**
 * Entries: what each kind of statement says as a claims set, and the two stages of its life, {@link
 * dev.delegationledger.entry.SignedEntry} (parsed, believed by nobody) and {@link
 * dev.delegationledger.entry.VerifiedEntry} (its signature checked).
 */
@NullMarked
package dev.delegationledger.entry;

import org.jspecify.annotations.NullMarked;
