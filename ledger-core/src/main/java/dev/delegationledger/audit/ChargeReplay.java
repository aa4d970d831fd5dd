package dev.delegationledger.audit;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Charges.Total;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.Optional;
import java.util.Set;

/**
 * What each grant has been charged by the word of the records: the newest one that names it counts.
 * A record that cannot be believed may have charged any grant before it; until a later one says how
 * the grant stands, its totals are only known to be no less than before. For one audit, on one
 * thread.
 */
final class ChargeReplay {
  private final Findings findings;

  /** By grant: uses, what is spent, and the record that states it. */
  private final LongTable newest = new LongTable(3);

  private long lost = -1;

  ChargeReplay(Findings findings) {
    this.findings = findings;
  }

  /**
   * Takes what the record of {@code entry} states. Only actions are charged to anything: what
   * another record states of it is a finding, and counts for nothing.
   *
   * @param believed empty if the record cannot be believed
   */
  void apply(SignedEntry entry, Optional<RawRecord> believed, long index) {
    boolean action = entry.kind() == Kind.ACTION;
    if (action && believed.isPresent()) {
      for (Total total : believed.get().charges().totals()) {
        newest.put(total.grant(), total.uses(), total.spent(), index);
      }
    } else if (action) {
      lose(index);
    } else if (believed.isPresent() && !believed.get().charges().equals(Charges.NONE)) {
      findings.add(
          index,
          Reason.CHARGES_MISMATCH,
          "check charges: expected none of what is no action, got " + believed.get().charges());
    }
  }

  /** What the record at {@code index} charged cannot be told. */
  void lose(long index) {
    lost = index;
  }

  /** Whether a record may state {@code charges} where {@code expected} follow from those before. */
  boolean allows(Charges charges, Charges expected) {
    if (charges.equals(expected)) {
      return true;
    }
    if (charges.totals().size() != expected.totals().size()) {
      return false;
    }
    for (int i = 0; i < charges.totals().size(); i++) {
      if (!allows(charges.totals().get(i), expected.totals().get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether {@code charges} differ from {@code expected} only by more money, and only where the
   * amount is hidden, which counts as none.
   *
   * @param hidden the grants of which it is
   */
  static boolean isMoreSpent(Charges charges, Charges expected, Set<Long> hidden) {
    if (charges.totals().size() != expected.totals().size()) {
      return false;
    }
    for (int i = 0; i < charges.totals().size(); i++) {
      Total stated = charges.totals().get(i);
      Total least = expected.totals().get(i);
      if (stated.grant() != least.grant()
          || stated.uses() != least.uses()
          || stated.spent() < least.spent()
          || (stated.spent() > least.spent() && !hidden.contains(least.grant()))) {
        return false;
      }
    }
    return true;
  }

  private boolean allows(Total total, Total expected) {
    return isCertain(expected.grant())
        ? total.equals(expected)
        : total.grant() == expected.grant() && isNoLess(total, expected);
  }

  private static boolean isNoLess(Total total, Total before) {
    return total.uses() >= before.uses() && total.spent() >= before.spent();
  }

  private boolean isCertain(long grant) {
    return lost < (newest.contains(grant) ? newest.get(grant, 2) : grant);
  }

  /** Whether records charged the grant in the record at {@code index}, or may have. */
  boolean isExpected(long index) {
    return newest.contains(index) || (index >= 0 && !isCertain(index));
  }

  /** Compares the stored rows with what the records state. */
  void compareRows(StoredRows rows) {
    for (long grant : newest.sortedKeys()) {
      compareRow(rows, grant, new Total(grant, newest.get(grant, 0), newest.get(grant, 1)));
    }
  }

  private void compareRow(StoredRows rows, long grant, Total total) {
    if (isCertain(grant)) {
      Rows.charged(
          total,
          (table, key, value) ->
              rows.expectValue(table, key, value, grant, Reason.LOOKUP_CONTRADICTION));
      return;
    }
    rows.expect(Table.CHARGES, Keys.index(grant), grant, Reason.LOOKUP_CONTRADICTION)
        .filter(row -> !isNoLess(grant, row, total))
        .ifPresent(
            row ->
                findings.add(
                    grant,
                    Reason.LOOKUP_CONTRADICTION,
                    "read CHARGES: expected no less than the records give"));
  }

  private static boolean isNoLess(long grant, byte[] row, Total before) {
    try {
      return isNoLess(Rows.readCharged(grant, row), before);
    } catch (RefusedException malformed) {
      return false;
    }
  }
}
