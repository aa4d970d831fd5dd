package dev.delegationledger.publish;

import dev.delegationledger.log.Cosignature;
import dev.delegationledger.publish.WitnessStatus.State;
import java.util.Optional;

/**
 * What came of asking one witness once.
 *
 * @param cosignature verified; if and only if the state says so
 * @param saw how many records it says that it has cosigned, if it said
 * @param dated when it says that it cosigned, in seconds since the epoch, if a cosignature verified
 */
record Answer(
    State state,
    String detail,
    Optional<Cosignature> cosignature,
    Optional<Long> saw,
    Optional<Long> dated) {
  static Answer cosigned(Cosignature cosignature) {
    return new Answer(
        State.COSIGNED,
        "cosigned " + cosignature.checkpoint().size() + " records",
        Optional.of(cosignature),
        Optional.of(cosignature.checkpoint().size()),
        Optional.of(cosignature.timestamp()));
  }

  static Answer of(State state, String detail) {
    return new Answer(state, detail, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same without a cosignature, which is dated too early to count. */
  Answer tooEarly(String why) {
    return new Answer(State.CLOCK_BEHIND, why, Optional.empty(), Optional.empty(), dated);
  }

  static Answer saw(State state, long size, String detail) {
    return new Answer(state, detail, Optional.empty(), Optional.of(size), Optional.empty());
  }
}
