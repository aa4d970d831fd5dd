package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.Recorded;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a process that appended had been told when it died: which entries are recorded, and which it
 * does not know about.
 */
final class Acknowledged {
  private final Map<Long, Hash> entries = new TreeMap<>();
  private final List<SignedEntry> submitted = new ArrayList<>();

  /** This, and what the lines of a {@link LedgerChild}'s journal say. */
  Acknowledged and(List<String> lines) throws RefusedException {
    Acknowledged both = new Acknowledged();
    both.entries.putAll(entries);
    both.submitted.addAll(submitted);
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", 3));
      switch (words.get(0)) {
        case "A" ->
            both.acknowledge(Long.parseLong(words.get(1)), Hash.fromBase64Url(words.get(2)));
        case "B" -> both.submit(SignedEntry.parse(words.get(1)));
        default -> {}
      }
    }
    return both;
  }

  void acknowledge(long index, Hash hash) {
    assertThat(entries.putIfAbsent(index, hash)).as("another at %s", index).isIn(null, hash);
  }

  void submit(SignedEntry entry) {
    submitted.add(entry);
  }

  int size() {
    return entries.size();
  }

  /** How many of them {@code ledger} does not have at their place. */
  int missingIn(DelegationLedger ledger) {
    int missing = 0;
    for (Map.Entry<Long, Hash> entry : entries.entrySet()) {
      Optional<Recorded> found = ledger.find(entry.getValue());
      if (found.isEmpty() || found.get().receipt().index() != entry.getKey()) {
        missing++;
      }
    }
    return missing;
  }

  /**
   * Opens the ledger in {@code dir} and holds it to the promise: it has every acknowledged entry;
   * of whatever was submitted, a retry with the same bytes leaves exactly one record; and a full
   * audit finds nothing. From then on whatever was submitted is acknowledged.
   */
  void assertHeldBy(Path dir, String what) {
    long size;
    try (DelegationLedger ledger = LedgerChild.open(dir)) {
      assertThat(missingIn(ledger)).as("acknowledged and missing, %s", what).isZero();
      size = retried(ledger, what);
    } catch (StoreException | LedgerBrokenException e) {
      throw new AssertionError("expected that it opens and goes on, " + what + ", got " + e, e);
    }
    try (ReadableStore store = RocksDbStore.read(dir)) {
      AuditReport report = Audit.full(store, LedgerChild.trust()).run();
      assertThat(report.findings()).as(what).isEmpty();
      assertThat(report.unsignedTail()).as(what).isZero();
      assertThat(report.size()).as(what).isEqualTo(size);
    }
  }

  /** Returns the size that the ledger then has. */
  private long retried(DelegationLedger ledger, String what) {
    long size = ledger.checkpoint().checkpoint().size();
    for (SignedEntry entry : submitted) {
      boolean there = ledger.find(entry.hash()).isPresent();
      Recorded again = ledger.append(entry);
      assertThat(again.receipt().repeated()).as("retried, %s", what).isEqualTo(there);
      size += there ? 0 : 1;
      acknowledge(again.receipt().index(), entry.hash());
      assertThat(ledger.append(entry).receipt().repeated()).as("again, %s", what).isTrue();
    }
    submitted.clear();
    assertThat(ledger.checkpoint().checkpoint().size()).as("records, %s", what).isEqualTo(size);
    return size;
  }
}
