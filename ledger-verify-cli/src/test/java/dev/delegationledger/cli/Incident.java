package dev.delegationledger.cli;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Keys;
import dev.delegationledger.Permit;
import dev.delegationledger.Revocation;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A folder with a ledger in which Jane lets an agent pay, that agent spawns another, and this one
 * pays; a copy to which a dishonest operator added a payment above the ceiling; a copy in which one
 * bit of the payment's record was flipped; one in which another agent carries the id of the first;
 * one in which a look-up row was taken away; an empty store; and trust files.
 */
final class Incident {
  static final String HOSTILE_INTENT = "settle\u001b[2J \u202egnp.exe";

  private static final String PAY = "erp:pay";
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

  private final Path folder;
  private final TestClock clock = TestClock.at(NOW);
  private final SecureRandom random = new SecureRandom();
  private final InMemorySigner ledgerKey = newKey();
  private final InMemorySigner hr = newKey();
  private final InMemorySigner jane = newKey();
  private final InMemorySigner acme = newKey();
  private final InMemorySigner payer = newKey();
  private final InMemorySigner recon = newKey();
  private final Granted narrow;
  private Hash rootHash = Hash.ZERO;
  private String payerId = "";
  private String reconId = "";
  private final Acted payment;
  private final long overpayment;

  private Incident(Path folder) throws IOException, RefusedException {
    this.folder = folder;
    SignedEntry forbidden;
    try (DelegationLedger ledger = open()) {
      Files.writeString(trust(), trustFile(ledger, hr));
      Files.writeString(strangersTrust(), trustFile(ledger, newKey()));
      narrow = authority(ledger);
      Permit permit = ledger.act(payment(84_000).intent(HOSTILE_INTENT).by(recon));
      payment = permit.action();
      ledger.append(permit.succeeded("ERP-4711").by(recon));
      forbidden = ledger.sign(payment(250_000).by(recon));
    }
    copyLedgerTo(rogue());
    try (RocksDbStore store = RocksDbStore.at(rogue())) {
      Sequencer rogue = RogueSequencer.open(store, ledgerKey, clock);
      overpayment = rogue.append(rogue.verify(List.of(forbidden))).get(0).index();
    }
    copyLedgerTo(broken());
    flipBit(broken(), paymentIndex());
    copyLedgerTo(namesakes());
    try (DelegationLedger rogue =
        RogueLedger.open(RocksDbStore.at(namesakes()), ledgerKey, clock, random)) {
      InMemorySigner above = newKey();
      Enrolled namesake = rogue.append(payerAgent(rogue).id(payerId()).key(above).by(jane));
      rogue.append(
          Grant.to(namesake).task("T-18", HOSTILE_INTENT).tool(PAY).expiresIn(ofDays(1)).by(jane));
      for (int depth = 1; depth <= 14; depth++) {
        InMemorySigner key = newKey();
        rogue.append(
            Enrol.agent("deep").id("spiffe://acme.example/deep/" + depth).key(key).by(above));
        above = key;
      }
    }
    RocksDbStore.at(empty()).close();
    try (DelegationLedger ledger = open()) {
      clock.move(ofHours(1));
      ledger.append(Revocation.of(narrow).by(jane));
    }
    copyLedgerTo(hiding());
    hideNarrowGrant(hiding());
  }

  static Incident in(Path folder) throws IOException, RefusedException {
    return new Incident(folder);
  }

  private Granted authority(DelegationLedger ledger) {
    ledger.append(Enrol.human().name("Jane Doe").key(jane).by(hr));
    ledger.append(Enrol.organisation().name("Acme Ltd").key(acme).by(hr));
    Enrolled agent = ledger.append(payerAgent(ledger).key(payer).by(jane));
    payerId = agent.id();
    Granted root =
        ledger.append(
            Grant.to(agent)
                .task("T-17", "prepare vendor payments")
                .tool(PAY, t -> t.any("vendor").range("amount", 0, 500_000))
                .delegable(1)
                .expiresIn(ofDays(7))
                .by(jane));
    rootHash = root.hash();
    return ledger.appendAll(
        batch -> {
          Enrolled spawned = batch.add(Enrol.agent("reconciler").key(recon).by(payer));
          reconId = spawned.id();
          return batch.add(
              root.narrowTo(spawned)
                  .tool(PAY, t -> t.exact("vendor", "V-7").max("amount", 100_000))
                  .uses(5)
                  .expiresIn(ofDays(1))
                  .by(payer));
        });
  }

