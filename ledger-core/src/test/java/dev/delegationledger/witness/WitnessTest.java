package dev.delegationledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.witness.WitnessAnswer.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A witness signs one history of each log, once it has stored it, and nothing else. */
final class WitnessTest {
  private final Logged log = new Logged();
  private final InMemorySigner signer = log.s.key();
  private final Cosigner ed25519 = Cosigner.of("witness.example/w", signer);
  private final Cosigner mlDsa =
      Cosigner.of("witness.example/w", MlDsa44Signer.generate(log.s.random));
  private final MemoryStore store = MemoryStore.empty();
  private final WitnessStore kept = WitnessStore.over(store);
  private final Witness witness = witness(kept);

  private Witness witness(WitnessStore over) {
    return Witness.of(over, log.s.time, ed25519, mlDsa).knowing(log.key);
  }

  private WitnessAnswer add(AddCheckpoint request) {
    return witness.addCheckpoint(request.toBytes());
  }

  private void answers(Status status, WitnessAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).endsWith("\n");
  }

  @Test
  void firstCheckpoint_isCosignedByEachKey_atTheClocksTime() throws Exception {
    WitnessAnswer answer = add(log.request(0, 4));

    answers(Status.COSIGNED, answer);
    assertThat(answer.status().code()).isEqualTo(200);
    List<String> lines = answer.body().lines().toList();
    assertThat(lines).hasSize(2);
    Checkpoint checkpoint = log.at(4).checkpoint();
    Cosignature one = witness.keys().get(0).verify(checkpoint, lines.get(0));
    Cosignature two = witness.keys().get(1).verify(checkpoint, lines.get(1));
    assertThat(one.timestamp()).isEqualTo(log.s.time.instant().getEpochSecond());
    assertThat(two.timestamp()).isEqualTo(one.timestamp());
    assertThat(witness.latest(Scene.ORIGIN)).contains(log.at(4));
  }

  @Test
  void checkpoints_areCosignedAsTheLogGrows_fromEverySize() {
    for (int from = 1; from < Logged.SIZE; from++) {
      for (int to = from; to <= Logged.SIZE; to++) {
        Witness fresh = witness(WitnessStore.over(MemoryStore.empty()));
        answers(Status.COSIGNED, fresh.addCheckpoint(log.request(0, from).toBytes()));
        answers(Status.COSIGNED, fresh.addCheckpoint(log.request(from, to).toBytes()));
        assertThat(fresh.latest(Scene.ORIGIN)).contains(log.at(to));
      }
    }
  }

  @Test
  void emptyLog_isCosigned_andGrows() {
    answers(Status.COSIGNED, add(log.request(0, 0)));
    answers(Status.COSIGNED, add(log.request(0, 0)));
    answers(Status.COSIGNED, add(log.request(0, 3)));
  }

  @Test
  void otherOldSize_conflicts_andTellsTheRightOne() {
    add(log.request(0, 4));
    for (long old : new long[] {0, 3, 5}) {
      WitnessAnswer answer = add(log.request(old, 7));

      answers(Status.CONFLICT, answer);
      assertThat(answer.status().code()).isEqualTo(409);
      assertThat(answer.body()).isEqualTo("4\n");
      assertThat(answer.contentType()).isEqualTo("text/x.tlog.size");
    }
    answers(Status.CONFLICT, add(log.request(3, 3)));
    assertThat(witness.latest(Scene.ORIGIN)).contains(log.at(4));
  }

  @Test
  void firstCheckpointWithAnOldSize_conflictsWithZero() {
    WitnessAnswer answer = add(log.request(2, 7));

    answers(Status.CONFLICT, answer);
    assertThat(answer.body()).isEqualTo("0\n");
    assertThat(witness.latest(Scene.ORIGIN)).isEmpty();
  }

  @Test
  void otherHistory_isNeverCosigned_whateverProofComesWithIt() {
    add(log.request(0, 4));
    List<List<Hash>> proofs = new ArrayList<>(List.of(List.of(), log.path(4, 7)));
    proofs.add(List.of(Hash.ZERO));
    for (List<Hash> proof : proofs) {
      WitnessAnswer answer = add(new AddCheckpoint(4, proof, log.fork(7)));
      answers(Status.INCONSISTENT, answer);
      assertThat(answer.status().code()).isEqualTo(422);
    }
    answers(Status.INCONSISTENT, add(new AddCheckpoint(4, List.of(), log.fork(4))));
    assertThat(witness.latest(Scene.ORIGIN)).contains(log.at(4));
  }

  @Test
  void proofThatDoesNotFit_isRefused_thoughTheCheckpointIsGood() {
    answers(Status.INCONSISTENT, add(new AddCheckpoint(0, List.of(Hash.ZERO), log.at(4))));
    add(log.request(0, 3));
    List<Hash> path = log.path(3, 7);
    List<Hash> longer = new ArrayList<>(path);
    longer.add(Hash.ZERO);
    for (List<Hash> other : List.of(path.subList(1, path.size()), longer, List.<Hash>of())) {
      answers(Status.INCONSISTENT, add(new AddCheckpoint(3, other, log.at(7))));
    }
    answers(Status.INCONSISTENT, add(new AddCheckpoint(3, List.of(Hash.ZERO), log.at(3))));
    answers(Status.COSIGNED, add(new AddCheckpoint(3, path, log.at(7))));
  }

  @Test
  void oldSizeAboveTheCheckpoints_isABadRequest() {
    answers(Status.BAD_REQUEST, add(new AddCheckpoint(8, List.of(), log.at(7))));
  }

  @Test
  void checkpointThatTheLogDidNotSign_isForbidden() throws Exception {
    Checkpoint checkpoint = log.at(4).checkpoint();
    SignedCheckpoint byAnother = checkpoint.sign(log.s.key());
    SignedCheckpoint altered =
        SignedCheckpoint.parse(log.at(4).text().replaceFirst("\n4\n", "\n5\n"));
    for (SignedCheckpoint forged : List.of(byAnother, altered)) {
      WitnessAnswer answer = add(new AddCheckpoint(0, List.of(), forged));
      answers(Status.FORBIDDEN, answer);
      assertThat(answer.status().code()).isEqualTo(403);
    }
    assertThat(witness.latest(Scene.ORIGIN)).isEmpty();
  }

  @Test
  void unknownLog_isNotFound() {
    SignedCheckpoint other =
        new Checkpoint("example.com/other", 1, Hash.ZERO).sign(log.s.ledgerKey);
    WitnessAnswer answer = add(new AddCheckpoint(0, List.of(), other));

    answers(Status.UNKNOWN_LOG, answer);
    assertThat(answer.status().code()).isEqualTo(404);
  }

  @Test
  void linesOfOthersUnderTheCheckpoint_areIgnoredAndNotKept() {
    SignedCheckpoint more =
        log.at(4).with(Cosigner.of("witness.example/x", log.s.key()).cosign(cp(4), 9));

    answers(Status.COSIGNED, add(new AddCheckpoint(0, List.of(), more)));
    assertThat(witness.latest(Scene.ORIGIN)).contains(log.at(4));
  }

  private Checkpoint cp(long size) {
    return log.at(size).checkpoint();
  }

  @Test
  void unreadableBody_isABadRequest() {
    WitnessAnswer answer = witness.addCheckpoint("old x\n\n".getBytes(StandardCharsets.UTF_8));

    answers(Status.BAD_REQUEST, answer);
    assertThat(answer.status().code()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void witnessOverTheSameStore_goesOnWhereTheOtherStopped() {
    add(log.request(0, 4));
    Witness again = witness(WitnessStore.over(store));

    answers(Status.CONFLICT, again.addCheckpoint(log.request(0, 7).toBytes()));
    answers(Status.COSIGNED, again.addCheckpoint(log.request(4, 7).toBytes()));
  }

  @Test
  void storeThatFails_leavesNothingSigned() {
    AtomicBoolean signed = new AtomicBoolean();
    Witness over =
        Witness.of(failing(), log.s.time, Cosigner.of("witness.example/w", noting(signed)))
            .knowing(log.key);

    assertThatThrownBy(() -> over.addCheckpoint(log.request(0, 4).toBytes()))
        .isInstanceOf(StoreException.class);
    assertThat(signed).isFalse();
  }

  private static WitnessStore failing() {
    return new WitnessStore() {
      @Override
      public Optional<SignedCheckpoint> latest(String origin) {
        return Optional.empty();
      }

      @Override
      public boolean replace(Optional<SignedCheckpoint> expected, SignedCheckpoint next) {
        throw new StoreException("commit refused: the disk is gone");
      }
    };
  }

  private Signer noting(AtomicBoolean signed) {
    return new Signer() {
      @Override
      public VerifyingKey publicKey() {
        return signer.publicKey();
      }

      @Override
      public byte[] sign(byte[] message) {
        signed.set(true);
        return signer.sign(message);
      }
    };
  }

  @Test
  void signerThatFails_findsTheCheckpointStored_andItIsCosignedWhenAskedAgain() {
    Signer broken =
        new Signer() {
          @Override
          public VerifyingKey publicKey() {
            return signer.publicKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            throw new IllegalStateException("the module is gone");
          }
        };
    Witness over =
        Witness.of(kept, log.s.time, Cosigner.of("witness.example/w", broken)).knowing(log.key);

    assertThatThrownBy(() -> over.addCheckpoint(log.request(0, 4).toBytes()))
        .hasMessageContaining("the module is gone");
    assertThat(kept.latest(Scene.ORIGIN)).contains(log.at(4));
    answers(Status.COSIGNED, add(log.request(4, 4)));
  }

  @Test
  void otherRequestThatIsStoredInBetween_wins() {
    AtomicReference<Runnable> between = new AtomicReference<>(() -> {});
    WitnessStore slow =
        new WitnessStore() {
          @Override
          public Optional<SignedCheckpoint> latest(String origin) {
            return kept.latest(origin);
          }

          @Override
          public boolean replace(Optional<SignedCheckpoint> expected, SignedCheckpoint next) {
            between.getAndSet(() -> {}).run();
            return kept.replace(expected, next);
          }
        };
    Witness slowly = witness(slow);
    between.set(() -> answers(Status.COSIGNED, add(log.request(0, 7))));
    WitnessAnswer late =
        slowly.addCheckpoint(new AddCheckpoint(0, List.of(), log.fork(5)).toBytes());

    answers(Status.CONFLICT, late);
    assertThat(late.body()).isEqualTo("7\n");
    assertThat(kept.latest(Scene.ORIGIN)).contains(log.at(7));
    between.set(() -> answers(Status.COSIGNED, add(log.request(7, 9))));
    answers(Status.CONFLICT, slowly.addCheckpoint(log.request(7, 7).toBytes()));
  }

  @Test
  void histories_thatRaceForTheSameWitness_areNeverBothCosigned() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 40; round++) {
        Witness raced = witness(WitnessStore.over(MemoryStore.empty()));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<WitnessAnswer>> answers = new ArrayList<>();
        for (SignedCheckpoint one : List.of(log.at(5), log.fork(5), log.fork(6), log.at(7))) {
          byte[] body = new AddCheckpoint(0, List.of(), one).toBytes();
          answers.add(
              threads.submit(
                  () -> {
                    start.await();
                    return raced.addCheckpoint(body);
                  }));
        }
        start.countDown();
        int cosigned = 0;
        for (Future<WitnessAnswer> answer : answers) {
          Status status = answer.get().status();
          assertThat(status).isIn(Status.COSIGNED, Status.CONFLICT);
          cosigned += status == Status.COSIGNED ? 1 : 0;
        }
        assertThat(cosigned).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoLogs_areKeptApart() {
    InMemorySigner otherKey = log.s.key();
    VerifierKey other = VerifierKey.of("example.com/other", otherKey.publicKey());
    Witness both = witness.knowing(other);
    SignedCheckpoint first = new Checkpoint("example.com/other", 3, Hash.ZERO).sign(otherKey);

    answers(Status.COSIGNED, both.addCheckpoint(log.request(0, 4).toBytes()));
    answers(Status.COSIGNED, both.addCheckpoint(new AddCheckpoint(0, List.of(), first).toBytes()));
    assertThat(both.latest("example.com/other")).contains(first);
    assertThat(both.latest(Scene.ORIGIN)).contains(log.at(4));
  }

  @Test
  void logsThatItCannotWitness_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> witness.knowing(log.key));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> witness.knowing(VerifierKey.of("other", signer.publicKey())));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> witness.knowing(VerifierKey.of("o".repeat(256), log.s.key().publicKey())));
  }
}
