package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Genesis;
import dev.delegationledger.Keys;
import dev.delegationledger.anchor.AnchorException;
import dev.delegationledger.anchor.AnchoredStore;
import dev.delegationledger.anchor.FileAnchor;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is taken while the ledger runs, audited, and put back. */
class BackupTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InMemorySigner ledgerKey = InMemorySigner.generate(Suite.ED25519, RANDOM);
  private final InMemorySigner hr = InMemorySigner.generate(Suite.ED25519, RANDOM);

  @TempDir private Path dir;
  private Path folder;

  @BeforeEach
  void nameFolder() {
    folder = dir.resolve("ledger");
  }

  @Test
  void backupsTakenDuringAppends_holdAllThatWasAcknowledgedBeforeAndPassAFullAudit()
      throws Exception {
    List<Path> backups = new ArrayList<>();
    List<Long> acknowledged = new ArrayList<>();
    RocksDbStore store = RocksDbStore.at(folder);
    String trust;
    try (DelegationLedger ledger = open(store)) {
      trust = trust(ledger);
      AtomicBoolean enough = new AtomicBoolean();
      ExecutorService writers = Executors.newFixedThreadPool(3);
      try {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          running.add(writers.submit(() -> appendUntil(enough, ledger)));
        }
        for (int i = 0; i < 4; i++) {
          acknowledged.add(enrol(ledger).index());
          Path backup = dir.resolve("backup-" + i);
          store.backup(backup);
          backups.add(backup);
        }
        enough.set(true);
        for (Future<?> one : running) {
          one.get();
        }
      } finally {
        writers.shutdownNow();
      }
      acknowledged.add(enrol(ledger).index());
    }
    backups.add(folder);
    for (int i = 0; i < backups.size(); i++) {
      AuditReport report = audit(backups.get(i), trust);
      assertThat(report.findings()).as("backup %d", i).isEmpty();
      assertThat(size(backups.get(i))).as("backup %d", i).isGreaterThan(acknowledged.get(i));
    }
  }

  @Test
  void backupPutBack_isGoneOnWithWhereNothingNewerWasAcknowledged() {
    FileAnchor anchor = FileAnchor.at(dir.resolve("anchor"));
    Path backup = dir.resolve("backup");
    RocksDbStore store = RocksDbStore.at(folder);
    Receipt last;
    try (DelegationLedger ledger = open(AnchoredStore.of(store, anchor))) {
      enrol(ledger);
      last = enrol(ledger);
      store.backup(backup);
    }
    try (DelegationLedger restored = open(AnchoredStore.of(RocksDbStore.at(backup), anchor))) {
      assertThat(enrol(restored).index()).isEqualTo(last.index() + 1);
    }
    // the folder that was backed up is now the older one
    try (ReadableStore older = RocksDbStore.read(folder)) {
      AnchorException refused =
          catchThrowableOfType(AnchorException.class, () -> AnchoredStore.check(older, anchor));
      assertThat(refused.problem()).isEqualTo(AnchorException.Problem.ACKNOWLEDGED_RECORDS_MISSING);
    }
  }

  @Test
  void folderThatIsThere_isRefusedAndLeftAlone() throws IOException {
    Path taken = Files.createDirectory(dir.resolve("taken"));
    Files.writeString(taken.resolve("mine.txt"), "mine");
    RocksDbStore store = RocksDbStore.at(folder);
    try (DelegationLedger ledger = open(store)) {
      enrol(ledger);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.backup(taken))
          .withMessageContaining("backing up store");
      assertThat(taken).isDirectoryContaining(file -> file.endsWith("mine.txt"));
      assertThat(taken.resolve("CURRENT")).doesNotExist();
      enrol(ledger);
    }
  }

  private void appendUntil(AtomicBoolean enough, DelegationLedger ledger) {
    while (!enough.get()) {
      enrol(ledger);
    }
  }

  private DelegationLedger open(Store store) {
    return DelegationLedger.openOrCreate(
        store,
        Genesis.of("example.com/backed-up", ledgerKey).authority(hr.publicKey()),
        Clock.systemUTC(),
        RANDOM);
  }

  private Receipt enrol(DelegationLedger ledger) {
    InMemorySigner key = InMemorySigner.generate(Suite.ED25519, RANDOM);
    return ledger.append(Enrol.human().name("Jane Doe").key(key).by(hr)).receipt();
  }

  private String trust(DelegationLedger ledger) {
    return "{\"version\":1,\"ledgers\":[{\"vkey\":\""
        + ledger.verifierKey()
        + "\",\"authorities\":["
        + Keys.toJwk(hr.publicKey())
        + "]}]}";
  }

  private static AuditReport audit(Path folder, String trust) throws RefusedException {
    try (ReadableStore store = RocksDbStore.read(folder)) {
      return Audit.full(store, TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8))).run();
    }
  }

  private static long size(Path folder) throws RefusedException {
    try (ReadableStore store = RocksDbStore.read(folder)) {
      return Head.parse(Objects.requireNonNull(store.head())).size();
    }
  }
}
