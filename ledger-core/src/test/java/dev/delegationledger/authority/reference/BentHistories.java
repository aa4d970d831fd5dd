package dev.delegationledger.authority.reference;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Keys;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.authority.reference.Stage.Told;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.ForgedLog;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.KeptProofs;
import dev.delegationledger.testing.PinnedText;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.testing.TestClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proofs of random histories; of the same ones bent by their operator, who has all keys; and of
 * files that were bent on their way. For one thread.
 */
final class BentHistories {
  private static final int OF_A_HISTORY = 24;

  private final KeptProofs kept;
  private final Histories histories = new Histories(true);
  private final SplittableRandom random;
  private final long seed;

  private BentHistories(KeptProofs kept, long seed) {
    this.kept = kept;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Keeps about {@code count} of them with their verdicts. */
  static void keep(KeptProofs kept, long seed, int count) {
    BentHistories bent = new BentHistories(kept, seed);
    int made = 0;
    for (int number = 0; made < count; number++) {
      made += bent.keepSome(number);
    }
  }

  private int keepSome(int number) {
    Stage told = histories.tell(ManyHistories.steps(seed, number), new Tally());
    List<Integer> actions = actions(told);
    if (actions.isEmpty()) {
      return 0;
    }
    MemoryStore store = MemoryStore.empty();
    DelegationLedger ledger = record(told, store);
    try {
      for (int i = 0; i < OF_A_HISTORY; i++) {
        List<KeyPool.Key> keys = told.world.ledgerKeys();
        KeyPool.Key signs = random.nextInt(8) == 0 ? pick(keys) : keys.get(keys.size() - 1);
        keep(ForgedLog.of(store, signs.signer(), Histories.ORIGIN), actions, told);
      }
      return OF_A_HISTORY;
    } finally {
      ledger.close();
    }
  }

  private void keep(ForgedLog log, List<Integer> actions, Stage told) {
    int bends = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(2);
    BentLog bent = new BentLog(log, random);
    for (int i = 0; i < bends; i++) {
      bent.bend();
    }
    int action = actions.get(random.nextInt(actions.size()));
    Optional<AuthorityProof> proof = proof(log, action);
    if (proof.isPresent()) {
      byte[] file =
          random.nextInt(4) == 0
              ? new BentFile(random).bend(log, proof.get())
              : proof.get().toBytes();
      String trust = trust(told);
      kept.keep(file, trust, Scene.verify(file, trust));
    }
  }

  /** Empty where the bent log has no such proof: nobody can export what no record can hold. */
  private static Optional<AuthorityProof> proof(ForgedLog log, int action) {
    try {
      return Optional.of(log.proof(action));
    } catch (IllegalArgumentException | IllegalStateException noProof) {
      return Optional.empty();
    }
  }

  /** The ledger that recorded it all, which has to be open as long as its store is read. */
  private static DelegationLedger record(Stage told, MemoryStore store) {
    TestClock clock = TestClock.at(Instant.ofEpochMilli(World.BEGIN));
    Histories.ledger(store, clock); // records genesis
    DelegationLedger ledger =
        RogueLedger.open(store, World.LEDGER.signer(), clock, Signing.seeded("bent"));
    for (Told attempt : told.told()) {
      if (attempt.recorded()) {
        clock.set(Instant.ofEpochMilli(attempt.timeMs()));
        SignedEntry entry = told.world.signing.signed(attempt.statement());
        if (attempt.statement() instanceof Statement.LedgerKeyChange change) {
          KeyPool.Key next = KeyPool.POOL.of(Judging.thumbprint(change.key()));
          RogueLedger.rotate(ledger, entry, next.signer());
        } else {
          ledger.append(entry);
        }
      }
    }
    return ledger;
  }

  private static List<Integer> actions(Stage told) {
    List<Integer> actions = new ArrayList<>();
    int index = 1;
    for (Told attempt : told.told()) {
      if (attempt.recorded()) {
        if (attempt.statement().kind() == Kind.ACTION) {
          actions.add(index);
        }
        index++;
      }
    }
    return actions;
  }

  /** Mostly the file of somebody who trusts both authorities. */
  private String trust(Stage told) {
    Stream<KeyPool.Key> trusted =
        switch (random.nextInt(12)) {
          case 0 -> Stream.of(World.HR);
          case 1 -> Stream.of(World.HR2, KeyPool.POOL.get(3));
          default -> Stream.of(World.HR, World.HR2);
        };
    String more =
        switch (random.nextInt(60)) {
          case 0 -> "\"minSize\":" + random.nextInt(60) + ",";
          case 1 -> "\"policy\":\"quorum none\\n\",";
          case 2 -> "\"unknownSignatures\":\"ignore\",";
          case 3 -> "\"genesis\":\"" + World.HR.thumbprint().base64Url() + "\",";
          default -> "";
        };
    return "{\"version\":1,\"ledgers\":[{"
        + more
        + pinned(told)
        + ",\"authorities\":["
        + trusted.map(key -> Keys.toJwk(key.open())).collect(Collectors.joining(","))
        + "]}]}";
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Mostly the ledger's keys where they belong; else one of them, or ranges that are bent too. */
  private String pinned(Stage told) {
    List<KeyPool.Key> keys = told.world.ledgerKeys();
    List<Long> from = new ArrayList<>(List.of(0L));
    told.world.of(Kind.LEDGER_KEY).forEach(change -> from.add(change.index() + 1));
    int odd = random.nextInt(12);
    if (keys.size() == 1 && odd > 0) {
      odd = 11;
    }
    if (odd < 3 || odd == 11) {
      KeyPool.Key one = odd == 0 || odd == 11 ? keys.get(keys.size() - 1) : pick(keys);
      return "\"vkey\":\"" + vkey(one) + "\"";
    }
    int bent = odd < 6 ? random.nextInt(keys.size()) : -1;
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (i == bent && odd == 3) {
        continue; // not known to this verifier
      }
      long begin = from.get(i) + (i == bent && odd == 4 ? 1 : 0);
      boolean last = i + 1 == keys.size();
      if (last && !(i == bent && odd == 5)) {
        ranges.add(PinnedText.range(vkey(keys.get(i)), begin));
      } else {
        long end = last ? begin + 1 : from.get(i + 1) - (i == bent && odd == 5 ? 1 : 0);
        if (end > begin) {
          ranges.add(PinnedText.range(vkey(keys.get(i)), begin, end));
        }
      }
    }
    return ranges.isEmpty()
        ? "\"vkey\":\"" + vkey(keys.get(0)) + "\""
        : "\"vkeys\":[" + String.join(",", ranges) + "]";
  }

  private static String vkey(KeyPool.Key key) {
    return VerifierKey.of(Histories.ORIGIN, key.open()).text();
  }
}
