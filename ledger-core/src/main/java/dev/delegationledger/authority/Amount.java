package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.json.JsonPointer;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Argument;
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

  static Amount of(Statement.Spend spend, Called action) {
    Optional<String> pointer = spend.amounts().get(action.call().tool());
    if (pointer == null) {
      return INVALID;
    }
    if (pointer.isEmpty()) {
      return NOTHING;
    }
    Optional<JsonPointer> path =
        JsonPointer.parse(pointer.get()).filter(p -> !p.tokens().isEmpty());
    return path.isEmpty() ? INVALID : at(path.get(), action);
  }

  private static Amount at(JsonPointer path, Called action) {
    String argument = path.tokens().get(0);
    if (!action.call().arguments().containsKey(argument)) {
      return INVALID;
    }
    if (!(action.argument(argument) instanceof Argument.Seen seen)) {
      return HIDDEN;
    }
    return path.rest()
        .in(seen.value())
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
