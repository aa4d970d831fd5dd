package dev.delegationledger.view;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of a stored ledger that a {@link LiveView} holds. For one thread. */
final class HeldRecords {
  private final StoredLedger stored;

  private final Kinds kinds = new Kinds();
  private final Map<Hash, VerifyingKey> keys = new HashMap<>();

  HeldRecords(StoredLedger stored) {
    this.stored = stored;
  }

  /** Whether later records may rest on one of this kind. */
  static boolean isHeld(Kind kind) {
    return switch (kind) {
      case ACTION, OUTCOME, DENIAL, FOREIGN_CALL, ERASURE -> false;
      case GENESIS,
          ENROLMENT,
          GRANT,
          POLICY,
          ARCHETYPE,
          GROUP,
          REQUEST,
          APPROVAL,
          TRANSFER,
          REVOCATION,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          AUTHORITY,
          LEDGER_KEY ->
          true;
    };
  }

  /** Whether it is over by {@code timeMs}, so that no call can rest on it any more. */
  static boolean hasEnded(PlacedEntry entry, long timeMs) {
    Statement statement = entry.statement();
    if (statement instanceof Statement.Grant grant) {
      return grant.expiresAt() <= timeMs / 1000;
    }
    return statement instanceof Statement.Request request && request.expiresAt() <= timeMs / 1000;
  }

  /** Those among the first {@code size} records, in the order of the log. */
  List<PlacedEntry> read(long size) {
    List<Long> indexes = new ArrayList<>();
    stored
        .store()
        .scan(
            Table.RECORDS,
            Keys.index(0),
            (key, value) -> {
              long index = Keys.trailingIndex(key);
              if (index < size && isHeld(value)) {
                indexes.add(index);
              }
              return true;
            });
    List<PlacedEntry> held = new ArrayList<>();
    for (long index : indexes) {
      believed(index).ifPresent(held::add);
    }
    return held;
  }

  /** By the header alone, so that a long log of actions is not parsed; in doubt it is held. */
  private boolean isHeld(byte[] record) {
    return kinds
        .of(new String(record, StandardCharsets.ISO_8859_1))
        .map(HeldRecords::isHeld)
        .orElse(true);
  }

  private Optional<PlacedEntry> believed(long index) {
    try {
      PlacedEntry entry = stored.read(index, this::key);
      keys.putAll(Rows.keys(entry.statement()));
      return Optional.of(entry);
    } catch (RefusedException unbelievable) {
      return Optional.empty();
    }
  }

  private Optional<VerifyingKey> key(Hash thumbprint) {
    return Optional.ofNullable(keys.get(thumbprint)).or(() -> stored.key(thumbprint));
  }
}
