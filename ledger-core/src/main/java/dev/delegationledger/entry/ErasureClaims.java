package dev.delegationledger.entry;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The claims of an erasure. */
final class ErasureClaims {
  private static final int MAX_SLOTS = 16;
  private static final String SLOTS = "slots";

  private ErasureClaims() {}

  static Statement.Erasure read(ClaimsReader in) throws RefusedException {
    Set<String> slots =
        ClaimsReader.has(in.dl, SLOTS)
            ? Set.copyOf(ClaimsReader.labels(in.dl, SLOTS, 1, MAX_SLOTS))
            : Set.of();
    Optional<Hash> by = in.dl.optionalHash("by");
    Optional<Hash> policy = in.dl.optionalHash("policy");
    if (policy.isPresent() && by.isEmpty()) {
      throw in.dl.refused("policy", "expected none without by: an authority needs no retention");
    }
    return new Statement.Erasure(
        in.issued(Set.of()), in.dl.hash("target"), slots, by, policy, ReasonedClaims.reason(in));
  }

  static void write(Statement.Erasure erasure, ObjectWriter dl) {
    ReasonedClaims.reason(erasure, dl)
        .hash("target", erasure.target())
        .hash("by", erasure.by())
        .hash("policy", erasure.policy());
    if (!erasure.erases().isEmpty()) {
      dl.texts(SLOTS, List.copyOf(erasure.erases()));
    }
  }
}
