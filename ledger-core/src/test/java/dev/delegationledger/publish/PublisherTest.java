package dev.delegationledger.publish;

import static dev.delegationledger.publish.Published.alone;
import static dev.delegationledger.publish.Published.await;
import static dev.delegationledger.publish.Published.begin;
import static dev.delegationledger.publish.Published.policy;
import static dev.delegationledger.publish.Published.status;
import static dev.delegationledger.publish.Published.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.append.NotCosignedException;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.publish.WitnessStatus.State;
import dev.delegationledger.testing.KeptStore;
import dev.delegationledger.testing.LoopbackWitness;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ledger publishes beside appending, and keeps what enough witnesses cosigned. */
@Timeout(120)
final class PublisherTest {
  private final Scene s = Scene.open();
  private final LoopbackWitness one = LoopbackWitness.of(s, "1");
  private final LoopbackWitness two = LoopbackWitness.of(s, "2");
  private final LoopbackWitness three = LoopbackWitness.of(s, "3");
  private final String twoOfThree =
      one.line("one")
          + two.line("two")
          + three.line("three")
          + "group g 2 one two three\nquorum g\n";

  @AfterEach
  void close() {
    s.ledger.close();
    List.of(one, two, three).forEach(LoopbackWitness::close);
  }

  private static SignedCheckpoint cosigned(Receipt receipt) throws Exception {
    return receipt.cosigned().get(20, TimeUnit.SECONDS);
  }

  private void assertEndsNotCosigned(CompletableFuture<SignedCheckpoint> future, String because) {
    assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(NotCosignedException.class)
        .hasMessageContaining(because);
  }

  @Test
  void receipt_isCosigned_andTheLedgerKeepsIt() throws Exception {
    Publisher publisher = begin(s, twoOfThree);
    Acted paid = s.pay();
    assertThat(paid.receipt().cosignatures()).isEmpty();

    SignedCheckpoint cosigned = cosigned(paid.receipt());

    assertThat(cosigned.checkpoint().size()).isGreaterThan(paid.receipt().index());
    assertThat(policy(twoOfThree).judge(cosigned).quorumMet()).isTrue();
    assertThat(s.ledger.cosignedCheckpoint().orElseThrow().checkpoint())
        .isEqualTo(cosigned.checkpoint());
    assertThat(publisher.failure()).isEmpty();
  }

  @Test
  void laterReceipt_saysWhichCosignaturesItCarries() throws Exception {
    begin(s, alone(one));
    Acted paid = s.pay();
    cosigned(paid.receipt());

    Receipt later = s.ledger.receipt(paid);

    assertThat(later.cosignatures()).extracting(c -> c.witness().name()).containsExactly("one");
    assertThat(later.checkpoint()).isEqualTo(s.ledger.cosignedCheckpoint().orElseThrow());
    assertThat(later.checkpoint().cosignature(one.cosigner.key())).isPresent();
  }

  @Test
  void growingLedger_isPublishedFromTheSizeCosignedLast() throws Exception {
    begin(s, alone(one));
    long first = cosigned(s.pay().receipt()).checkpoint().size();
    long second = cosigned(s.pay().receipt()).checkpoint().size();

    assertThat(second).isGreaterThan(first);
    var last = one.asked.get(one.asked.size() - 1);
    assertThat(last.oldSize()).isEqualTo(first);
    assertThat(last.proof()).isNotEmpty();
  }

  @Test
  void witnessThatCosignedMoreThanIsKnown_saysSo_andIsAskedFromThere() throws Exception {
    try (Publisher first = begin(s, alone(one))) {
      cosigned(s.pay().receipt());
      assertThat(status(first, 0).state()).isEqualTo(State.COSIGNED);
    }
    one.asked.clear();
    begin(s, two.line("two") + one.line("one") + "group g all two one\nquorum g\n");

    long size = cosigned(s.pay().receipt()).checkpoint().size();

    assertThat(one.asked.get(0).oldSize()).isPositive();
    assertThat(two.witness.latest(Scene.ORIGIN).orElseThrow().checkpoint().size()).isEqualTo(size);
  }

