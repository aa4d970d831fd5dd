/**
 * The attenuation calculus of draft-niyikiza-oauth-attenuating-agent-tokens-01: what a scope grants
 * ({@code check}, section 3.4), when a scope grants no more than another ({@code subsumes}, section
 * 4.5), and both told to a person. Pure functions over the model; thread-safe.
 */
@NullMarked
package dev.delegationledger.scope;

import org.jspecify.annotations.NullMarked;
