package dev.delegationledger.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What an action was charged to: for each grant of its chain that carries a limit the totals after
 * its record. Written {@code <grant index>:<uses>:<spent>}, comma separated, or {@code -} for none.
 * Immutable.
 *
 * @param totals in the order of the log; each grant stands before the record itself
 */
public record Charges(List<Total> totals) {
  /** Charged to nothing. */
  public static final Charges NONE = new Charges(List.of());

  private static final String DASH = "-";
  private static final int FIELDS = 3;

  /**
   * The totals of one grant.
   *
   * @param grant the index of its record
   * @param uses how many actions were charged to it
   * @param spent in minor units of the currency of its limit; 0 if it limits no spending
   */
  public record Total(long grant, long uses, long spent) {
    /**
     * @throws IllegalArgumentException on a negative number, or one of 2^53 and more
     */
    public Total {
      if (grant < 0 || uses < 0 || spent < 0 || uses > Decimal.MAX || spent > Decimal.MAX) {
        throw new IllegalArgumentException("expected totals of 0 to 2^53-1");
      }
    }
  }

  /**
   * @throws IllegalArgumentException unless the grants stand in the order of the log
   */
  public Charges {
    totals = List.copyOf(totals);
    for (int i = 1; i < totals.size(); i++) {
      if (totals.get(i).grant() <= totals.get(i - 1).grant()) {
        throw new IllegalArgumentException("expected the grants in the order of the log");
      }
    }
  }

  /** Reads the charges of the record at {@code recordIndex}; nothing on any other spelling. */
  static Optional<Charges> parse(String charges, long recordIndex) {
    if (charges.equals(DASH)) {
      return Optional.of(NONE);
    }
    List<Total> totals = new ArrayList<>();
    long after = -1;
    for (String charge : charges.split(",", -1)) {
      String[] fields = charge.split(":", -1);
      if (fields.length != FIELDS) {
        return Optional.empty();
      }
      OptionalLong grant = Decimal.parse(fields[0], recordIndex - 1);
      OptionalLong uses = Decimal.parse(fields[1], Decimal.MAX);
      OptionalLong spent = Decimal.parse(fields[2], Decimal.MAX);
      if (grant.isEmpty() || uses.isEmpty() || spent.isEmpty() || grant.getAsLong() <= after) {
        return Optional.empty();
      }
      after = grant.getAsLong();
      totals.add(new Total(after, uses.getAsLong(), spent.getAsLong()));
    }
    return Optional.of(new Charges(totals));
  }

  /** The totals of the grant in the record at {@code grant}, if it was charged. */
  public Optional<Total> of(long grant) {
    for (Total total : totals) {
      if (total.grant() == grant) {
        return Optional.of(total);
      }
    }
    return Optional.empty();
  }

  /** As it stands in the record. */
  @Override
  public String toString() {
    return totals.isEmpty()
        ? DASH
        : totals.stream()
            .map(total -> total.grant() + ":" + total.uses() + ":" + total.spent())
            .collect(Collectors.joining(","));
  }
}
