package dev.delegationledger.publish;

import static dev.delegationledger.publish.Published.alone;
import static dev.delegationledger.publish.Published.await;
import static dev.delegationledger.publish.Published.begin;
import static dev.delegationledger.publish.Published.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.append.NotCosignedException;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.publish.WitnessStatus.State;
import dev.delegationledger.testing.LoopbackWitness;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a witness does that means harm to the others, or to what is kept. */
@Timeout(120)
final class HostileAnswersTest extends OneWitness {
  /** The client's own reading of an answer throws what it likes: publishing must outlive it. */
  @Test
  void headsThatNobodyCanRead_takeOnlyTheirSenderOut() throws Exception {
    LoopbackWitness honest = LoopbackWitness.of(s, "2");
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na",
            "HTTP/1.1 200 OK\r\nA B: c\r\n\r\n",
            "HTTP/1.1 -20 OK\r\n\r\n",
            "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000))) {
      try (ServerSocket server = serving(answer)) {
        String policy = at(server, witness.line("one")) + honest.line("two") + "quorum two\n";
        Receipt receipt = s.pay().receipt();
        try (Publisher publisher = begin(s, policy)) {
          until(() -> publisher.status().get(0).asOf().isPresent(), answer);
          assertThat(publisher.status().get(0).state())
              .as(answer)
              .isIn(State.UNREACHABLE, State.INVALID_ANSWER);
          assertThat(publisher.status().get(0).detail()).as(answer).matches("[ -~]*");
          assertThat(receipt.cosigned().get(20, TimeUnit.SECONDS)).isNotNull();
          assertThat(publisher.failure()).as(answer).isEmpty();
        }
      }
    }
    honest.close();
  }

  /** Under a quorum of such lines every proof would be refused with time-after-witnesses. */
  @Test
  void cosignatureFromBeforeTheNewestRecord_isNotKept() throws Exception {
    Receipt receipt = s.pay().receipt();
    Checkpoint newest = s.ledger.checkpoint().checkpoint();
    long early = receipt.record().timeMs() / 1000 - 32;
    witness.answering(200, "text/plain", witness.cosigner.cosign(newest, early).line() + "\n");
    Publisher publisher = begin(s, alone(witness));

    WitnessStatus status = await(publisher, State.CLOCK_BEHIND);
    assertThat(status.detail()).contains("check time");
    assertThat(status.behind())
        .contains(Duration.between(Instant.ofEpochSecond(early), s.time.instant()));
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();

    witness.honestAgain();
    SignedCheckpoint kept = receipt.cosigned().get(20, TimeUnit.SECONDS);
    assertThat(s.ledger.cosignedCheckpoint()).contains(kept);
    assertThat(Published.status(publisher, 0).behind()).isEmpty();
  }

  /** It counts as long as the records are old; what is recorded now would not be provable. */
  @Test
  void clockOfAWitnessBehindTheLedgers_isReported_beforeARecordIsRefusedForIt() throws Exception {
    Receipt receipt = s.pay().receipt();
    long recorded = s.time.instant().getEpochSecond();
    Checkpoint newest = s.ledger.checkpoint().checkpoint();
    witness.answering(200, "text/plain", witness.cosigner.cosign(newest, recorded).line() + "\n");
    s.time.move(Duration.ofSeconds(30));
    try (Publisher publisher = begin(s, alone(witness))) {
      receipt.cosigned().get(20, TimeUnit.SECONDS);
      assertThat(await(publisher, State.COSIGNED).behind()).as("no more than 30 s").isEmpty();
    }
    s.time.move(Duration.ofSeconds(1));
    Publisher publisher = begin(s, alone(witness));
    Receipt next = s.pay().receipt();
    Checkpoint grown = s.ledger.checkpoint().checkpoint();
    witness.answering(200, "text/plain", witness.cosigner.cosign(grown, recorded).line() + "\n");

    WitnessStatus status = await(publisher, State.CLOCK_BEHIND);

    assertThat(status.behind())
        .contains(Duration.between(Instant.ofEpochSecond(recorded), s.time.instant()));
    assertThat(next.checkpoint().cosignature(witness.cosigner.key())).isEmpty();
  }

  /** Somebody shuts the program down while a commit takes long. */
  @Test
  void receiptsEnd_alsoIfWhoeverClosesIsInterrupted() throws Exception {
    witness.vanish();
    Receipt receipt = s.pay().receipt();
    Publisher publisher = begin(s, alone(witness));
    var waiting = receipt.cosigned();

    Thread.currentThread().interrupt();
    publisher.close();

    assertThat(Thread.interrupted()).isTrue();
    ExecutionException ended =
        catchThrowableOfType(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
    assertThat(ended).hasCauseInstanceOf(NotCosignedException.class);
  }
}
