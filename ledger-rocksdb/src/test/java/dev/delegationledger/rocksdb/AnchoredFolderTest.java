package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Genesis;
import dev.delegationledger.anchor.AnchorException;
import dev.delegationledger.anchor.AnchoredStore;
import dev.delegationledger.anchor.FileAnchor;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no store can notice by itself: its whole folder as it was some time ago. */
class AnchoredFolderTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InMemorySigner ledgerKey = InMemorySigner.generate(Suite.ED25519, RANDOM);
  private final InMemorySigner hr = InMemorySigner.generate(Suite.ED25519, RANDOM);

  @TempDir private Path dir;

  @Test
  void folderPutBackToYesterday_isRefusedUntilTheNewerOneIsBack() throws IOException {
    Path folder = dir.resolve("ledger");
    enrol(folder, 3);
    Path yesterday = dir.resolve("backup-of-yesterday");
    Tree.copy(folder, yesterday);
    Receipt last = enrol(folder, 2);
    Path today = dir.resolve("folder-of-today");
    Tree.copy(folder, today);

    Tree.copy(yesterday, folder);
    AnchorException refused = catchThrowableOfType(AnchorException.class, () -> enrol(folder, 1));
    assertThat(refused.problem()).isEqualTo(AnchorException.Problem.ACKNOWLEDGED_RECORDS_MISSING);
    assertThat(refused)
        .hasMessageContaining("expected 6 acknowledged records, got 4: records 4 to 5 are missing");
    try (var store = RocksDbStore.read(folder)) {
      assertThat(store.head()).as("every file is kept").isNotNull();
    }

    Tree.copy(today, folder);
    assertThat(enrol(folder, 1).index()).isEqualTo(last.index() + 1);
  }

  @Test
  void anchorThatIsLost_isNoReasonToStartAnew() throws IOException {
    Path folder = dir.resolve("ledger");
    enrol(folder, 2);
    Files.delete(dir.resolve("anchor"));
    AnchorException refused = catchThrowableOfType(AnchorException.class, () -> enrol(folder, 1));
    assertThat(refused.problem()).isEqualTo(AnchorException.Problem.ANCHOR_MISSING);
  }

  private Receipt enrol(Path folder, int humans) {
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            AnchoredStore.of(RocksDbStore.at(folder), FileAnchor.at(dir.resolve("anchor"))),
            Genesis.of("example.com/anchored", ledgerKey).authority(hr.publicKey()),
            Clock.systemUTC(),
            RANDOM)) {
      Receipt newest = null;
      for (int i = 0; i < humans; i++) {
        InMemorySigner key = InMemorySigner.generate(Suite.ED25519, RANDOM);
        newest = ledger.append(Enrol.human().name("Jane Doe").key(key).by(hr)).receipt();
      }
      return Objects.requireNonNull(newest);
    }
  }
}
