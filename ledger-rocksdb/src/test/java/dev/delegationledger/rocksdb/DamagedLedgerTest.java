package dev.delegationledger.rocksdb;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Outcome;
import dev.delegationledger.Revocation;
import dev.delegationledger.anchor.AnchorException;
import dev.delegationledger.anchor.AnchoredStore;
import dev.delegationledger.anchor.FileAnchor;
import dev.delegationledger.anchor.HeadAnchor;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.store.ReadableStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small ledger, of which each byte of each file is changed, and each file is cut at each length
 * and deleted, one at a time: opening, the audit or the read reports it, or the ledger answers
 * everything as before. Never does it answer something else, with one exception that no file of the
 * ledger can make up for: a newest log that is cut, or whose last record is damaged, may look like
 * what a power loss leaves, and then the ledger is what it was some records earlier.
 */
class DamagedLedgerTest {
  private static final int SEED = 7;

  /** Nothing that is in these files is ever read back; so fewer of their bytes are tried. */
  private static final String NEVER_READ = "LOG(\\.old\\..*)?|OPTIONS-.*|IDENTITY|LOCK";

  private static final int LESS = 400;

  /** Of so many damages one is shown to a writer as well. */
  private static final int WRITERS = 8;

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  private final Random random = new Random(SEED);
  private final SecureRandom secure = new SecureRandom();
  private Path good;
  private Path bad;
  private LedgerAnswers answers;
  private HeadAnchor anchor;

  /** Three times opened: so there are tables, a manifest that names them, and a log. */
  @BeforeEach
  void writeLedger() throws Exception {
    good = temp.resolve("good");
    bad = temp.resolve("bad");
    InMemorySigner janeKey = key();
    InMemorySigner payerKey = key();
    Granted grant;
    Enrolled payer;
    try (DelegationLedger ledger = LedgerChild.open(good)) {
      Enrolled jane =
          ledger.append(Enrol.human().name("Jane Doe").key(janeKey).by(LedgerChild.AUTHORITY));
      Enrolled acme =
          ledger.append(Enrol.organisation().name("Acme").key(key()).by(LedgerChild.AUTHORITY));
      payer =
          ledger.append(
              Enrol.agent("payables")
                  .owner(jane)
                  .operator(acme)
                  .model("acme", "m", "1")
                  .expiresIn(ofDays(30))
                  .key(payerKey)
                  .by(janeKey));
    }
    try (DelegationLedger ledger = LedgerChild.open(good)) {
      grant =
          ledger.append(
              Grant.to(payer)
                  .task("T-1", "pay vendors")
                  .tool("erp:pay", t -> t.any("vendor").range("amount", 0, 500_000))
                  .uses(100)
                  .expiresIn(ofDays(7))
                  .by(janeKey));
      act(ledger, grant, payerKey);
    }
    try (DelegationLedger ledger = LedgerChild.open(good)) {
      act(ledger, grant, payerKey);
      ledger.append(Revocation.of(grant).by(janeKey));
      anchor = FileAnchor.at(temp.resolve("anchor"));
      anchor.replace(null, ledger.checkpoint().text());
    }
    answers = LedgerAnswers.of(() -> RocksDbStore.read(good)).orElseThrow();
    assertThat(answers.records()).hasSize(10);
    assertThat(answers.proofs()).hasSize(2);
  }

  private InMemorySigner key() {
    return InMemorySigner.generate(Suite.ED25519, secure);
  }

  private static void act(DelegationLedger ledger, Granted grant, InMemorySigner payer) {
    Acted action =
        ledger.append(
            Action.under(grant)
                .tool("erp:pay")
                .arg("vendor", "V-7")
                .arg("amount", 84_000)
                .by(payer));
    ledger.append(Outcome.succeeded(action).by(payer));
  }

  private enum Told {
    REPORTED,
    SAME,
    EARLIER,
    DIFFERENT
  }

  @Test
  void changedByte_isReportedOrWithoutEffect() throws Exception {
    Map<String, Map<Told, Integer>> told = new TreeMap<>();
    for (Path file : StoreFolder.list(good)) {
      byte[] content = Files.readAllBytes(file);
      for (int place = first(file, content.length); place < content.length; place += step(file)) {
        byte[] changed = content.clone();
        changed[place] ^= (byte) (1 + random.nextInt(255));
        boolean last = kind(file).equals("log") && place >= lastRecord(content);
        count(told, file, "byte " + place + " of " + content.length, changed, last);
      }
    }
    say("changed bytes", told);
  }

