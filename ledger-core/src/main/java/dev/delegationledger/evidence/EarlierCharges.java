package dev.delegationledger.evidence;

import dev.delegationledger.authority.Totals;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Charges.Total;
import dev.delegationledger.log.RawRecord;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What grants had been charged before a record, by the word of some of the records before it.
 * Others may have charged them since: the totals are exact only where no record is left out from
 * the one that states them on.
 */
final class EarlierCharges implements Totals {
  private final NavigableMap<Long, RawRecord> records;
  private final long before;

  /**
   * @param records all of them stand before {@code before}
   */
  EarlierCharges(NavigableMap<Long, RawRecord> records, long before) {
    this.records = records;
    this.before = before;
  }

  @Override
  public Total charged(long grant) {
    return newest(grant)
        .flatMap(record -> record.charges().of(grant))
        .orElse(new Total(grant, 0, 0));
  }

  /** The newest record that states totals of the grant. */
  private Optional<RawRecord> newest(long grant) {
    return records.descendingMap().values().stream()
        .filter(record -> record.charges().of(grant).isPresent())
        .findFirst();
  }

  private boolean isExact(long grant) {
    long from = newest(grant).map(RawRecord::index).orElse(grant);
    Map<Long, RawRecord> since = records.tailMap(from, false);
    return since.size() == before - from - 1;
  }

  /**
   * Whether a record may state {@code charges}.
   *
   * @param least what follows if nobody else charged the grants since
   * @param isDisclosed whether its amount can be read; else that counts as none in {@code least}
   */
  boolean allow(Charges charges, Charges least, boolean isDisclosed) {
    if (charges.totals().size() != least.totals().size()) {
      return false;
    }
    for (int i = 0; i < least.totals().size(); i++) {
      Total stated = charges.totals().get(i);
      Total expected = least.totals().get(i);
      boolean exact = isExact(expected.grant());
      if (stated.grant() != expected.grant()
          || stated.uses() < expected.uses()
          || stated.spent() < expected.spent()
          || (exact && stated.uses() > expected.uses())
          || (exact && isDisclosed && stated.spent() > expected.spent())) {
        return false;
      }
    }
    return true;
  }
}
