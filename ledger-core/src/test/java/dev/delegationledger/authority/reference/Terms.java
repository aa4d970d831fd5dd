package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Spend;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The few scopes, limits, contexts and demands that histories are made of. */
final class Terms {
  static final String PAY = "erp:pay";
  static final String READ = "erp:read";
  static final String REFUND = "erp:refund";

  static final Scope ALL =
      new Scope(
          Map.of(
              PAY,
              Map.of("vendor", new Wildcard(), "amount", upTo(1000)),
              READ,
              Map.of(),
              REFUND,
              Map.of("id", new Wildcard())));
  static final Scope LESS =
      new Scope(
          Map.of(
              PAY,
              Map.of("vendor", new Exact(Value.of("V-7")), "amount", upTo(400)),
              READ,
              Map.of()));
  static final Scope READING = new Scope(Map.of(READ, Map.of()));
  static final Scope MORE =
      new Scope(
          Map.of(PAY, Map.of("vendor", new Wildcard(), "amount", upTo(5000)), REFUND, Map.of()));
  static final Scope OTHER = new Scope(Map.of("erp:close", Map.of()));

  private Terms() {}

  static Constraint upTo(long most) {
    return new Range(Optional.empty(), Optional.of(new Bound(BigDecimal.valueOf(most), true)));
  }

  static Constraint from(long least) {
    return new Range(Optional.of(new Bound(BigDecimal.valueOf(least), true)), Optional.empty());
  }

  static Scope scope(Dice dice) {
    return dice.of(ALL, LESS, ALL, READING, MORE, Scope.NONE, OTHER);
  }

  static Limits limits(Dice dice) {
    return switch (dice.next(8)) {
      case 0 -> new Limits(Optional.of(1L), Optional.empty());
      case 1 -> new Limits(Optional.of(2L + dice.next(3)), Optional.empty());
      case 2 -> new Limits(Optional.empty(), spend(dice, 500, Optional.of(300L)));
      case 3 -> new Limits(Optional.of(3L), spend(dice, 250, Optional.empty()));
      case 4 -> new Limits(Optional.empty(), spend(dice, 1000, Optional.of(100L)));
      case 5 -> new Limits(Optional.of(2L), spend(dice, 100, Optional.of(100L)));
      default -> Limits.NONE;
    };
  }

  static Optional<Spend> spend(Dice dice, long total, Optional<Long> perAction) {
    SortedMap<String, Optional<String>> amounts = new TreeMap<>();
    amounts.put(PAY, Optional.of(dice.chance(8) ? "/vendor" : "/amount"));
    amounts.put(READ, Optional.empty());
    if (!dice.chance(12)) {
      amounts.put(REFUND, Optional.empty());
    }
    return Optional.of(new Spend(dice.chance(6) ? "USD" : "EUR", perAction, total, amounts));
  }

  static SortedMap<String, Constraint> context(Dice dice) {
    SortedMap<String, Constraint> context = new TreeMap<>();
    Value production = Value.of("production");
    switch (dice.next(6)) {
      case 0 -> context.put("environment", new Exact(production));
      case 1 -> context.put("environment", new OneOf(List.of(production, Value.of("test"))));
      case 2 -> context.put("aat_aud", new Exact(Value.of("erp")));
      case 3 -> {
        context.put("dataset", new Wildcard());
        context.put("environment", new Exact(Value.of("test")));
      }
      default -> context.put("dataset", new OneOf(List.of(Value.of("d1"))));
    }
    return context;
  }

  static List<Demand> demands(Dice dice, List<Hash> humansAndGroups) {
    Hash one = dice.pick(humansAndGroups);
    Hash other = dice.pick(humansAndGroups);
    Set<AgentRole> nobody = Set.of();
    Demand simple = new Demand(1, List.of(one), nobody, dice.of(7200L, 30L, 90_000L), when(dice));
    return switch (dice.next(5)) {
      case 1 -> List.of(new Demand(1, List.of(), Set.of(AgentRole.OWNER), 7200, when(dice)));
      case 2 ->
          List.of(
              new Demand(
                  dice.of(1L, 2L),
                  List.copyOf(Set.of(one)),
                  Set.of(AgentRole.CONTROL_OWNER, AgentRole.PROVISIONER),
                  7200,
                  when(dice)));
      case 3 ->
          one.equals(other)
              ? List.of(simple)
              : List.of(new Demand(2, List.of(one, other), nobody, 90_000, when(dice)));
      case 4 -> List.of(simple, new Demand(1, List.of(other), nobody, 7200, Optional.empty()));
      default -> List.of(simple);
    };
  }

  private static Optional<Scope> when(Dice dice) {
    return switch (dice.next(4)) {
      case 0 -> Optional.of(new Scope(Map.of(PAY, Map.of("amount", from(100)))));
      case 1 -> Optional.of(new Scope(Map.of(PAY, Map.of(), REFUND, Map.of())));
      case 2 -> Optional.of(new Scope(Map.of(PAY, Map.of("urgent", new Wildcard()))));
      default -> Optional.empty();
    };
  }
}
