package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Erasure;
import dev.delegationledger.Recorded;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Reason;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the honest ledger, opened again when the payments are long forgotten: Jane has left,
 * and has her name erased. The ids, the signatures and the order stay; what her name was is in no
 * file any more, and no proof can say it.
 */
final class YearsLater {
  private final Incident incident;
  private final People people;
  private final PrintStream out;

  YearsLater(Incident incident, People people, PrintStream out) {
    this.incident = incident;
    this.people = people;
    this.out = out;
  }

  void run(Clock clock, SecureRandom random) throws IOException {
    Path folder = incident.folderOf(Incident.LATER);
    copy(incident.folderOf(Incident.LEDGER), folder);
    try (DelegationLedger ledger =
        DelegationLedger.open(RocksDbStore.at(folder), people.operator(), clock, random)) {
      Enrolled jane = ledger.enrolled(people.jane().publicKey()).orElseThrow();
      Recorded erasure =
          ledger.append(
              Erasure.of(jane).slot(SlotName.NAME).because("left the company").by(people.jane()));
      out.println();
      out.println("Later, in a copy of that ledger: Jane has her name erased");
      out.println(
          "  record " + erasure.receipt().index() + " says so; the name is in no file any more");
      Acted payment = (Acted) ledger.find(incident.paymentEntry().hash()).orElseThrow();
      incident.undecided(Incident.LATER, ledger, payment, Reason.NAME_NOT_DISCLOSED);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file));
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
      }
    }
  }
}
