package dev.delegationledger.model;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Why something was not accepted: one reason, where, and what was expected and got. A finding, not
 * a failure.
 *
 * @param reason the rule that refused
 * @param index the record it was found at, if one is known
 * @param hop the place in the chain of grants, 0 for the root grant, if the finding is about one
 * @param detail lower case, one line; names the act, the expected and the got, never an undisclosed
 *     value
 */
public record Refusal(Reason reason, OptionalLong index, OptionalInt hop, String detail) {
  /** A refusal that is about no record in particular. */
  public static Refusal of(Reason reason, String detail) {
    return new Refusal(reason, OptionalLong.empty(), OptionalInt.empty(), detail);
  }

  /** A refusal about the record at {@code index}. */
  public static Refusal at(long index, Reason reason, String detail) {
    return new Refusal(reason, OptionalLong.of(index), OptionalInt.empty(), detail);
  }

  /** The same finding, said of the record at {@code index} unless it names one already. */
  public Refusal orAt(long index) {
    return this.index.isPresent() ? this : new Refusal(reason, OptionalLong.of(index), hop, detail);
  }

  @Override
  public String toString() {
    String where = index.isPresent() ? " at record " + index.getAsLong() : "";
    return reason.code() + where + ": " + detail;
  }
}
