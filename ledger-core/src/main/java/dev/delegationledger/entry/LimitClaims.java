package dev.delegationledger.entry;

import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Spend;
import dev.delegationledger.json.JsonPointer;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The claims that limit how often, and for how much, a grant may be used. */
final class LimitClaims {
  private static final int MAX_AMOUNTS = 256;
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private LimitClaims() {}

  static Limits read(Members dl) throws RefusedException {
    Optional<Members> members = dl.optionalObject("limits");
    if (members.isEmpty()) {
      return Limits.NONE;
    }
    Members limits = members.get();
    Optional<Long> uses = ClaimsReader.optionalPositive(limits, "uses");
    Optional<Members> spend = limits.optionalObject("spend");
    if (uses.isEmpty() && spend.isEmpty()) {
      throw dl.refused("limits", "expected at least one of uses and spend");
    }
    return new Limits(uses, spend.isEmpty() ? Optional.empty() : Optional.of(spend(spend.get())));
  }

  private static Spend spend(Members spend) throws RefusedException {
    String currency = spend.text("currency");
    if (!CURRENCY.matcher(currency).matches()) {
      throw spend.refused("currency", "expected three capital letters");
    }
    Members members = spend.object("amounts");
    SortedMap<String, Optional<String>> amounts = new TreeMap<>();
    for (String tool : ClaimsReader.tools(spend, "amounts", members, MAX_AMOUNTS)) {
      amounts.put(tool, pointer(members, tool));
    }
    return new Spend(
        currency,
        ClaimsReader.optionalPositive(spend, "per_action"),
        ClaimsReader.positive(spend, "total"),
        amounts);
  }

  private static Optional<String> pointer(Members amounts, String tool) throws RefusedException {
    if (amounts.value(tool).equals(Value.NULL)) {
      return Optional.empty();
    }
    String pointer = amounts.text(tool);
    if (pointer.isEmpty() || JsonPointer.parse(pointer).isEmpty()) {
      throw amounts.refused(tool, "expected null, or a JSON pointer with at least one token");
    }
    return Optional.of(pointer);
  }

  static void write(Limits limits, ObjectWriter dl) {
    if (limits.any()) {
      ObjectWriter object = new ObjectWriter().whole("uses", limits.uses());
      limits.spend().ifPresent(spend -> object.object("spend", spend(spend)));
      dl.object("limits", object);
    }
  }

  private static ObjectWriter spend(Spend spend) {
    ObjectWriter amounts = new ObjectWriter();
    spend
        .amounts()
        .forEach(
            (tool, pointer) ->
                amounts.value(tool, pointer.<Value>map(Value::of).orElse(Value.NULL)));
    return new ObjectWriter()
        .text("currency", spend.currency())
        .whole("per_action", spend.perAction())
        .whole("total", spend.total())
        .object("amounts", amounts);
  }
}
