package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Whether the totals after an action are within the limits of every grant of its chain
 * (docs/rules.md, section 7).
 */
final class LimitRules {
  private static final long UNCOUNTABLE = (1L << 53) - 1;

  private final Walk walk;

  LimitRules(Walk walk) {
    this.walk = walk;
  }

  void requireWithin(Called action, Chain chain) throws RefusedException {
    Charges charges = walk.evidence.charges(action);
    requireThese(action, chain, charges);
    for (int hop = 0; hop < chain.hops().size(); hop++) {
      Statement.Grant grant = chain.hops().get(hop).statement();
      if (grant.limits().any()) {
        Charges.Total total = charges.of(chain.hops().get(hop).grant().index()).orElseThrow();
        requireWithin(action, grant.limits(), total, OptionalInt.of(hop));
      }
    }
  }

  /** The record names exactly the grants that carry a limit. */
  private static void requireThese(Called action, Chain chain, Charges charges)
      throws RefusedException {
    List<Charges.Total> totals = charges.totals();
    List<Long> expected = new ArrayList<>();
    boolean alike = true;
    for (Chain.Hop hop : chain.hops()) {
      if (hop.statement().limits().any()) {
        int next = expected.size();
        long grant = hop.grant().index();
        alike &= next < totals.size() && totals.get(next).grant() == grant;
        expected.add(grant);
      }
    }
    if (!alike || totals.size() != expected.size()) {
      List<Long> got = totals.stream().map(Charges.Total::grant).toList();
      throw refuse(
          action.index(),
          Reason.CHARGES_MISMATCH,
          "check charges: expected totals of the records " + expected + ", got those of " + got);
    }
  }

  private void requireWithin(
      Called action, Statement.Limits limits, Charges.Total total, OptionalInt hop)
      throws RefusedException {
    long amount = 0;
    boolean amountKnown = true;
    if (limits.spend().isPresent()) {
      OptionalLong units = amount(action, limits.spend().get(), hop);
      amountKnown = units.isPresent();
      amount = units.orElse(0);
    }
    boolean plausible =
        total.uses() >= 1
            && (limits.spend().isPresent() ? total.spent() >= amount : total.spent() == 0);
    if (!plausible) {
      throw refuse(
          action.index(),
          hop,
          Reason.CHARGES_MISMATCH,
          "check charges: expected at least this action in the totals of record " + total.grant());
    }
    requireUses(action.position(), limits, total.uses(), hop);
    if (limits.spend().isPresent()) {
      requireAffordable(action, limits.spend().get(), amountKnown ? amount : 0, total.spent(), hop);
    }
  }

  /** Refuses a call at {@code at} that is use number {@code uses} of a grant. */
  static void requireUses(Position at, Statement.Limits limits, long uses, OptionalInt hop)
      throws RefusedException {
    if (limits.uses().isPresent() && uses > limits.uses().get()) {
      throw refuse(
          at.index(),
          hop,
          Reason.USES_EXHAUSTED,
          "check uses: expected at most " + limits.uses().get() + ", got " + uses);
    }
  }

  private static void requireAffordable(
      Called action, Statement.Spend limit, long amount, long spent, OptionalInt hop)
      throws RefusedException {
    if (amount > limit.perAction().orElse(Long.MAX_VALUE)) {
      throw refuse(
          action.index(),
          hop,
          Reason.SPEND_PER_ACTION,
          "check spend: expected at most " + limit.perAction().get() + " " + limit.currency());
    }
    if (spent > limit.total() || spent == UNCOUNTABLE) {
      throw refuse(
          action.index(),
          hop,
          Reason.SPEND_EXHAUSTED,
          "check spend: expected at most "
              + limit.total()
              + " "
              + limit.currency()
              + " in all, got "
              + spent);
    }
  }

  private OptionalLong amount(Called action, Statement.Spend spend, OptionalInt hop)
      throws RefusedException {
    Amount amount = Amount.of(spend, action);
    if (amount.units().isEmpty()) {
      RefusedException found =
          refuse(
              action.index(),
              hop,
              amount.hidden() ? Reason.ARGUMENT_NOT_DISCLOSED : Reason.AMOUNT_INVALID,
              "check amount: expected a whole number above zero at the grant's pointer");
      if (!amount.hidden()) {
        throw found;
      }
      walk.evidence.note(found.refusal());
    }
    return amount.units();
  }
}
