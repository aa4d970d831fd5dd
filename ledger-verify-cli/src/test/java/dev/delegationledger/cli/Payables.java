package dev.delegationledger.cli;

import static java.time.Duration.ofDays;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Keys;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.testing.TestClock;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A small ledger in a folder: an authority enrols Jane and Acme, Jane an agent, to which she grants
 * payments. For one thread.
 */
final class Payables {
  /** The places of its first records. */
  static final int JANE = 1;

  static final int PAYER = 3;
  static final int GRANT = 4;

  /** Where the first record stands that a test adds. */
  static final int NEXT = 5;

  final SecureRandom random = new SecureRandom();
  final TestClock clock = TestClock.at(AatFiles.NOW);
  final InMemorySigner ledgerKey = key();
  final InMemorySigner hr = key();
  final InMemorySigner janeKey = key();
  final InMemorySigner payerKey = key();
  private final String origin;

  Payables(String origin) {
    this.origin = origin;
  }

  /** A new key. */
  InMemorySigner key() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  /** What the ledger's own key verifies with. */
  VerifierKey vkey() {
    return VerifierKey.of(origin, ledgerKey.publicKey());
  }

  /** Makes the ledger, of genesis alone. */
  DelegationLedger create(Path dir) {
    return DelegationLedger.openOrCreate(
        RocksDbStore.at(dir),
        Genesis.of(origin, ledgerKey).authority(hr.publicKey()),
        clock,
        random);
  }

  /** Goes on with the ledger. */
  DelegationLedger open(Path dir) {
    return DelegationLedger.open(RocksDbStore.at(dir), ledgerKey, clock, random);
  }

  /** Enrols Jane. */
  Enrolled jane(DelegationLedger ledger) {
    return ledger.append(Enrol.human().name("Jane Doe").key(janeKey).by(hr));
  }

  /** Enrols Acme and the agent, and grants it payments of up to 500,000. */
  Granted grant(DelegationLedger ledger, Enrolled jane) {
    Enrolled acme = ledger.append(Enrol.organisation().name("Acme Ltd").key(key()).by(hr));
    Enrolled payer =
        ledger.append(
            Enrol.agent("payables")
                .owner(jane)
                .operator(acme)
                .model("acme", "m", "1")
                .expiresIn(ofDays(30))
                .key(payerKey)
                .by(janeKey));
    return ledger.append(
        Grant.to(payer)
            .task("T-17", "prepare vendor payments")
            .tool("erp:pay", t -> t.max("amount", 500_000).any("iban"))
            .expiresIn(ofDays(7))
            .by(janeKey));
  }

  /** All of them. */
  Granted begin(DelegationLedger ledger) {
    return grant(ledger, jane(ledger));
  }

  /** A payment under the grant. */
  Draft<Acted> pay(Granted grant, long amount) {
    return Action.under(grant)
        .tool("erp:pay")
        .arg("amount", amount)
        .arg("iban", "GB33BUKB20201555555555")
        .by(payerKey);
  }

  /**
   * A trust file of this ledger.
   *
   * @param members JSON members of its entry to add, each with a comma after it
   */
  String trust(String members) {
    return "{\"version\":1,\"ledgers\":[{"
        + members
        + "\"vkey\":\""
        + vkey().text()
        + "\",\"authorities\":["
        + Keys.toJwk(hr.publicKey())
        + "]}]}";
  }
}
