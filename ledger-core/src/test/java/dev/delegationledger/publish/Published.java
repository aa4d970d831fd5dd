package dev.delegationledger.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.publish.WitnessStatus.State;
import dev.delegationledger.testing.LoopbackWitness;
import dev.delegationledger.testing.Scene;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How tests publish, and wait. */
final class Published {
  private static final long MOST_SECONDS = 20;

  private Published() {}

  static WitnessPolicy policy(String text) {
    try {
      return WitnessPolicy.parse(text);
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A policy of one witness. */
  static String alone(LoopbackWitness witness) {
    return witness.line("one") + "quorum one\n";
  }

  /** Often, but with time for a machine that is busy. */
  static Publishing by(String policy) {
    return Publishing.by(policy(policy))
        .timeout(Duration.ofSeconds(15))
        .atMostEvery(Duration.ofMillis(10))
        .retrying(Duration.ofMillis(10), Duration.ofMillis(50));
  }

  static Publisher begin(Scene s, String policy) {
    return s.ledger.publish(by(policy));
  }

  static WitnessStatus status(Publisher publisher, int witness) {
    return publisher.status().get(witness);
  }

  /** Waits until the first witness stands so. */
  static WitnessStatus await(Publisher publisher, State state) {
    return await(publisher, 0, state);
  }

  static WitnessStatus await(Publisher publisher, int witness, State state) {
    until(() -> status(publisher, witness).state() == state, publisher);
    return status(publisher, witness);
  }

  /** Waits for what other threads do. */
  static void until(BooleanSupplier condition, Object orSay) {
    long end = System.nanoTime() + Duration.ofSeconds(MOST_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(orSay::toString).isLessThan(end);
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
