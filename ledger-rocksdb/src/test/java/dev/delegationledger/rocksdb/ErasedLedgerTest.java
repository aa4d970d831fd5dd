package dev.delegationledger.rocksdb;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Erasure;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Outcome;
import dev.delegationledger.Recorded;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What was erased is in no file of the ledger's folder any more, whatever happens on the way. */
class ErasedLedgerTest {
  private static final String NAME = "Jane Margaret Doe-Featherstone";
  private static final String TASK = "prepare the vendor payments of the second week";
  private static final String IBAN = "GB33BUKB20201555555555";
  private static final String RESULT = "paid to Featherstone and Sons Limited";
  private static final String KEPT = "Bob Kept-In-The-Files Roe";
  private static final List<String> TEXTS = List.of(NAME, TASK, IBAN, RESULT);

  @TempDir Path dir;

  private final SecureRandom random = new SecureRandom();
  private final TestClock clock = TestClock.at(Instant.parse("2026-01-05T08:00:00Z"));
  private final InMemorySigner ledgerKey = InMemorySigner.ed25519(seed(1));
  private final InMemorySigner hr = InMemorySigner.ed25519(seed(2));
  private final InMemorySigner janeKey = InMemorySigner.ed25519(seed(3));
  private final InMemorySigner payerKey = InMemorySigner.ed25519(seed(4));
  private final InMemorySigner bobKey = InMemorySigner.ed25519(seed(5));
  private final List<String> disclosures = new ArrayList<>();

  private static Bytes seed(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return Bytes.of(seed);
  }

  private DelegationLedger open(Store store) {
    return DelegationLedger.openOrCreate(
        store,
        Genesis.of("example.com/erased", ledgerKey).authority(hr.publicKey()),
        clock,
        random);
  }

  private record Story(Enrolled jane, Granted grant, Acted payment, Recorded outcome) {
    List<Recorded> all() {
      return List.of(jane, grant, payment, outcome);
    }
  }

  private Story told(DelegationLedger ledger) {
    Enrolled jane = ledger.append(Enrol.human().name(NAME).key(janeKey).by(hr));
    ledger.append(Enrol.human().name(KEPT).key(bobKey).by(hr));
    Enrolled payer =
        ledger.append(
            Enrol.agent("payables")
                .owner(jane)
                .operator(
                    ledger.append(
                        Enrol.organisation()
                            .name("Acme Ltd")
                            .key(InMemorySigner.ed25519(seed(6)))
                            .by(hr)))
                .model("acme", "m", "1")
                .expiresIn(ofDays(30))
                .key(payerKey)
                .by(janeKey));
    Granted grant =
        ledger.append(
            Grant.to(payer)
                .task("T-17", TASK)
                .tool("erp:pay", t -> t.any("iban"))
                .expiresIn(ofDays(7))
                .by(janeKey));
    SignedEntry pay =
        ledger.sign(Action.under(grant).tool("erp:pay").arg("iban", IBAN).by(payerKey));
    Acted payment = (Acted) ledger.append(pay);
    Recorded outcome = ledger.append(Outcome.succeeded(payment, RESULT).by(payerKey));
    Story story = new Story(jane, grant, payment, outcome);
    for (Recorded one : story.all()) {
      one.entry().disclosures().values().stream()
          .map(Disclosure::encoded)
          .forEach(disclosures::add);
    }
    return story;
  }

