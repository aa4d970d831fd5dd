package dev.delegationledger.authority;

import dev.delegationledger.log.Witnessing;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What others than its ledger say of a checkpoint. Immutable.
 *
 * @param witnesses what the witnesses of the trust file's policy say; empty if it has none
 * @param auditors what the auditing cosigners that it demands say; empty if it demands none
 */
public record Vouched(Optional<Witnessing> witnesses, Optional<Witnessing> auditors) {
  /** Nobody was asked. */
  static final Vouched BY_NOBODY = new Vouched(Optional.empty(), Optional.empty());

  /** The earliest time by which a quorum of either had cosigned, in seconds since the epoch. */
  Optional<Long> existedBy() {
    return Stream.of(witnesses, auditors)
        .flatMap(Optional::stream)
        .flatMap(found -> found.existedBy().stream())
        .min(Long::compare);
  }
}
