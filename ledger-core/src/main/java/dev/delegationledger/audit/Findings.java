package dev.delegationledger.audit;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Collects findings; keeps the worse ones if there are too many, and counts all. For one audit, on
 * one thread.
 */
final class Findings {
  private static final int RANKS = 3;
  private static final int MAX_PLACES = 1_000_000;
  private static final int INDEX_BITS = 54;
  private static final List<Reason> REASONS = List.of(Reason.values());

  private final List<List<Refusal>> kept = new ArrayList<>();

  /** What is known of the first million, so that it is not found again. */
  private final LongTable places = new LongTable(0);

  /** The record that alone is of interest, if there is one. */
  private final OptionalLong about;

  private long count;

  Findings() {
    this(OptionalLong.empty());
  }

  /**
   * @param about what is found about another record is known, and not kept
   */
  Findings(OptionalLong about) {
    this.about = about;
    for (int rank = 0; rank < RANKS; rank++) {
      kept.add(new ArrayList<>());
    }
  }

  void add(Refusal finding) {
    if (places.size() < MAX_PLACES) {
      places.put(place(finding));
    }
    if (about.isPresent() && !finding.index().equals(about)) {
      return;
    }
    count++;
    List<Refusal> rank = kept.get(AuditReport.rank(finding.reason()));
    if (rank.size() < AuditReport.MAX_FINDINGS) {
      rank.add(finding);
    }
  }

  void add(long index, Reason reason, String detail) {
    add(Refusal.at(index, reason, detail));
  }

  /** Whether {@code finding}, or the same about the same record in other words, is known. */
  boolean has(Refusal finding) {
    return places.contains(place(finding));
  }

  /** A record's index has fewer bits, and there are fewer reasons than a long has room for. */
  private static long place(Refusal finding) {
    return (REASONS.indexOf(finding.reason()) * (1L << INDEX_BITS))
        + finding.index().orElse(-1)
        + 1;
  }

  /** The worst that fit, in the order of the records. */
  List<Refusal> list() {
    return kept.stream()
        .flatMap(List::stream)
        .limit(AuditReport.MAX_FINDINGS)
        .sorted(Comparator.comparingLong(finding -> finding.index().orElse(Long.MAX_VALUE)))
        .toList();
  }

  /** How many {@link #list} leaves out. */
  long more() {
    return count - list().size();
  }
}
