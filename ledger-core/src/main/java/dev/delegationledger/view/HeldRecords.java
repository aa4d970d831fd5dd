package dev.delegationledger.view;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.References;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The records of a stored ledger that a {@link LiveView} holds. For one thread. */
final class HeldRecords {
  private final StoredLedger stored;
  private final Head head;
  private final Map<Hash, VerifyingKey> keys = new HashMap<>();

  /** By record the end that it is listed with. */
  private final Map<Long, Long> listed = new HashMap<>();

  private HeldRecords(StoredLedger stored, Head head) {
    this.stored = stored;
    this.head = head;
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

  /** Whether it is held at {@code timeMs} of its own accord, not since something leads to it. */
  static boolean isRoot(PlacedEntry entry, long timeMs) {
    OptionalLong end = Lifetime.end(entry.statement());
    return end.isPresent() && end.getAsLong() > second(timeMs);
  }

  /**
   * What is held with an entry, ended or not: a decision about a grant, a request or an enrolment
   * meets all that it rests on.
   */
  static List<Hash> restsOn(PlacedEntry entry) {
    Statement statement = entry.statement();
    return statement instanceof Statement.Grant
            || statement instanceof Statement.Request
            || statement instanceof Statement.Enrolment
        ? References.of(statement)
        : List.of();
  }

  /**
   * What has not ended when the newest record was made, what that rests on, and the records that
   * changed the status of any of these, in the order of the log. Nothing else is read, however long
   * the log is, and all that is read is held against the roots of the head.
   *
   * @throws RefusedException if a record, what happened to it, or the list of what has not ended is
   *     another one than the roots stand for
   */
  static Collection<PlacedEntry> read(StoredLedger stored) throws RefusedException {
    return new HeldRecords(stored, stored.head()).read();
  }

  private Collection<PlacedEntry> read() throws RefusedException {
    NavigableMap<Long, PlacedEntry> held = new TreeMap<>();
    NavigableSet<Long> known = new TreeSet<>();
    NavigableSet<Long> next = list();
    while (!next.isEmpty()) {
      stored.requireUnderHead(next);
      known.addAll(next);
      NavigableSet<Long> found = new TreeSet<>();
      for (long index : next) {
        Optional<PlacedEntry> entry = believed(index).filter(read -> isHeld(read.kind()));
        if (entry.isPresent()) {
          held.put(index, entry.get());
          lead(entry.get(), found);
        }
      }
      found.removeAll(known);
      next = found;
    }
    return held.values();
  }

  /** What the store lists as not ended. What is missing there is not held, which an audit finds. */
  private NavigableSet<Long> list() throws RefusedException {
    boolean[] wrong = {false};
    stored
        .store()
        .scan(
            Table.BY_END,
            Keys.end(second(head.lastTimeMs()) + 1),
            (key, value) -> {
              long index = key.length == Keys.END_BYTES ? Keys.trailingIndex(key) : -1;
              wrong[0] |=
                  index < 0
                      || index >= head.size()
                      || listed.put(index, Keys.leadingSecond(key)) != null;
              return !wrong[0];
            });
    if (wrong[0] || !listed.containsKey(0L)) {
      throw RefusedException.of(
          Reason.LOOKUP_CONTRADICTION,
          "read BY_END: expected genesis, and each other record of the log at most once");
    }
    return new TreeSet<>(listed.keySet());
  }

  private void lead(PlacedEntry entry, Set<Long> found) throws RefusedException {
    for (Fact fact : stored.status(entry.index()).orElseThrow().facts()) {
      found.add(fact.at());
    }
    for (Hash reference : restsOn(entry)) {
      stored.indexOf(reference).ifPresent(found::add);
    }
  }

  /** An entry that the store has as it was recorded, unless it can be believed nowhere. */
  private Optional<PlacedEntry> believed(long index) throws RefusedException {
    RawRecord record = stored.record(index);
    List<Disclosure> disclosures = stored.disclosures(index);
    PlacedEntry entry;
    try {
      entry =
          index == 0
              ? stored.identity().genesis()
              : new PlacedEntry(
                  SignedEntry.of(record.jws(), disclosures).verify(this::key),
                  new Position(index, record.timeMs()));
    } catch (RefusedException unbelievable) {
      return Optional.empty();
    }
    requireListed(entry);
    requireDisclosed(entry);
    keys.putAll(Rows.keys(entry.statement()));
    return Optional.of(entry);
  }

  private void requireListed(PlacedEntry entry) throws RefusedException {
    Long end = listed.get(entry.index());
    if (end != null && !Lifetime.end(entry.statement()).equals(OptionalLong.of(end))) {
      throw new RefusedException(
          Refusal.at(
              entry.index(),
              Reason.LOOKUP_CONTRADICTION,
              "read BY_END: expected the end that the record states, got " + end));
    }
  }

  /** What is hidden and not there was erased. */
  private void requireDisclosed(PlacedEntry entry) throws RefusedException {
    Set<String> lost = new TreeSet<>(entry.entry().signed().hiddenSlots());
    if (lost.isEmpty()) {
      return;
    }
    for (Fact fact : stored.status(entry.index()).orElseThrow().facts()) {
      if (stored.signedEntry(fact.at()).statement() instanceof Statement.Erasure erasure) {
        lost.removeAll(erasure.digests(entry.statement()).keySet());
      }
    }
    if (!lost.isEmpty()) {
      throw new RefusedException(
          Refusal.at(
              entry.index(),
              Reason.DISCLOSURE_LOST,
              "read disclosures: expected one for each slot that was not erased, got none for "
                  + lost));
    }
  }

  private Optional<VerifyingKey> key(Hash thumbprint) {
    return Optional.ofNullable(keys.get(thumbprint)).or(() -> stored.key(thumbprint));
  }

  private static long second(long timeMs) {
    return Math.floorDiv(timeMs, 1000L);
  }
}
