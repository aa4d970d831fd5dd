package dev.delegationledger.publish;

import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One checkpoint that all witnesses are shown, and who has cosigned it. Equal to itself only.
 * Confined to the publisher's thread, but for {@link #shown} and {@link #judged}.
 */
final class Round {
  private final SignedCheckpoint shown;
  private final WitnessPolicy policy;
  private final RawRecord newest;
  private final long begun;
  private final Map<WitnessPolicy.Witness, Cosignature> cosigned = new HashMap<>();
  private Optional<Long> metAt = Optional.empty();
  private int kept;

  /**
   * @param newest the record of the greatest index under {@code shown}
   * @param begun of {@link System#nanoTime}
   */
  Round(SignedCheckpoint shown, WitnessPolicy policy, RawRecord newest, long begun) {
    this.shown = shown;
    this.policy = policy;
    this.newest = newest;
    this.begun = begun;
  }

  SignedCheckpoint shown() {
    return shown;
  }

  long size() {
    return shown.checkpoint().size();
  }

  long begun() {
    return begun;
  }

  /**
   * What an answer is worth. A cosignature from before the newest record was there is worth
   * nothing: under the quorum that it made, every proof would be refused for that time.
   */
  Answer judged(Answer answer) {
    if (answer.cosignature().isEmpty()) {
      return answer;
    }
    try {
      WitnessCheck.requireTime(
          answer.cosignature().get().timestamp(), newest.index(), newest.timeMs());
      return answer;
    } catch (RefusedException early) {
      return answer.tooEarly(early.refusal().detail());
    }
  }

  void add(WitnessPolicy.Witness witness, Cosignature cosignature) {
    cosigned.put(witness, cosignature);
  }

  boolean has(WitnessPolicy.Witness witness) {
    return cosigned.containsKey(witness);
  }

  /** When those who cosigned became enough, if they have. */
  Optional<Long> metAt() {
    return metAt;
  }

  /** The checkpoint under all lines that came, if they are enough and more than were kept. */
  Optional<SignedCheckpoint> toKeep() {
    if (cosigned.size() == kept || !policy.isQuorum(cosigned.keySet())) {
      return Optional.empty();
    }
    SignedCheckpoint under = shown;
    for (WitnessPolicy.Witness witness : policy.witnesses()) {
      Cosignature line = cosigned.get(witness);
      under = line == null ? under : under.with(line);
    }
    return Optional.of(under);
  }

  void kept(long now) {
    kept = cosigned.size();
    metAt = metAt.or(() -> Optional.of(now));
  }
}
