package dev.delegationledger.rocksdb;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.model.Bytes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;

/**
 * Another process that appends to a ledger without end, and prints index and hash of every entry
 * once it has its receipt.
 */
final class LedgerChild {
  static final InMemorySigner LEDGER_KEY = key(1);
  static final InMemorySigner AUTHORITY = key(2);

  private LedgerChild() {}

  private static InMemorySigner key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return InMemorySigner.ed25519(Bytes.of(bytes));
  }

  static DelegationLedger open(Path dir) {
    return DelegationLedger.openOrCreate(
        RocksDbStore.at(dir),
        Genesis.of("example.com/killed", LEDGER_KEY).authority(AUTHORITY.publicKey()),
        Clock.systemUTC(),
        new SecureRandom());
  }

  public static void main(String[] args) {
    SecureRandom random = new SecureRandom();
    try (DelegationLedger ledger = open(Path.of(args[0]))) {
      while (true) {
        InMemorySigner key = InMemorySigner.generate(Suite.ED25519, random);
        Enrolled service = ledger.append(Enrol.service().name("S").key(key).by(AUTHORITY));
        say(service.receipt().index() + " " + service.hash());
        var closed = ledger.append(Revocation.of(service).by(AUTHORITY));
        say(closed.receipt().index() + " " + closed.hash());
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
