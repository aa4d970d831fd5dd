package dev.delegationledger.examples;

import dev.delegationledger.Keys;
import dev.delegationledger.crypto.InMemorySigner;
import java.security.SecureRandom;
import java.util.List;

/**
 * Everybody's keys, each of which its owner would hold alone. They live in memory and are never
 * written down.
 *
 * @param hr enrols humans and organisations
 * @param jane gives the authority
 * @param bob is on call for the team that owns the agents
 * @param carol is on call for the controllers
 * @param dave the other controller
 * @param acme the organisation that runs the agents
 * @param payables the agent that Jane's team owns
 * @param reconciler the sub-agent that the payables agent spawns
 * @param gate the service in front of the ERP
 * @param operator signs the checkpoints of the honest ledger
 * @param rogueOperator signs the checkpoints of the other one
 */
record People(
    InMemorySigner hr,
    InMemorySigner jane,
    InMemorySigner bob,
    InMemorySigner carol,
    InMemorySigner dave,
    InMemorySigner acme,
    InMemorySigner payables,
    InMemorySigner reconciler,
    InMemorySigner gate,
    InMemorySigner operator,
    InMemorySigner rogueOperator) {

  static People withFreshKeys(SecureRandom random) {
    return new People(
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random),
        Keys.generate(random));
  }

  List<InMemorySigner> all() {
    return List.of(
        hr, jane, bob, carol, dave, acme, payables, reconciler, gate, operator, rogueOperator);
  }
}
