package dev.delegationledger.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.anchor.AnchorException.Problem;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.Copies;
import dev.delegationledger.testing.KeptStore;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.testing.TestLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchoredStoreTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final InMemorySigner LEDGER_KEY = InMemorySigner.generate(Suite.ED25519, RANDOM);
  private static final InMemorySigner HR = InMemorySigner.generate(Suite.ED25519, RANDOM);

  private final TestClock clock = TestClock.at(TestLedger.BEGIN);
  private final MemoryStore memory = MemoryStore.empty();

  @TempDir private Path dir;
  private HeadAnchor anchor;

  @BeforeEach
  void anchorInAFile() {
    anchor = FileAnchor.at(dir.resolve("payables.anchor"));
  }

  @AfterEach
  void auditWholeLedger() throws Exception {
    if (memory.head() != null) {
      assertThat(Audit.structure(memory).run().findings()).isEmpty();
    }
    memory.close();
  }

  @Test
  void everyAcknowledgedEntry_isUnderTheAnchoredCheckpoint() throws Exception {
    try (DelegationLedger ledger = open(memory)) {
      assertThat(anchor.read()).isEqualTo(ledger.checkpoint().text());
      for (int i = 0; i < 3; i++) {
        Enrolled one = enrol(ledger);
        assertThat(anchor.read()).isEqualTo(one.receipt().checkpoint().text());
      }
    }
    try (DelegationLedger again = open(memory)) {
      assertThat(anchor.read()).isEqualTo(again.checkpoint().text());
    }
  }

  @Test
  void storePutBackToYesterday_isRefusedAndTheMissingRangeNamed() {
    try (DelegationLedger ledger = open(memory)) {
      enrol(ledger);
      try (Store yesterday = copy()) {
        enrol(ledger);
        enrol(ledger);

        AnchorException refused = refused(yesterday);

        assertThat(refused.problem()).isEqualTo(Problem.ACKNOWLEDGED_RECORDS_MISSING);
        assertThat(refused)
            .hasMessageContaining("expected 4 acknowledged records, got 2: records 2 to 3");
      }
    }
  }

  @Test
  void storeThatIsGone_isRefusedInsteadOfCreated() {
    try (DelegationLedger ledger = open(memory)) {
      enrol(ledger);
    }
    try (Store empty = MemoryStore.empty()) {
      assertThat(refused(empty).problem()).isEqualTo(Problem.ACKNOWLEDGED_RECORDS_MISSING);
      assertThat(empty.head()).isNull();
    }
  }

  @Test
  void storeThatWentOnDifferently_isRefused() {
    try (DelegationLedger ledger = open(memory)) {
      enrol(ledger);
      try (Store other = copy()) {
        enrol(ledger);
        try (DelegationLedger fork =
            DelegationLedger.openOrCreate(KeptStore.of(other), genesis(), clock, RANDOM)) {
          enrol(fork);
          enrol(fork);
        }
        assertThat(refused(other).problem()).isEqualTo(Problem.ACKNOWLEDGED_RECORDS_DIFFER);
      }
    }
  }

  @Test
  void secondCopyThatIsAppendedTo_isToldSoBeforeItAcknowledges() {
    try (DelegationLedger ledger = open(memory)) {
      enrol(ledger);
      try (Store other = copy();
          DelegationLedger copy = open(other)) {
        enrol(ledger);

        AnchorException refused = catchThrowableOfType(AnchorException.class, () -> enrol(copy));

        assertThat(refused.problem()).isEqualTo(Problem.SECOND_WRITER);
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> enrol(copy))
            .withMessageContaining("open it again");
      }
      enrol(ledger);
    }
  }

  @Test
  void storeAheadOfItsAnchor_goesOnAndTakesItAlong() {
    String before;
    try (DelegationLedger ledger = open(memory)) {
      before = Objects.requireNonNull(anchor.read());
      enrol(ledger);
    }
    HeadAnchor behind = new Remembered(before);
    try (DelegationLedger ledger = open(memory, behind)) {
      assertThat(behind.read()).isEqualTo(ledger.checkpoint().text()).isNotEqualTo(before);
      Enrolled next = enrol(ledger);
      assertThat(behind.read()).isEqualTo(next.receipt().checkpoint().text());
    }
  }

  @Test
  void anchorThatCannotBeWritten_leavesTheOutcomeUnknownAndTheEntryOnce() {
    Remembered failing = new Remembered(null);
    InMemorySigner key = InMemorySigner.generate(Suite.ED25519, RANDOM);
    try (DelegationLedger ledger = open(memory, failing)) {
      enrol(ledger);
      var entry = ledger.sign(Enrol.human().name("Jane Doe").key(key).by(HR));
      failing.fails = true;

      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> ledger.append(entry));
      failing.fails = false;
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> ledger.append(entry));

      try (DelegationLedger again = open(memory, failing)) {
        assertThat(again.append(entry).receipt().repeated()).isTrue();
        assertThat(again.append(entry).receipt().index()).isEqualTo(2);
      }
    }
  }

  /**
   * A retry is told that its entry is recorded, and writes nothing: it has to be anchored by then.
   */
  @Test
  void entryThatARetryFindsRecorded_isNotLostInSilence() {
    Remembered failing = new Remembered(null);
    InMemorySigner key = InMemorySigner.generate(Suite.ED25519, RANDOM);
    try (DelegationLedger ledger = open(memory, failing)) {
      enrol(ledger);
      var entry = ledger.sign(Enrol.human().name("Jane Doe").key(key).by(HR));
      try (Store yesterday = copy()) {
        failing.fails = true;
        assertThatExceptionOfType(OutcomeUnknownException.class)
            .isThrownBy(() -> ledger.append(entry));
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> open(memory, failing));
        failing.fails = false;
        try (DelegationLedger again = open(memory, failing)) {
          assertThat(again.append(entry).receipt().repeated()).isTrue();
        }
        AnchorException refused =
            catchThrowableOfType(AnchorException.class, () -> open(yesterday, failing));
        assertThat(refused.problem()).isEqualTo(Problem.ACKNOWLEDGED_RECORDS_MISSING);
      }
    }
  }

  @Test
  void ledgerWithoutItsAnchor_isAdoptedByNameOnly() {
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(KeptStore.of(memory), genesis(), clock, RANDOM)) {
      enrol(ledger);
    }
    assertThat(refused(memory).problem()).isEqualTo(Problem.ANCHOR_MISSING);
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            AnchoredStore.adopting(KeptStore.of(memory), anchor), genesis(), clock, RANDOM)) {
      assertThat(enrol(ledger).receipt().checkpoint().text()).isEqualTo(anchor.read());
    }
    open(memory).close();
  }

  @Test
  void creationThatWasInterrupted_isGoneOnWith() {
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(KeptStore.of(memory), genesis(), clock, RANDOM)) {
      assertThat(anchor.read()).as("nothing was anchored").isNull();
      assertThat(ledger.checkpoint().checkpoint().size()).isEqualTo(1);
    }
    try (DelegationLedger ledger = open(memory)) {
      assertThat(enrol(ledger).receipt().checkpoint().text()).isEqualTo(anchor.read());
    }
  }

  @Test
  void anchorOfAnotherLedger_isRefused() {
    try (DelegationLedger ledger = open(memory)) {
      enrol(ledger);
    }
    try (Store other = MemoryStore.empty()) {
      Genesis elsewhere = Genesis.of("example.com/other", LEDGER_KEY).authority(HR.publicKey());
      DelegationLedger.openOrCreate(KeptStore.of(other), elsewhere, clock, RANDOM).close();
      assertThat(refused(other).problem()).isEqualTo(Problem.OTHER_LEDGER);
    }
  }

  @Test
  void anchorThatIsNoCheckpoint_isRefused() throws IOException {
    open(memory).close();
    Files.writeString(dir.resolve("payables.anchor"), "yesterday\n");
    assertThat(refused(memory).problem()).isEqualTo(Problem.ANCHOR_MALFORMED);
  }

  @Test
  void storeWhoseHeadIsNone_isRefused() {
    open(memory).close();
    try (Store broken = MemoryStore.empty()) {
      broken.commit(null, Batch.withHead(new byte[] {'{', '}'}));
      assertThat(refused(broken).problem()).isEqualTo(Problem.STORE_BROKEN);
    }
  }

  @Test
  void check_tellsTheSameAndChangesNothing() {
    try (DelegationLedger ledger = open(memory)) {
      enrol(ledger);
      try (Store yesterday = copy()) {
        enrol(ledger);
        String before = anchor.read();
        AnchoredStore.check(memory, anchor);
        assertThat(
                catchThrowableOfType(
                        AnchorException.class, () -> AnchoredStore.check(yesterday, anchor))
                    .problem())
            .isEqualTo(Problem.ACKNOWLEDGED_RECORDS_MISSING);
        assertThat(anchor.read()).isEqualTo(before);
      }
    }
  }

  private AnchorException refused(Store store) {
    return catchThrowableOfType(
        AnchorException.class, () -> AnchoredStore.of(KeptStore.of(store), anchor));
  }

  private DelegationLedger open(Store store) {
    return open(store, anchor);
  }

  private DelegationLedger open(Store store, HeadAnchor to) {
    return DelegationLedger.openOrCreate(
        AnchoredStore.of(KeptStore.of(store), to), genesis(), clock, RANDOM);
  }

  private static Genesis genesis() {
    return Genesis.of(TestLedger.ORIGIN, LEDGER_KEY).authority(HR.publicKey());
  }

  private static Enrolled enrol(DelegationLedger ledger) {
    InMemorySigner key = InMemorySigner.generate(Suite.ED25519, RANDOM);
    return ledger.append(Enrol.human().name("Jane Doe").key(key).by(HR));
  }

  /** The store as it is now, in a store of its own: a backup. */
  private Store copy() {
    return Copies.of(memory);
  }

  /** An anchor that somebody else implements, a row of a database for example. */
  private static final class Remembered implements HeadAnchor {
    private @Nullable String text;
    private boolean fails;

    Remembered(@Nullable String text) {
      this.text = text;
    }

    @Override
    public synchronized @Nullable String read() {
      return text;
    }

    @Override
    public synchronized boolean replace(@Nullable String expected, String next) {
      if (fails) {
        throw new StoreException("write row: the database is away");
      }
      if (!Objects.equals(text, expected)) {
        return false;
      }
      text = next;
      return true;
    }
  }
}
