/**
 * The authority proof: one file that shows who authorised one action. The exporter writes it from a
 * ledger; the verifier reads it as just another source of records for the rules.
 */
@NullMarked
package dev.delegationledger.proof;

import org.jspecify.annotations.NullMarked;
