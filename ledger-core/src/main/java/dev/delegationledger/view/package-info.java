/**
 * A ledger as its store holds it: the rows that a record gives, the head, and a live picture that
 * the rules can read.
 */
@NullMarked
package dev.delegationledger.view;

import org.jspecify.annotations.NullMarked;
