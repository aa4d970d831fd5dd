package dev.delegationledger.audit;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.BoundKeys;
import dev.delegationledger.entry.KeyRing;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Kept;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a store's look-up rows lead to, wherever in the log, for checking signatures ahead.
 * A thumbprint has one key, so a key found here is the right one; whether it has a role where it is
 * used is the replay's to say. Thread-safe.
 */
final class KeyHints implements KeyRing {
  /** A key is bound once; where many rows say otherwise, the replay finds it itself. */
  private static final int MAX_READ = 8;

  private final StoredRows rows;
  private final Kept<Hash, VerifyingKey> kept = Kept.atMost(10_000);

  KeyHints(StoredRows rows) {
    this.rows = rows;
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    VerifyingKey known = kept.get(thumbprint);
    if (known != null) {
      return Optional.of(known);
    }
    rows.hints(Table.BY_KEY, Keys.hash(thumbprint), index -> index >= 0).stream()
        .limit(MAX_READ)
        .forEach(this::keep);
    if (kept.get(thumbprint) == null) {
      keep(0); // the keys of genesis have no rows
    }
    return Optional.ofNullable(kept.get(thumbprint));
  }

  private void keep(long index) {
    kept.putAll(bound(index));
  }

  private Map<Hash, VerifyingKey> bound(long index) {
    try {
      return StoredRecord.read(rows, index)
          .entry()
          .map(SignedEntry::statement)
          .map(BoundKeys::of)
          .orElse(Map.of());
    } catch (RefusedException malformed) {
      return Map.of();
    }
  }
}