  private Enrol payerAgent(DelegationLedger ledger) {
    return Enrol.agent("payables")
        .owner(ledger.enrolled(jane.publicKey()).orElseThrow())
        .operator(ledger.enrolled(acme.publicKey()).orElseThrow())
        .model("acme", "m", "1")
        .triggers("anomaly");
  }

  private Action payment(long amount) {
    return Action.under(narrow).tool(PAY).arg("vendor", "V-7").arg("amount", amount);
  }

  /** Opens the ledger as its one writer. */
  DelegationLedger open() {
    return DelegationLedger.openOrCreate(
        RocksDbStore.at(ledger()),
        Genesis.of("example.com/payables", ledgerKey).authority(hr.publicKey()),
        clock,
        random);
  }

  /** A key that nobody has yet. */
  InMemorySigner newKey() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  private static String trustFile(DelegationLedger ledger, InMemorySigner authority) {
    return "{\"version\":1,\"ledgers\":[{\"vkey\":\""
        + ledger.verifierKey()
        + "\",\"authorities\":["
        + Keys.toJwk(authority.publicKey())
        + "]}]}";
  }

  private void copyLedgerTo(Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(ledger())) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void flipBit(Path ledger, long index) {
    byte[] key = dev.delegationledger.view.Keys.index(index);
    try (RocksDbStore store = RocksDbStore.at(ledger)) {
      byte[] record = Objects.requireNonNull(store.get(Table.RECORDS, key));
      record[record.length / 3] ^= 1;
      byte[] head = Objects.requireNonNull(store.head());
      store.commit(head, Batch.withHead(head).put(Table.RECORDS, key, record));
    }
  }

  /** Takes the look-up row away that leads from the root grant to the narrow one. */
  private void hideNarrowGrant(Path ledger) {
    try (RocksDbStore store = RocksDbStore.at(ledger)) {
      byte[] head = Objects.requireNonNull(store.head());
      byte[] key =
          dev.delegationledger.view.Keys.row(
              dev.delegationledger.view.Keys.hash(rootHash), narrowIndex());
      store.commit(head, Batch.withHead(head).delete(Table.BY_REFERENCE, key));
    }
  }

  /** The honest ledger. */
  Path ledger() {
    return folder.resolve("ledger");
  }

  /** A ledger in which the last payment is above the ceiling. */
  Path rogue() {
    return folder.resolve("rogue");
  }

  /** A ledger in which one bit of the payment's record was flipped. */
  Path broken() {
    return folder.resolve("broken");
  }

  /** A ledger in which another agent carries the id of the first, and spawned a deep line. */
  Path namesakes() {
    return folder.resolve("namesakes");
  }

  /** A ledger in which a look-up row is gone, so that the narrow grant seems to hang nowhere. */
  Path hiding() {
    return folder.resolve("hiding");
  }

  /** A store without a ledger. */
  Path empty() {
    return folder.resolve("empty");
  }

  /** Trusts the ledger and its authority. */
  Path trust() {
    return folder.resolve("trust.json");
  }

  /** Trusts the ledger, and an authority that it does not have. */
  Path strangersTrust() {
    return folder.resolve("stranger.json");
  }

  /** Jane's key. */
  InMemorySigner janeKey() {
    return jane;
  }

  /** The jti of the permitted payment. */
  String paymentId() {
    return payment.id();
  }

  /** The record of the permitted payment. */
  long paymentIndex() {
    return payment.receipt().index();
  }

  /** The record of the forbidden payment in {@link #rogue}. */
  long overpaymentIndex() {
    return overpayment;
  }

  /** The principal id of the agent that Jane owns. */
  String payerId() {
    return payerId;
  }

  /** The principal id of the agent that this one spawned. */
  String reconId() {
    return reconId;
  }

  /** The entry hash of Jane's grant, in record 4. */
  String rootHash() {
    return rootHash.base64Url();
  }

  /** The jti of the narrow grant. */
  String narrowId() {
    return narrow.id();
  }

  /** The record of the narrow grant, which the newest record revokes. */
  long narrowIndex() {
    return narrow.receipt().index();
  }
}
