package dev.delegationledger.audit;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.StoreException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries that were replayed, read again and compared with what was replayed; those that were asked
 * for last are kept. For one audit, on one thread.
 */
final class Reread {
  /** What is kept beside its text, as characters. */
  private static final int BESIDE = 500;

  /** An entry takes about ten bytes for each of its characters: so a twelfth of the heap. */
  private static final int HEAP_SHARE = 128;

  private final ReplaySource source;
  private final ReplayedRecords replayed;
  private final long maxCharacters = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  private final Map<Long, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private long characters;

  /** An entry with all disclosures that there are. */
  static final class Held {
    final SignedEntry entry;
    final long timeMs;
    final Charges charges;

    /** Once it was verified. */
    @Nullable PlacedEntry placed;

    Held(SignedEntry entry, long timeMs, Charges charges, @Nullable PlacedEntry placed) {
      this.entry = entry;
      this.timeMs = timeMs;
      this.charges = charges;
      this.placed = placed;
    }

    long characters() {
      return BESIDE
          + entry.length()
          + entry.disclosures().values().stream().mapToLong(d -> d.encoded().length()).sum();
    }
  }

  Reread(ReplaySource source, ReplayedRecords replayed) {
    this.source = source;
    this.replayed = replayed;
  }

  /**
   * The entry of a replayed record, which was readable.
   *
   * @throws IllegalStateException if it is another one now
   * @throws StoreException if it cannot be read any more
   */
  Held at(long index) {
    Held known = held.get(index);
    if (known == null) {
      known = read(index);
      keep(index, known);
    }
    return known;
  }

  /** Keeps an entry that was just replayed. */
  void keep(long index, Held entry) {
    Held before = held.put(index, entry);
    characters += entry.characters() - (before == null ? 0 : before.characters());
    Iterator<Held> oldest = held.values().iterator();
    while (characters > maxCharacters && oldest.hasNext()) {
      characters -= oldest.next().characters();
      oldest.remove();
    }
  }

  private Held read(long index) {
    byte[] bytes = source.record(index);
    replayed.requireSame(index, Merkle.leafHash(bytes));
    try {
      RawRecord record = RawRecord.parse(Bytes.of(bytes));
      SignedEntry entry = SignedEntry.of(record.jws(), List.of());
      return new Held(source.opened(entry, index), record.timeMs(), record.charges(), null);
    } catch (RefusedException e) {
      throw changed(index);
    }
  }

  /** It was in the format when it was replayed. */
  static IllegalStateException changed(long index) {
    return new IllegalStateException(
        "replay: expected records that nobody changes, read record " + index + " in two ways");
  }
}
