/**
 * Stories that run: {@link dev.delegationledger.examples.PaymentsStory} is the main job, end to
 * end.
 */
@NullMarked
package dev.delegationledger.examples;

import org.jspecify.annotations.NullMarked;
