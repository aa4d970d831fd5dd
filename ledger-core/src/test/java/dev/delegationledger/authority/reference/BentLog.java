package dev.delegationledger.authority.reference;

import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.proof.ForgedLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What a dishonest operator can do to the records that are there. For one thread. */
final class BentLog {
  private static final List<String> FACTS =
      List.of(
          "revoked",
          "left",
          "completed",
          "superseded",
          "replaced",
          "denied",
          "compromised",
          "suspended",
          "resumed",
          "approved",
          "used",
          "rotated",
          "transfer",
          "policy",
          "authority",
          "erased",
          "mislaid");

  private final ForgedLog log;
  private final SplittableRandom random;

  BentLog(ForgedLog log, SplittableRandom random) {
    this.log = log;
    this.random = random;
  }

  /** Changes one thing. */
  void bend() {
    switch (random.nextInt(16)) {
      case 0, 1 -> addFact();
      case 2 -> changeFact();
      case 3 -> move();
      case 4 -> charge();
      case 5, 6 -> hide();
      case 7 -> disclose();
      case 8 -> swap();
      default -> BentClaims.bend(log, 1 + random.nextInt(log.lines.size() - 1), random);
    }
  }

  private void addFact() {
    int size = log.lines.size();
    int leaf = random.nextInt(4) == 0 ? 0 : random.nextInt(size - 1);
    List<Fact> facts = new ArrayList<>(facts(leaf));
    long at = leaf + 1L + random.nextInt(size - leaf - 1);
    if (facts.stream().noneMatch(fact -> fact.at() == at)) {
      facts.add(new Fact(at, name(leaf)));
      put(leaf, facts);
    }
  }

  private String name(int leaf) {
    return leaf == 0 && random.nextInt(4) > 0
        ? List.of("policy", "authority", "policy", "authority", "ledger-key").get(random.nextInt(5))
        : FACTS.get(random.nextInt(FACTS.size()));
  }

  private void changeFact() {
    List<Long> leaves = new ArrayList<>(log.statuses.keySet());
    if (leaves.isEmpty()) {
      addFact();
      return;
    }
    int leaf = leaves.get(random.nextInt(leaves.size())).intValue();
    List<Fact> facts = new ArrayList<>(facts(leaf));
    Fact fact = facts.remove(random.nextInt(facts.size()));
    if (random.nextBoolean()) {
      facts.add(new Fact(fact.at(), name(leaf)));
    }
    put(leaf, facts);
  }

  private List<Fact> facts(long leaf) {
    return log.statuses.getOrDefault(leaf, StatusList.LIVE).facts();
  }

  private void put(long leaf, List<Fact> facts) {
    TreeMap<Long, Fact> sorted = new TreeMap<>();
    facts.forEach(fact -> sorted.put(fact.at(), fact));
    StatusList list = StatusList.LIVE;
    for (Fact fact : sorted.values()) {
      list = list.plus(fact);
    }
    if (list.equals(StatusList.LIVE)) {
      log.statuses.remove(leaf);
    } else {
      log.statuses.put(leaf, list);
    }
  }

  /** Another time for one record, or for it and all behind it. */
  private void move() {
    int first = random.nextInt(log.lines.size());
    int last = random.nextInt(3) == 0 ? first + 1 : log.lines.size();
    long[] moves = {-1, 1, 1_000, -30_000, 60_001, 86_400_000, 8_000_000_000L};
    long by = moves[random.nextInt(moves.length)];
    log.lines.subList(first, last).forEach(line -> line.timeMs = Math.max(0, line.timeMs + by));
  }

  private void charge() {
    ForgedLog.Line line = log.lines.get(random.nextInt(log.lines.size()));
    int digit = random.nextInt(line.charges.length());
    char[] text = line.charges.toCharArray();
    if (Character.isDigit(text[digit])) {
      text[digit] = (char) ('1' + random.nextInt(9));
      line.charges = new String(text);
    } else if (line.charges.equals("-") && log.lines.indexOf(line) > 1) {
      line.charges = "1:1:" + random.nextInt(5);
    }
  }

  private void hide() {
    List<ForgedLog.Line> disclosed =
        log.lines.stream().filter(line -> !line.disclosures.isEmpty()).toList();
    if (!disclosed.isEmpty()) {
      List<String> disclosures = disclosed.get(random.nextInt(disclosed.size())).disclosures;
      disclosures.remove(random.nextInt(disclosures.size()));
    }
  }

  /** A disclosure of one entry with another, or not quite the same. */
  private void disclose() {
    List<ForgedLog.Line> disclosed =
        log.lines.stream().filter(line -> !line.disclosures.isEmpty()).toList();
    if (!disclosed.isEmpty()) {
      List<String> from = disclosed.get(random.nextInt(disclosed.size())).disclosures;
      String encoded = from.get(random.nextInt(from.size()));
      List<String> to = disclosed.get(random.nextInt(disclosed.size())).disclosures;
      switch (random.nextInt(3)) {
        case 0 -> to.add(encoded);
        case 1 -> to.add(encoded.substring(0, encoded.length() - 2));
        default -> to.add(larger());
      }
    }
  }

  /** More than some entries may carry, and not what they hide. */
  private String larger() {
    String salt = "A".repeat(22);
    String text = "[\"" + salt + "\",\"name\",\"" + "x".repeat(random.nextInt(16_000)) + "\"]";
    return Bytes.utf8(text).base64Url();
  }

  private void swap() {
    int first = 1 + random.nextInt(log.lines.size() - 2);
    Collections.swap(log.lines, first, first + 1);
  }
}
