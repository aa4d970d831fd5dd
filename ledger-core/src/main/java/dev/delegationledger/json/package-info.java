/**
 * Strict and canonical JSON over {@link dev.delegationledger.model.Value}, and closed schemas for
 * objects. The only package that imports Jackson, whose streaming parser reads and whose messages
 * never leave.
 */
@NullMarked
package dev.delegationledger.json;

import org.jspecify.annotations.NullMarked;
