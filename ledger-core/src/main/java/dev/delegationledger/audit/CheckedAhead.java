package dev.delegationledger.audit;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.KeyRing;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An entry that was verified before its turn, and the keys that its verification asked for. It
 * counts only where the replay answers each of these questions alike: then to verify it again would
 * say the same. Immutable and thread-safe.
 */
final class CheckedAhead {
  private final VerifiedEntry verified;
  private final Map<Hash, VerifyingKey> told;

  private CheckedAhead(VerifiedEntry verified, Map<Hash, VerifyingKey> told) {
    this.verified = verified;
    this.told = told;
  }

  /** Verifies {@code entry} with {@code hints}; empty if it is refused, whatever for. */
  static Optional<CheckedAhead> of(SignedEntry entry, KeyRing hints) {
    Map<Hash, VerifyingKey> told = new HashMap<>();
    try {
      VerifiedEntry verified =
          entry.verify(
              thumbprint -> {
                Optional<VerifyingKey> key = hints.key(thumbprint);
                key.ifPresent(found -> told.put(thumbprint, found));
                return key;
              });
      return Optional.of(new CheckedAhead(verified, Map.copyOf(told)));
    } catch (RefusedException refused) {
      return Optional.empty();
    }
  }

  /**
   * What {@code entry.verify(keys)} says, without doing it again if it was done ahead.
   *
   * @param ahead of the same entry
   */
  static VerifiedEntry verify(SignedEntry entry, Optional<CheckedAhead> ahead, KeyRing keys)
      throws RefusedException {
    return ahead.isPresent() && ahead.get().holdsUnder(keys)
        ? ahead.get().verified
        : entry.verify(keys);
  }

  private boolean holdsUnder(KeyRing keys) {
    return told.entrySet().stream()
        .allMatch(asked -> keys.key(asked.getKey()).equals(Optional.of(asked.getValue())));
  }
}
