package dev.delegationledger;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * Who stands in a ledger that is measured: a human, an operator, and agents that each were given a
 * grant by the one before, four in a row with four constraints and limits each.
 *
 * @param human whose key signs the first grant
 * @param last the agent that the last grant is given to
 * @param leaf the last grant
 */
record Chain(
    InMemorySigner humanKey,
    Enrolled human,
    Enrolled operator,
    InMemorySigner lastKey,
    Enrolled last,
    Granted leaf) {
  /** How many grants it has. */
  static final int DEPTH = 4;

  static final String TOOL = "erp:pay";

  /** Records them. */
  static Chain recordedIn(DelegationLedger ledger, InMemorySigner hr, SecureRandom random) {
    InMemorySigner jane = key(random);
    Enrolled human = ledger.append(Enrol.human().name("Jane Doe").key(jane).by(hr));
    Enrolled operator =
        ledger.append(Enrol.organisation().name("Acme Ltd").key(key(random)).by(hr));
    InMemorySigner giver = jane;
    Optional<Granted> above = Optional.empty();
    for (int depth = 0; ; depth++) {
      InMemorySigner agentKey = key(random);
      Enrolled agent =
          ledger.append(
              Enrol.agent("agent-" + depth)
                  .owner(human)
                  .operator(operator)
                  .model("acme", "m", "1")
                  .expiresIn(Duration.ofDays(60))
                  .key(agentKey)
                  .by(jane));
      Grant grant = above.isEmpty() ? root(agent) : narrower(above.get(), agent, depth);
      if (depth == DEPTH - 1) {
        return new Chain(jane, human, operator, agentKey, agent, ledger.append(grant.by(giver)));
      }
      above = Optional.of(ledger.append(grant.delegable(DEPTH - 1 - depth).by(giver)));
      giver = agentKey;
    }
  }

  static InMemorySigner key(SecureRandom random) {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  private static Grant root(Enrolled agent) {
    return Grant.to(agent)
        .task("T-1", "pay vendors")
        .tool(
            TOOL,
            t ->
                t.oneOf("vendor", "V-1", "V-2", "V-3", "V-4")
                    .range("amount", 0, 500_000)
                    .exact("currency", "EUR")
                    .any("invoice"))
        .uses(1_000_000_000L)
        .spend("EUR", 1_000_000_000_000L)
        .amount(TOOL, "/amount")
        .expiresIn(Duration.ofDays(30));
  }

  private static Grant narrower(Granted parent, Enrolled agent, int depth) {
    return parent
        .narrowTo(agent)
        .tool(
            TOOL,
            t ->
                t.oneOf("vendor", "V-1", "V-2")
                    .max("amount", 400_000 - depth * 10_000L)
                    .exact("currency", "EUR")
                    .any("invoice"))
        .uses(100_000_000L)
        .expiresIn(Duration.ofDays(20).minusHours(depth));
  }

  /** A call that a leaf grant of this chain permits. */
  static Action call(Granted leaf) {
    return Action.under(leaf)
        .tool(TOOL)
        .arg("vendor", "V-1")
        .arg("amount", 84_000)
        .arg("currency", "EUR")
        .arg("invoice", "2231");
  }
}
