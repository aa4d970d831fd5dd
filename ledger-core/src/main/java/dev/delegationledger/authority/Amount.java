package dev.delegationledger.authority;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.json.JsonPointer;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an action spends, by the terms of one grant (docs/rules.md, section 7).
 *
 * @param units minor units of the currency; empty if it is hidden or invalid
 * @param hidden whether the argument that holds it is hidden
 */
record Amount(OptionalLong units, boolean hidden) {
  private static final BigDecimal BOUND = BigDecimal.valueOf(1L << 53);
  private static final Amount NOTHING = new Amount(OptionalLong.of(0), false);
  private static final Amount HIDDEN = new Amount(OptionalLong.empty(), true);
  private static final Amount INVALID = new Amount(OptionalLong.empty(), false);

  static Amount of(Statement.Spend spend, PlacedEntry action) {
    Statement.Call call = action.as(Statement.Calling.class).call();
    Optional<String> pointer = spend.amounts().get(call.tool());
    if (pointer == null) {
      return INVALID;
    }
    if (pointer.isEmpty()) {
      return NOTHING;
    }
    Optional<JsonPointer> path =
        JsonPointer.parse(pointer.get()).filter(p -> !p.tokens().isEmpty());
    return path.isEmpty() ? INVALID : at(path.get(), call, action.entry().signed());
  }

  private static Amount at(JsonPointer path, Statement.Call call, SignedEntry entry) {
    String argument = path.tokens().get(0);
    if (!call.arguments().containsKey(argument)) {
      return INVALID;
    }
    Optional<Value> value = entry.read(SlotName.argument(argument));
    if (value.isEmpty()) {
      return HIDDEN;
    }
    return path.rest()
        .in(value.get())
        .filter(Value.Num.class::isInstance)
        .map(number -> whole(((Value.Num) number).value()))
        .orElse(INVALID);
  }

  private static Amount whole(BigDecimal number) {
    boolean whole = number.signum() > 0 && number.stripTrailingZeros().scale() <= 0;
    return whole && number.compareTo(BOUND) < 0
        ? new Amount(OptionalLong.of(number.longValueExact()), false)
        : INVALID;
  }
}
