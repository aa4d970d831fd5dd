package dev.delegationledger.examples;

import static java.time.Duration.ofDays;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Revocation;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.append.RogueRecord;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Goes on with the dishonest operator's ledger by hand: records a revocation whose effect is left
 * out of the status root, and a revoked grant once more. One file proves what rests on either, by
 * the word of the ledger's key alone; an audit convicts that key of both.
 */
final class Rewriter {
  private final Incident incident;
  private final People people;
  private final Granted revoked;

  /**
   * @param revoked Jane's grant, which she has revoked
   */
  Rewriter(Incident incident, People people, Granted revoked) {
    this.incident = incident;
    this.people = people;
    this.revoked = revoked;
  }

  void run(Clock clock, SecureRandom random) throws IOException {
    Granted second;
    SignedEntry revocation;
    try (DelegationLedger ledger = open(clock, random)) {
      Statement.Grant first = (Statement.Grant) revoked.entry().statement();
      Enrolled payables = (Enrolled) ledger.find(first.delegate()).orElseThrow();
      second =
          ledger.append(
              Grant.to(payables)
                  .task("T-18", "read what was paid")
                  .tool(Delegation.READ, t -> t.any("invoice"))
                  .expiresIn(ofDays(1))
                  .by(people.jane()));
      revocation = ledger.sign(Revocation.of(second).by(people.jane()));
    }
    try (RocksDbStore store = store()) {
      RogueRecord.append(store, people.rogueOperator(), revocation);
      RogueRecord.append(store, people.rogueOperator(), revoked.entry());
    }
    Acted revived;
    try (DelegationLedger ledger = open(clock, random)) {
      Acted unseen = ledger.append(read(second));
      revived = ledger.append(read(revoked));
      incident.proven(Incident.ROGUE, ledger, unseen);
      incident.refused(Incident.ROGUE, ledger, revived, Reason.GRANT_REVOKED);
    }
    proveByTheSecondCopy(revived, clock, random);
  }

  /** With the first record of the grant out of sight, its revocation is too. */
  private void proveByTheSecondCopy(Acted revived, Clock clock, SecureRandom random)
      throws IOException {
    toggleFirst();
    try (DelegationLedger ledger = open(clock, random)) {
      incident.forged("rogue-replayed", ledger.prove(revived).bytes());
    }
    toggleFirst();
  }

  private void toggleFirst() {
    try (RocksDbStore store = store()) {
      RogueRecord.toggleFirst(store, revoked.entry(), revoked.receipt().index());
    }
  }

  private Draft<Acted> read(Granted grant) {
    return Action.under(grant)
        .tool(Delegation.READ)
        .arg("invoice", "INV-4713")
        .by(people.payables());
  }

  private RocksDbStore store() {
    return RocksDbStore.at(incident.folderOf(Incident.ROGUE));
  }

  private DelegationLedger open(Clock clock, SecureRandom random) {
    return RogueLedger.open(store(), people.rogueOperator(), clock, random);
  }
}
