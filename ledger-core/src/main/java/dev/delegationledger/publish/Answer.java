package dev.delegationledger.publish;

import dev.delegationledger.log.Cosignature;
import dev.delegationledger.publish.WitnessStatus.State;
import java.util.Optional;

/**
 * What came of asking one witness once.
 *
 * @param cosignature verified; if and only if the state says so
 * @param saw how many records it says that it has cosigned, if it said
 */
record Answer(State state, String detail, Optional<Cosignature> cosignature, Optional<Long> saw) {
  static Answer cosigned(Cosignature cosignature) {
    return new Answer(
        State.COSIGNED,
        "cosigned " + cosignature.checkpoint().size() + " records",
        Optional.of(cosignature),
        Optional.of(cosignature.checkpoint().size()));
  }

  static Answer of(State state, String detail) {
    return new Answer(state, detail, Optional.empty(), Optional.empty());
  }

  static Answer saw(State state, long size, String detail) {
    return new Answer(state, detail, Optional.empty(), Optional.of(size));
  }
}
