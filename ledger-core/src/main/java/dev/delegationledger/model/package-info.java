/**
 * The vocabulary: byte strings, exact JSON values, constraints, statements, reasons. Data only; it
 * imports nothing but the JDK.
 */
@NullMarked
package dev.delegationledger.model;

import org.jspecify.annotations.NullMarked;
