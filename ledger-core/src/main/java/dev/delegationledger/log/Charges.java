package dev.delegationledger.log;

import java.util.OptionalLong;

/**
 * The framing of a record's charges: {@code -}, or for each grant of the chain that carries a limit
 * the totals after this record, {@code <grant index>:<uses>:<spent>}, comma separated. The grants
 * stand in the order of the log, each before the record itself; numbers are below 2^53.
 */
final class Charges {
  static final String NONE = "-";
  private static final int FIELDS = 3;

  private Charges() {}

  /**
   * Whether the record at {@code recordIndex} could carry {@code charges}. Says nothing about the
   * totals.
   */
  static boolean areFramed(String charges, long recordIndex) {
    if (charges.equals(NONE)) {
      return true;
    }
    long after = -1;
    for (String charge : charges.split(",", -1)) {
      String[] fields = charge.split(":", -1);
      if (fields.length != FIELDS) {
        return false;
      }
      OptionalLong grant = Decimal.parse(fields[0], recordIndex - 1);
      boolean totals =
          Decimal.parse(fields[1], Decimal.MAX).isPresent()
              && Decimal.parse(fields[2], Decimal.MAX).isPresent();
      if (!totals || grant.isEmpty() || grant.getAsLong() <= after) {
        return false;
      }
      after = grant.getAsLong();
    }
    return true;
  }
}