  @Test
  void unreachableWitness_isReported_andTheQuorumGoesOnWithoutIt() throws Exception {
    three.vanish();
    Publisher publisher = begin(s, twoOfThree);

    cosigned(s.pay().receipt());

    WitnessStatus status = await(publisher, 2, State.UNREACHABLE);
    assertThat(status.cosignedSize()).isZero();
    assertThat(status.detail()).contains("ConnectException");
    assertThat(status(publisher, 0).state()).isEqualTo(State.COSIGNED);
  }

  @Test
  void nothingIsLost_whileTheQuorumIsAway_andOnePublicationCoversAll() throws Exception {
    two.vanish();
    three.vanish();
    Publisher publisher = begin(s, twoOfThree);
    List<CompletableFuture<SignedCheckpoint>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(s.pay().receipt().cosigned());
    }
    await(publisher, 1, State.UNREACHABLE);
    assertThat(all).noneMatch(CompletableFuture::isDone);
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();

    two.comeBack();

    for (CompletableFuture<SignedCheckpoint> each : all) {
      each.get(20, TimeUnit.SECONDS);
    }
    assertThat(s.ledger.cosignedCheckpoint().orElseThrow().checkpoint())
        .isEqualTo(s.ledger.checkpoint().checkpoint());
    assertThat(two.asked.size()).as("publications of 20 records").isLessThan(20);
  }

  @Test
  void witnessThatCosigned_isNotAskedAgain_whileAnotherIsRetried() throws Exception {
    two.answering(503, "text/plain", "later\n");
    Publisher publisher =
        begin(s, one.line("one") + two.line("two") + "group g all one two\nquorum g\n");
    Receipt receipt = s.ledger.receipt(s.child);
    until(() -> two.asked.size() >= 5, publisher.status());

    assertThat(one.asked).hasSize(1);
    two.honestAgain();
    assertThat(cosigned(receipt).checkpoint()).isEqualTo(s.ledger.checkpoint().checkpoint());
    assertThat(one.asked).hasSize(1);
  }

  @Test
  void witnessThatFailsAtOnce_doesNotKeepASlowOneFromBeingHeard() throws Exception {
    two.answering(
        (exchange, body) -> {
          hang(new CountDownLatch(1), 300);
          two.honest(exchange, body);
        });
    three.answering(503, "text/plain", "later\n");
    Publisher publisher = begin(s, twoOfThree);
    for (int i = 0; i < 3; i++) {
      CompletableFuture<SignedCheckpoint> waiting = s.pay().receipt().cosigned();
      while (!waiting.isDone()) {
        s.pay(); // there is always a newer one
        hang(new CountDownLatch(1), 20);
        assertThat(two.asked.size()).as(publisher.status()::toString).isLessThan(20);
      }
    }
  }

  @Test
  void witnessThatReturns_addsItsLine_toWhatIsKept() throws Exception {
    three.vanish();
    Publisher publisher = begin(s, twoOfThree);
    cosigned(s.pay().receipt());

    three.comeBack();

    await(publisher, 2, State.COSIGNED);
    until(
        () -> {
          Receipt receipt = s.ledger.receipt(s.child);
          return receipt.cosignatures().size() == 3;
        },
        publisher.status());
  }

  @Test
  void appending_goesOn_whileAllWitnessesHang() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    for (LoopbackWitness each : List.of(one, two, three)) {
      each.answering((exchange, body) -> hang(never));
    }
    Publisher publisher = s.ledger.publish(Published.by(twoOfThree).timeout(Duration.ofMinutes(5)));
    until(() -> three.asked.size() == 1, publisher.status());
    CompletableFuture<SignedCheckpoint> waiting = s.pay().receipt().cosigned();
    long begun = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      s.pay();
    }
    s.ledger.close();
    long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);

    assertThat(took).as("seconds for 200 records and closing").isLessThan(20);
    assertThat(List.of(one, two, three)).allMatch(each -> each.asked.size() == 1);
    assertEndsNotCosigned(waiting, "publishing ended");
    never.countDown();
  }

  private static void hang(CountDownLatch until) {
    hang(until, 60_000);
  }

  private static void hang(CountDownLatch until, long millis) {
    try {
      until.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void hangingWitness_doesNotKeepTheOthersFromPublishingOnAndOn() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    three.answering((exchange, body) -> hang(never));
    s.ledger.publish(Published.by(twoOfThree).timeout(Duration.ofMinutes(5)));

    for (int i = 0; i < 5; i++) {
      cosigned(s.pay().receipt());
    }
    assertThat(three.asked).hasSize(1);
    never.countDown();
  }

  @Test
  void ledgerThatDoesNotPublish_saysSoAtOnce() {
    assertEndsNotCosigned(s.pay().receipt().cosigned(), "expected a ledger that publishes");
  }

  @Test
  void receiptFromBeforePublishing_isCosignedToo() throws Exception {
    Receipt receipt = s.pay().receipt();
    begin(s, alone(one));

    assertThat(cosigned(receipt).checkpoint().size()).isGreaterThan(receipt.index());
  }

  @Test
  void whatIsKept_survivesTheLedger_andIsNotPublishedAgain() throws Exception {
    Acted paid;
    try (Publisher publisher = begin(s, alone(one))) {
      paid = s.pay();
      cosigned(paid.receipt());
      until(() -> one.asked.size() >= 1, publisher.status());
    }
    SignedCheckpoint kept = s.ledger.cosignedCheckpoint().orElseThrow();
    s.turnHonest();
    one.asked.clear();

    Publisher again = begin(s, alone(one));

    assertThat(s.ledger.cosignedCheckpoint()).contains(kept);
    assertThat(s.ledger.receipt(paid).cosigned()).isCompletedWithValue(kept);
    assertThat(status(again, 0).state()).isEqualTo(State.NOT_ASKED);
    assertThat(status(again, 0).cosignedSize()).isEqualTo(kept.checkpoint().size());
    assertThat(one.asked).isEmpty();
  }

  @Test
  void closedPublisher_endsWhatWaits_andTheNextOneCoversIt() throws Exception {
    one.vanish();
    Publisher publisher = begin(s, alone(one));
    Receipt receipt = s.pay().receipt();
    CompletableFuture<SignedCheckpoint> waiting = receipt.cosigned();
    publisher.close();
    publisher.close();
    assertEndsNotCosigned(waiting, "publishing ended");
    assertEndsNotCosigned(receipt.cosigned(), "expected a ledger that publishes");

    one.comeBack();
    begin(s, alone(one));

    assertThat(cosigned(receipt).checkpoint().size()).isGreaterThan(receipt.index());
  }

  @Test
  void whoTimesOutOrCancels_changesNothingForOthers() throws Exception {
    one.vanish();
    begin(s, alone(one));
    Receipt receipt = s.pay().receipt();
    CompletableFuture<SignedCheckpoint> other = receipt.cosigned();
    CompletableFuture<SignedCheckpoint> impatient =
        receipt.cosigned().orTimeout(1, TimeUnit.MILLISECONDS);
    receipt.cosigned().cancel(true);
    assertThatThrownBy(() -> impatient.get(20, TimeUnit.SECONDS)).isNotNull();

    one.comeBack();

    assertThat(other.get(20, TimeUnit.SECONDS).checkpoint().size()).isGreaterThan(receipt.index());
  }

  @Test
  void futuresThatWait_areBounded_andThoseGivenUpMakeRoom() {
    one.vanish();
    begin(s, alone(one));
    Receipt receipt = s.pay().receipt();
    List<CompletableFuture<SignedCheckpoint>> all = new ArrayList<>();
    for (int i = 0; i < Receipt.MOST_WAITING; i++) {
      all.add(receipt.cosigned());
    }
    assertThat(all).noneMatch(CompletableFuture::isDone);
    assertEndsNotCosigned(receipt.cosigned(), "ask again later");

    all.get(0).cancel(true);

    assertThat(receipt.cosigned()).isNotDone();
    assertEndsNotCosigned(receipt.cosigned(), "ask again later");
  }

  @Test
  void whatHangsOnAReceipt_holdsUpNeitherAppendingNorPublishing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    begin(s, alone(one));
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<Void> slow =
        s.pay()
            .receipt()
            .cosigned()
            .thenAccept(
                checkpoint -> {
                  inside.countDown();
                  hang(release);
                });
    assertThat(inside.await(20, TimeUnit.SECONDS) || slow.isDone()).isTrue();
    long size = s.pay().receipt().index() + 1;

    until(
        () -> s.ledger.cosignedCheckpoint().orElseThrow().checkpoint().size() >= size,
        "the next publication");
    release.countDown();
  }

  @Test
  void ledger_isPublishedOnceAtATime() {
    begin(s, alone(one));

    assertThatIllegalStateException().isThrownBy(() -> begin(s, alone(two)));
  }

  @Test
  void policyThatCannotBePublishedBy_isRefusedAtOnce() {
    String key = one.cosigner.key().text();
    String other = two.cosigner.key().text();
    for (String text :
        List.of(
            "witness one " + key + "\nquorum one\n",
            one.line("one") + "quorum none\n",
            one.line("one") + "witness two " + other + "\ngroup g all one two\nquorum g\n",
            "witness one " + key + " ftp://127.0.0.1/w\nquorum one\n",
            "witness one " + key + " 127.0.0.1:80\nquorum one\n",
            "witness one " + key + " http://user:word@127.0.0.1/w\nquorum one\n",
            "witness one " + key + " http://127.0.0.1/w?q\nquorum one\n",
            "witness one " + key + " http://127.0.0.1/w#f\nquorum one\n",
            "witness one " + key + " http:///w\nquorum one\n",
            "witness one " + key + " http://127.0.0.1/%zz\nquorum one\n",
            "log "
                + VerifierKey.of("example.com/other", s.key().publicKey()).text()
                + "\n"
                + alone(one),
            alone(one).replace(key, CosignerKey.of("itself", s.ledgerKey.publicKey()).text()))) {
      Publishing how = Published.by(text);
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> s.ledger.publish(how))
          .withMessageContaining("expected");
    }
    begin(s, alone(one)); // none of them left anything running
  }

  @Test
  void moreWitnessesThanHaveRoomUnderACheckpoint_areRefused() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 15; i++) {
      try (LoopbackWitness each = LoopbackWitness.of(s, "n" + i)) {
        text.append(each.line("w" + i));
      }
    }

    assertThatIllegalArgumentException().isThrownBy(() -> begin(s, text + "quorum w0\n"));
  }

  /** Each fault twice: before the cosigned checkpoint was written, and after. */
  @Test
  void storeThatFails_endsPublishing_andTheNextLedgerGoesOnFromWhatIsThere() throws Exception {
    for (boolean afterwards : new boolean[] {false, true}) {
      Scene t = Scene.open();
      KeptStore store = KeptStore.of(t.store);
      DelegationLedger ledger = DelegationLedger.open(store, t.ledgerKey, t.time, t.random);
      store.fail(!afterwards);
      store.failAfterwards(afterwards);
      try (LoopbackWitness witness = LoopbackWitness.of(t, "1")) {
        Publisher publisher = ledger.publish(Published.by(alone(witness)));
        CompletableFuture<SignedCheckpoint> waiting = ledger.receipt(t.child).cosigned();
        until(() -> publisher.failure().isPresent(), publisher.status());
        assertThat(publisher.failure().orElseThrow()).contains("failed as told");
        assertEndsNotCosigned(waiting, "failed as told");
        ledger.close();
        store.fail(false);
        store.failAfterwards(false);

        DelegationLedger next = DelegationLedger.open(store, t.ledgerKey, t.time, t.random);
        assertThat(next.cosignedCheckpoint().isPresent()).isEqualTo(afterwards);
        next.publish(Published.by(alone(witness)));
        assertThat(cosigned(next.receipt(t.child)).cosignature(witness.cosigner.key())).isPresent();
        next.close();
      }
    }
  }

  /** What is being written down when it is closed is there, or is given up after five seconds. */
  @Test
  void closing_waitsForTheStore_butNotForOneThatHangs() {
    for (int seconds : new int[] {1, 60}) {
      Scene t = Scene.open();
      KeptStore store = KeptStore.of(t.store);
      DelegationLedger ledger = DelegationLedger.open(store, t.ledgerKey, t.time, t.random);
      CountDownLatch committing = new CountDownLatch(1);
      CountDownLatch released = new CountDownLatch(1);
      store.beforeCommits(
          () -> {
            committing.countDown();
            hang(released, TimeUnit.SECONDS.toMillis(seconds));
          });
      try (LoopbackWitness witness = LoopbackWitness.of(t, "1")) {
        Publisher publisher = ledger.publish(Published.by(alone(witness)));
        until(() -> committing.getCount() == 0, publisher.status());

        long begun = System.nanoTime();
        publisher.close();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        if (seconds == 1) {
          assertThat(ledger.cosignedCheckpoint()).as("it was waited for").isPresent();
        } else {
          assertThat(took).as("milliseconds").isBetween(4_900L, 30_000L);
          assertThat(ledger.cosignedCheckpoint()).as("the store still hangs").isEmpty();
        }
        released.countDown();
        ledger.close();
      }
    }
  }

  @Test
  void checkpointOfAnotherHistory_isNotKept() throws Exception {
    Checkpoint newest = s.ledger.checkpoint().checkpoint();
    Sequencer sequencer = Sequencer.resume(s.store, List.of(s.ledgerKey), Optional.empty(), s.time);
    for (Map.Entry<Reason, SignedCheckpoint> each :
        Map.of(
                Reason.CHECKPOINT_SIGNATURE_INVALID,
                newest.sign(s.key()),
                Reason.RECORD_MISSING,
                new Checkpoint(Scene.ORIGIN, 99, newest.root()).sign(s.ledgerKey),
                Reason.INCLUSION_INVALID,
                new Checkpoint(Scene.ORIGIN, 5, newest.root()).sign(s.ledgerKey))
            .entrySet()) {
      assertThatThrownBy(() -> sequencer.keep(each.getValue()))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal().reason()).isEqualTo(each.getKey()));
    }
    assertThat(sequencer.cosigned()).isEmpty();
  }

  /** As many and as long lines as a policy may ask for, beside the ledger's own two. */
  @Test
  void fourteenWitnessesWithMlDsa_haveRoomUnderOneCheckpoint() throws Exception {
    s.ledger =
        DelegationLedger.open(
            s.store, s.ledgerKey, MlDsa44Signer.generate(s.random), s.time, s.random);
    VerifierKey log = VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey());
    List<LoopbackWitness> all = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      Cosigner cosigner = Cosigner.of("w".repeat(250) + i, MlDsa44Signer.generate(s.random));
      all.add(LoopbackWitness.of(s.time, cosigner, log));
      text.append(all.get(i).line("w" + i));
      names.append(" w").append(i);
    }
    String policy = text + "group g all" + names + "\nquorum g\n";
    s.ledger.publish(Published.by(policy).timeout(Duration.ofSeconds(30)));
    Receipt receipt = s.pay().receipt();

    SignedCheckpoint cosigned = receipt.cosigned().get(60, TimeUnit.SECONDS);

    assertThat(policy(policy).judge(cosigned).cosigned()).hasSize(14);
    assertThat(StoredLedger.over(s.store).head().cosigned()).contains(cosigned);
    all.forEach(LoopbackWitness::close);
  }
}
