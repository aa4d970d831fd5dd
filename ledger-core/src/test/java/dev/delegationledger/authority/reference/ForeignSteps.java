package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.ForeignTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls that tokens of another program permit, or nearly. */
final class ForeignSteps {
  private static final int ISSUER = 40;
  private static final int PLANNER = 41;
  private static final int WORKER = 42;

  private final World w;

  ForeignSteps(World world) {
    this.w = world;
  }

  Statement call(Dice dice) {
    long now = w.seconds();
    long max = dice.chance(10) ? 101 : 100;
    ForeignTokens tokens =
        new ForeignTokens(
            KeyPool.POOL.get(ISSUER).name(),
            KeyPool.POOL.get(ISSUER).signer(),
            KeyPool.POOL.get(PLANNER).signer(),
            KeyPool.POOL.get(WORKER).signer(),
            now - (dice.chance(15) ? dice.of(3_000, -31, -30) : 10),
            now + (dice.chance(10) ? dice.of(1, 0) : 600),
            100,
            max);
    long amount = dice.chance(20) ? dice.of(101L, 100L) : 50L;
    Optional<String> audience =
        dice.chance(50) ? Optional.of("https://tools.example") : Optional.empty();
    Optional<String> demanded = dice.chance(10) ? Optional.of("https://other.example") : audience;
    List<Placed> before = w.of(Kind.FOREIGN_CALL);
    String id =
        !before.isEmpty() && dice.chance(30)
            ? ((Statement.ForeignCall) dice.pick(before).statement()).possession()
            : "pop-" + w.log.size() + "-" + now;
    String proof =
        tokens.proof(id, now - (dice.chance(20) ? dice.of(31, -31, 30) : 0), audience, amount);
    Map<String, Value> presented = new HashMap<>();
    presented.put("tokens", Value.arr(tokens.chain().stream().<Value>map(Value::of).toList()));
    presented.put("possession", Value.of(proof));
    presented.put("arguments", ForeignTokens.arguments(dice.chance(5) ? amount + 1 : amount));
    Placed service =
        dice.chance(10)
            ? dice.pick(w.of(Kind.ENROLMENT))
            : dice.pick(w.enrolled(PrincipalKind.SERVICE));
    return new Statement.ForeignCall(
        w.issued(dice, dice.chance(5) ? w.authority(dice) : w.keyOf(service)),
        dice.chance(3) ? w.stray(dice) : service.hash(),
        KeyPool.POOL.get(dice.chance(5) ? PLANNER : ISSUER).open(),
        demanded,
        dice.chance(5) ? "erp:delete" : ForeignTokens.TOOL,
        KeyPool.POOL.get(dice.chance(5) ? PLANNER : WORKER).thumbprint(),
        dice.chance(5) ? id + "x" : id,
        w.slot(dice, SlotName.PRESENTED, Value.obj(presented)));
  }
}
