package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Argument;
import dev.delegationledger.scope.Checks;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a call's context satisfies every grant of its chain (docs/rules.md, section 6). */
final class ContextRules {
  private ContextRules() {}

  static void require(Called entry, Chain chain, Evidence evidence) throws RefusedException {
    for (int hop = chain.hops().size() - 1; hop >= 0; hop--) {
      OptionalInt at = OptionalInt.of(hop);
      Map<String, Constraint> context = chain.hops().get(hop).statement().context();
      for (Map.Entry<String, Constraint> stated : context.entrySet()) {
        Optional<Argument> value = value(entry, stated.getKey());
        if (value.isEmpty()) {
          throw refuse(
              entry.index(),
              at,
              Reason.CONTEXT_MISSING,
              "check context: expected " + stated.getKey() + ", got none");
        }
        switch (Checks.decide(stated.getValue(), value.get())) {
          case YES -> {}
          case NO ->
              throw refuse(
                  entry.index(),
                  at,
                  Reason.CONTEXT_OUT_OF_SCOPE,
                  "check context: expected " + stated.getKey() + " to satisfy the grant");
          case UNKNOWN ->
              evidence.note(
                  refuse(
                          entry.index(),
                          at,
                          Reason.CONTEXT_NOT_DISCLOSED,
                          "check context: expected the disclosure of " + stated.getKey())
                      .refusal());
        }
      }
    }
  }

  private static Optional<Argument> value(Called entry, String key) {
    Statement.Call call = entry.call();
    if (key.equals(Statement.Grant.AUDIENCE)) {
      return call.audience().map(audience -> Argument.of(Value.of(audience)));
    }
    return call.context().containsKey(key)
        ? Optional.of(entry.seen(SlotName.context(key)))
        : Optional.empty();
  }
}
