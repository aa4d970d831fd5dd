/**
 * The door for tokens that other programs made: verifies an Attenuating Authorization Token chain
 * and its proof of possession (draft-niyikiza-oauth-attenuating-agent-tokens-01) by the rules that
 * the ledger's own grants are judged by. Keeps no state, records nothing; thread-safe.
 */
@NullMarked
package dev.delegationledger.aat;

import org.jspecify.annotations.NullMarked;