  @Test
  void cutOrDeletedFile_isReportedOrWithoutEffect() throws Exception {
    Map<String, Map<Told, Integer>> told = new TreeMap<>();
    for (Path file : StoreFolder.list(good)) {
      byte[] content = Files.readAllBytes(file);
      boolean log = kind(file).equals("log");
      count(told, file, "deleted", null, log);
      for (int length = first(file, content.length);
          length < content.length;
          length += step(file)) {
        count(told, file, "cut at " + length, Arrays.copyOf(content, length), log);
      }
    }
    say("cuts", told);
  }

  private static boolean isNeverRead(Path file) {
    return file.getFileName().toString().matches(NEVER_READ);
  }

  private static int step(Path file) {
    return CrashRuns.everyByte(211) * (isNeverRead(file) ? LESS : 1);
  }

  /** The first that is tried of {@code places}: some, and at least one. */
  private int first(Path file, int places) {
    return random.nextInt(Math.max(1, Math.min(step(file), places)));
  }

  /** Where the last record of a log of one block begins: see {@link LogEnd}. */
  private static int lastRecord(byte[] log) {
    assertThat(log.length).isLessThan(32 * 1024);
    ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
    int place = 0;
    for (int next = 0;
        next < log.length;
        next += 7 + Short.toUnsignedInt(bytes.getShort(next + 4))) {
      place = next;
    }
    return place;
  }

  /**
   * Damages a file, and asks.
   *
   * @param torn whether the ledger may be an earlier one
   */
  private void count(
      Map<String, Map<Told, Integer>> told,
      Path file,
      String what,
      byte @Nullable [] content,
      boolean torn)
      throws IOException {
    String damage = file.getFileName() + ", " + what + ", seed " + SEED;
    damage(file, content, Files::createLink);
    Told reader = told(LedgerAnswers.of(() -> RocksDbStore.read(bad)));
    String kind = kind(file);
    assertAllowed(reader, torn, damage);
    told.computeIfAbsent(kind, k -> new EnumMap<>(Told.class)).merge(reader, 1, Integer::sum);
    if (random.nextInt(WRITERS) == 0) {
      damage(file, content, (there, from) -> Files.copy(from, there));
      Told writer = told(LedgerAnswers.of(() -> RocksDbStore.at(bad)));
      assertAllowed(writer, torn, damage + ", opened for writing");
    }
  }

  private static void assertAllowed(Told told, boolean torn, String damage) {
    switch (told) {
      case REPORTED -> {}
      case SAME -> {} // nobody reads those bytes
      case EARLIER -> assertThat(torn).as("earlier: " + damage).isTrue();
      case DIFFERENT -> throw new AssertionError("answered differently: " + damage);
    }
  }

  private Told told(Optional<LedgerAnswers> now) {
    if (now.isEmpty()) {
      return Told.REPORTED;
    }
    if (now.get().equals(answers)) {
      return Told.SAME;
    }
    if (!now.get().isEarlierThan(answers)) {
      return Told.DIFFERENT;
    }
    requireAnchorTells();
    return Told.EARLIER;
  }

  /** What no file of the ledger can tell, an anchor elsewhere does. */
  private void requireAnchorTells() {
    try (ReadableStore store = RocksDbStore.read(bad)) {
      assertThat(
              catchThrowableOfType(AnchorException.class, () -> AnchoredStore.check(store, anchor))
                  .problem())
          .isEqualTo(AnchorException.Problem.ACKNOWLEDGED_RECORDS_MISSING);
    }
  }

  private static String kind(Path file) {
    String name = file.getFileName().toString();
    if (isNeverRead(file)) {
      return "never read";
    }
    return name.substring(name.lastIndexOf('.') + 1).replaceAll("-.*", "");
  }

  /** How a file that stays as it is gets into the damaged folder. */
  private interface Taking {
    Path take(Path there, Path from) throws IOException;
  }

  private void damage(Path file, byte @Nullable [] content, Taking others) throws IOException {
    Tree.delete(bad);
    Files.createDirectories(bad);
    for (Path other : StoreFolder.list(good)) {
      if (!other.equals(file)) {
        others.take(bad.resolve(other.getFileName()), other);
      }
    }
    if (content != null) {
      Files.write(bad.resolve(file.getFileName()), content);
    }
  }

  private static void say(String what, Map<String, Map<Told, Integer>> told) {
    StringBuilder line = new StringBuilder();
    int all = 0;
    for (Map.Entry<String, Map<Told, Integer>> kind : told.entrySet()) {
      line.append(' ').append(kind.getKey()).append(": ").append(kind.getValue()).append(';');
      all += kind.getValue().values().stream().mapToInt(Integer::intValue).sum();
    }
    CrashRuns.say(all + " " + what + " (seed " + SEED + ");" + line);
    assertThat(told.keySet()).containsAll(List.of("CURRENT", "MANIFEST", "log", "sst"));
  }
}