  /** The texts, plain and in base64url at each of its alignments, and the disclosures as stored. */
  private List<String> needles() {
    List<String> needles = new ArrayList<>(TEXTS);
    for (String text : TEXTS) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int shift = 0; shift < 3; shift++) {
        byte[] shifted = new byte[bytes.length + shift];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
        needles.add(encoded.substring(4, encoded.length() - 4));
      }
    }
    needles.addAll(disclosures);
    return needles;
  }

  /** RocksDB goes on to compact other rows meanwhile: a file that goes has nothing any more. */
  private List<String> found(List<String> needles) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        dir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.endsWith("LOCK")) { // to close it would release the writer's lock
              search(file);
            }
            return FileVisitResult.CONTINUE;
          }

          private void search(Path file) throws IOException {
            try {
              String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
              needles.stream()
                  .filter(bytes::contains)
                  .forEach(needle -> found.add(dir.relativize(file) + " has " + needle));
            } catch (NoSuchFileException gone) {
              assertThat(file.toString()).endsWith(".sst");
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return found;
  }

  private void eraseAll(DelegationLedger ledger, Story story) {
    ledger.append(Erasure.of(story.jane()).slot(SlotName.NAME).by(janeKey));
    ledger.append(Erasure.of(story.grant()).because("no longer needed").by(janeKey));
    ledger.append(Erasure.of(story.payment()).slot(SlotName.argument("iban")).by(hr));
    ledger.append(Erasure.of(story.outcome()).by(hr));
  }

  @Test
  void whatWasErased_isInNoFile_whileTheLedgerIsOpenAndOnceItIsClosed() throws Exception {
    try (DelegationLedger ledger = open(RocksDbStore.at(dir))) {
      Story story = told(ledger);
      for (String disclosure : disclosures) {
        assertThat(found(List.of(disclosure))).as("in the log").isNotEmpty();
      }
      eraseAll(ledger, story);
      assertThat(found(needles())).isEmpty();
    }
    assertThat(found(needles())).isEmpty();
    requireSoundWithFourErasures();
    open(RocksDbStore.at(dir)).close();
    assertThat(found(needles())).isEmpty();
  }

  @Test
  void whatWasErased_leavesTableFilesOfEveryLevel() throws Exception {
    Story story;
    try (DelegationLedger ledger = open(RocksDbStore.at(dir))) {
      story = told(ledger);
    }
    for (int i = 0; i < 6; i++) { // to open is to flush what the log holds
      try (DelegationLedger ledger = open(RocksDbStore.at(dir))) {
        ledger.append(
            Enrol.service().name("Service " + i).key(InMemorySigner.ed25519(seed(20 + i))).by(hr));
      }
    }
    assertThat(found(disclosures)).as("in table files").hasSizeGreaterThanOrEqualTo(4);
    assertThat(found(disclosures)).allMatch(where -> where.contains(".sst"));
    try (DelegationLedger ledger = open(RocksDbStore.at(dir))) {
      ledger.append(Erasure.of(story.jane()).by(hr));
      assertThat(found(List.of(NAME, disclosures.get(0)))).isEmpty();
      assertThat(found(disclosures)).as("the others stay").hasSizeGreaterThanOrEqualTo(3);
      eraseAllButTheName(ledger, story);
      assertThat(found(needles())).isEmpty();
    }
    requireSoundWithFourErasures();
  }

  private void eraseAllButTheName(DelegationLedger ledger, Story story) {
    ledger.appendAll(
        batch -> {
          batch.add(Erasure.of(story.grant()).by(hr));
          batch.add(Erasure.of(story.payment()).by(hr));
          return batch.add(Erasure.of(story.outcome()).by(hr));
        });
  }

  @Test
  void whatIsErasedInTheBatchThatWritesIt_isInNoFile() throws Exception {
    try (DelegationLedger ledger = open(RocksDbStore.at(dir))) {
      ledger.appendAll(
          batch -> {
            Enrolled jane = batch.add(Enrol.human().name(NAME).key(janeKey).by(hr));
            jane.entry().disclosures().values().forEach(d -> disclosures.add(d.encoded()));
            return batch.add(Erasure.of(jane).by(hr));
          });
      assertThat(found(needles())).isEmpty();
    }
    assertThat(found(needles())).isEmpty();
  }

  @Test
  void aReaderBesideTheLedger_goesOn_andANewOneDoesNotSeeIt() throws Exception {
    try (DelegationLedger ledger = open(RocksDbStore.at(dir))) {
      Story story = told(ledger);
      try (ReadableStore before = RocksDbStore.read(dir)) {
        eraseAll(ledger, story);
        assertThat(found(needles())).isEmpty();
        assertThat(Audit.structure(before).run().isSound()).isTrue();
        try (ReadableStore after = RocksDbStore.read(dir)) {
          assertThat(Audit.structure(after).run().isSound()).isTrue();
          assertThat(after.get(Table.DISCLOSURES, new byte[] {0})).isNull();
        }
      }
    }
    requireSoundWithFourErasures();
  }

  /** A store that lets a purge fail: before it does anything, or once it is done. */
  private static final class FailingPurge implements Store {
    private final Store store;
    private final boolean afterwards;
    private boolean failing = true;

    FailingPurge(Store store, boolean afterwards) {
      this.store = store;
      this.afterwards = afterwards;
    }

    @Override
    public void purge() {
      if (!failing || afterwards) {
        store.purge();
      }
      if (failing) {
        throw new StoreException("purge: failed as told");
      }
    }

    @Override
    public void commit(byte @Nullable [] expectedHead, Batch batch) {
      store.commit(expectedHead, batch);
    }

    @Override
    public byte @Nullable [] head() {
      return store.head();
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
      return store.get(table, key);
    }

    @Override
    public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
      store.scan(table, fromKey, visitor);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void aPurgeThatFailed_isMadeUpForByTheNextOpen() throws Exception {
    try (DelegationLedger ledger = open(new FailingPurge(RocksDbStore.at(dir), false))) {
      Story story = told(ledger);
      assertThatThrownBy(() -> ledger.append(Erasure.of(story.jane()).by(janeKey)))
          .isInstanceOf(StoreException.class);
      assertThat(found(List.of(disclosures.get(0)))).as("deleted, and in a file").isNotEmpty();
    }
    RocksDbStore.at(dir).close();
    assertThat(found(List.of(disclosures.get(0)))).isEmpty();
  }

  @Test
  void aPurgeThatFailed_isMadeUpForBySendingTheErasureAgain() throws Exception {
    for (boolean afterwards : List.of(false, true)) {
      FailingPurge store = new FailingPurge(RocksDbStore.at(dir), afterwards);
      try (DelegationLedger ledger = open(store)) {
        Recorded target =
            afterwards ? ledger.enrolled(bobKey.publicKey()).orElseThrow() : told(ledger).jane();
        String text =
            target.entry().disclosures().values().stream().findFirst().orElseThrow().encoded();
        SignedEntry erasure = ledger.sign(Erasure.of(target).by(hr));
        assertThatThrownBy(() -> ledger.append(erasure)).isInstanceOf(StoreException.class);
        assertThat(found(List.of(text)).isEmpty()).isEqualTo(afterwards);
        store.failing = false;
        assertThat(ledger.append(erasure).receipt().repeated()).isTrue();
        assertThat(found(List.of(text))).isEmpty();
      }
    }
  }

  @Test
  void aMarkThatCouldNotBeCleared_isPurgedAgainByTheNextOpen() throws Exception {
    String text = "erased, and its mark is left for the next open";
    byte[] key = {1, 2, 3};
    for (boolean afterwards : List.of(false, true)) {
      Path store = dir.resolve("afterwards-" + afterwards);
      boolean[] failing = {false};
      RocksDbStore.Writer writer =
          (db, options, rows) -> {
            if (!failing[0] || afterwards) {
              db.write(options, rows);
            }
            if (failing[0]) {
              throw new RocksDBException("failed as told");
            }
          };
      try (RocksDbStore faulty = RocksDbStore.at(store, writer)) {
        byte[] head = {1};
        faulty.commit(
            null,
            Batch.withHead(head)
                .put(Table.DISCLOSURES, key, text.getBytes(StandardCharsets.UTF_8)));
        assertThat(found(List.of(text))).isNotEmpty();
        faulty.commit(head, Batch.withHead(head).delete(Table.DISCLOSURES, key));
        assertThat(found(List.of(text))).as("before the purge").isNotEmpty();
        failing[0] = true;
        assertThatThrownBy(faulty::purge).isInstanceOf(StoreException.class);
      }
      try (RocksDbStore opened = RocksDbStore.at(store)) {
        assertThat(opened.get(Table.DISCLOSURES, key)).isNull();
        assertThat(found(List.of(text))).isEmpty();
        opened.purge();
      }
    }
  }

  @Test
  void aProcessThatDiedBeforeThePurge_isMadeUpForByTheNextOpen() throws Exception {
    String text = "erased by a process that died before it purged";
    byte[] key = {1, 2, 3};
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      byte[] head = {1};
      store.commit(
          null,
          Batch.withHead(head).put(Table.DISCLOSURES, key, text.getBytes(StandardCharsets.UTF_8)));
      store.commit(head, Batch.withHead(head).delete(Table.DISCLOSURES, key));
    }
    assertThat(found(List.of(text))).isNotEmpty();
    try (ReadableStore reader = RocksDbStore.read(dir)) {
      assertThat(reader.get(Table.DISCLOSURES, key)).isNull();
    }
    RocksDbStore.at(dir).close();
    assertThat(found(List.of(text))).isEmpty();
  }

  private void requireSoundWithFourErasures() {
    try (ReadableStore store = RocksDbStore.read(dir)) {
      var report = Audit.structure(store).run();
      assertThat(report.findings()).isEmpty();
      assertThat(report.erased()).hasSize(4);
    }
  }
}
