package dev.delegationledger.audit;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Copies;
import dev.delegationledger.testing.TestClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * All that the people of one small ledger ever sign, each signature checked once. The operator
 * cannot forge any of it; it decides which of it is recorded, and in which order.
 */
final class Town {
  /** How many records there always are: genesis, Jane, Acme, the payer, its grant, a payment. */
  static final int BASE = 6;

  /** How many records there are after those at most. */
  static final int MOST = 6;

  private static final int HELPER = 3;
  private static final int CHILD = 5;
  private static final int UNDER_CHILD = 6;
  private static final int REVOCATION = 7;

  static final Town OPEN = open();

  final List<VerifiedEntry> base;
  private final MemoryStore begun;
  private final List<VerifiedEntry> rest;

  private Town(SignedEntry genesis, List<VerifiedEntry> said) throws RefusedException {
    this.base = List.copyOf(said.subList(0, BASE - 1));
    this.rest = List.copyOf(said.subList(BASE - 1, said.size()));
    this.begun = MemoryStore.empty();
    TestClock clock = TestClock.at(Instant.ofEpochSecond(Cast.START));
    Sequencer.create(begun, genesis, clock); // the same always: entries name its ledger
    clock.set(Operator.BEGIN);
    RogueSequencer.open(begun, Cast.LEDGER, clock).append(base);
  }

  /** The ledger with its base and nothing else, to go on with. */
  MemoryStore begun() {
    return Copies.of(begun);
  }

  private static Town open() {
    try {
      return said();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Town said() throws RefusedException {
    Cast cast = Cast.rogue();
    SignedEntry jane = cast.append(cast.human(Cast.JANE, Cast.HR));
    SignedEntry acme = cast.append(cast.organisation(Cast.ACME, Cast.HR));
    SignedEntry payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE));
    SignedEntry root = cast.append(cast.limited(jane, payer, 9, 900, Cast.JANE));
    SignedEntry first = cast.append(cast.action(root, 10, Cast.PAYER));
    cast.append(cast.outcome(first, Cast.PAYER));
    cast.append(cast.shownAction(root, 20, Cast.PAYER));
    cast.append(cast.service(Cast.BANK, Cast.HR));
    SignedEntry helper = cast.append(cast.spawned(Cast.HELPER, payer, Cast.PAYER));
    cast.append(cast.action(root, 30, Cast.PAYER));
    SignedEntry child = cast.append(cast.child(root, helper, 50, Cast.PAYER));
    cast.append(cast.action(child, 40, Cast.HELPER));
    cast.append(cast.revocation(root, Cast.JANE));
    return new Town(cast.genesis(), cast.said());
  }

  /** Some of the rest, {@code least} to six of it, in an order that the rules allow. */
  List<VerifiedEntry> some(int least, Random random) {
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < least || chosen.size() > MOST) {
      chosen.clear();
      for (int one = 0; one < rest.size(); one++) {
        boolean needsMore =
            (one == CHILD && !chosen.contains(HELPER))
                || (one == UNDER_CHILD && !chosen.contains(CHILD));
        if (!needsMore && random.nextBoolean()) {
          chosen.add(one);
        }
      }
    }
    return chosen.stream().map(rest::get).toList();
  }

  /** What ends the payer's grant. */
  VerifiedEntry revocation() {
    return rest.get(REVOCATION);
  }

  /** All of the rest that is not in {@code recorded}. */
  List<VerifiedEntry> others(List<VerifiedEntry> recorded) {
    return rest.stream().filter(one -> !recorded.contains(one)).toList();
  }
}
