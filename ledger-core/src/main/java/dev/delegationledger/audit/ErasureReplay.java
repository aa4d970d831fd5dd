package dev.delegationledger.audit;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What opens hidden slots and is gone, against what entries erased. An erasure comes after what it
 * erases, so that only the end of the log tells what is lost, and what it leaves undecided. For one
 * audit, on one thread.
 */
final class ErasureReplay implements Unseen {
  private final StoredRows rows;
  private final Findings findings;
  private final NavigableMap<Long, Set<String>> absent = new TreeMap<>();
  private final NavigableMap<Long, Map<String, Hash>> erased = new TreeMap<>();
  private final List<AuditReport.Erased> erasures = new ArrayList<>();
  private final List<Undecided> undecided = new ArrayList<>();

  /** A finding about a record, for want of slots of it or of the record it was found at. */
  private record Undecided(Refusal finding, Set<Long> records) {}

  ErasureReplay(StoredRows rows, Findings findings) {
    this.rows = rows;
    this.findings = findings;
  }

  /** Notes that nothing is stored that opens this slot. */
  void miss(long index, String slot) {
    absent.computeIfAbsent(index, i -> new TreeSet<>()).add(slot);
  }

  @Override
  public boolean defer(Refusal finding, OptionalLong found) {
    Set<Long> records = new TreeSet<>();
    records.add(finding.index().orElseThrow());
    found.ifPresent(records::add);
    records.retainAll(absent.keySet());
    if (!Unseen.isHidden(finding) || records.isEmpty()) {
      return false;
    }
    undecided.add(new Undecided(finding, records));
    return true;
  }

  @Override
  public boolean deferCharges(Refusal mismatch) {
    long index = mismatch.index().orElseThrow();
    if (!absent.containsKey(index)) {
      return false;
    }
    undecided.add(new Undecided(mismatch, Set.of(index)));
    return true;
  }

  /**
   * Takes the erasure in the record at {@code index}; {@code target} is where its target stands.
   */
  void apply(Statement.Erasure erasure, long index, long timeMs, StatusReplay status) {
    OptionalLong target = status.indexOf(erasure.target());
    if (target.isEmpty() || target.getAsLong() >= index) {
      return; // it erases nothing; the rules say so
    }
    Optional<SignedEntry> entry = entry(target.getAsLong());
    if (entry.isEmpty()) {
      return; // that record has a finding of its own
    }
    Map<String, Hash> digests = erasure.digests(entry.get().statement());
    Map<String, Hash> known = erased.computeIfAbsent(target.getAsLong(), i -> new TreeMap<>());
    List<String> slots =
        digests.keySet().stream().filter(slot -> !known.containsKey(slot)).toList();
    known.putAll(digests);
    erasures.add(
        new AuditReport.Erased(target.getAsLong(), slots, index, timeMs, signer(erasure, status)));
  }

  private String signer(Statement.Erasure erasure, StatusReplay status) {
    OptionalLong by = erasure.by().map(status::indexOf).orElse(OptionalLong.empty());
    if (by.isPresent()
        && entry(by.getAsLong()).map(SignedEntry::statement).orElse(null)
            instanceof Statement.Enrolment enrolment) {
      return enrolment.id();
    }
    return Jwk.THUMBPRINT_URI_PREFIX + erasure.issued().signer().base64Url();
  }

  private Optional<SignedEntry> entry(long index) {
    try {
      return StoredRecord.read(rows, index).entry();
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }

  /** At the end of the log: what is gone and was not erased, and what was erased and is there. */
  void compare() {
    absent.forEach(
        (index, slots) ->
            slots.stream()
                .filter(slot -> !isErased(index, slot))
                .forEach(
                    slot ->
                        findings.add(
                            index,
                            Reason.DISCLOSURE_LOST,
                            "read DISCLOSURES: expected what opens slot "
                                + slot
                                + " or an entry that erased it, got neither")));
    erased.forEach(
        (index, digests) ->
            digests.forEach(
                (slot, digest) -> {
                  if (!rows.look(Table.DISCLOSURES, Keys.disclosure(index, digest)).isAbsent()) {
                    findings.add(
                        index,
                        Reason.DISCLOSURE_NOT_ERASED,
                        "read DISCLOSURES: expected nothing that opens slot "
                            + slot
                            + ", which was erased");
                  }
                }));
    undecided.removeIf(
        one -> {
          boolean isFinding = !one.records().stream().allMatch(this::isAllErased);
          if (isFinding) {
            findings.add(one.finding());
          }
          return isFinding;
        });
  }

  private boolean isAllErased(long index) {
    return absent.getOrDefault(index, Set.of()).stream().allMatch(slot -> isErased(index, slot));
  }

  private boolean isErased(long index, String slot) {
    return erased.getOrDefault(index, Map.of()).containsKey(slot);
  }

  /** The erasures, in the order of the log. */
  List<AuditReport.Erased> erasures() {
    return erasures;
  }

  /** How many records could not be judged again, since a rule needs what was erased. */
  long unjudged() {
    return undecided.stream().map(one -> one.finding().index()).distinct().count();
  }
}
