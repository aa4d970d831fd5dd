package dev.delegationledger.audit;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Collects findings; keeps the worse ones if there are too many. For one audit, on one thread. */
final class Findings {
  private static final int RANKS = 3;

  private final List<List<Refusal>> kept = new ArrayList<>();
  private final Set<Place> places = new HashSet<>();
  private long count;

  private record Place(Reason reason, OptionalLong index) {}

  Findings() {
    for (int rank = 0; rank < RANKS; rank++) {
      kept.add(new ArrayList<>());
    }
  }

  void add(Refusal finding) {
    count++;
    places.add(new Place(finding.reason(), finding.index()));
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
    return places.contains(new Place(finding.reason(), finding.index()));
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
