package dev.delegationledger.publish;

import static dev.delegationledger.publish.Published.alone;
import static dev.delegationledger.publish.Published.await;
import static dev.delegationledger.publish.Published.begin;
import static dev.delegationledger.publish.Published.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.publish.WitnessStatus.State;
import dev.delegationledger.testing.LoopbackWitness;
import dev.delegationledger.testing.Scene;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each answer that is no good cosignature leaves a typed state, and the ledger unwitnessed. */
@Timeout(120)
final class WitnessAnswersTest extends OneWitness {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String SIZE = "text/x.tlog.size";

  private final long now = s.time.instant().getEpochSecond();

  private WitnessStatus comesTo(State state) {
    Publisher publisher =
        s.ledger.publish(Published.by(alone(witness)).timeout(Duration.ofMillis(500)));
    WitnessStatus status = await(publisher, state);
    assertThat(status.cosignedSize()).isZero();
    assertThat(status.asOf()).contains(s.time.instant());
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();
    return status;
  }

  private Checkpoint newest() {
    return s.ledger.checkpoint().checkpoint();
  }

  private String line(Cosigner by, Checkpoint of) {
    return by.cosign(of, now).line() + "\n";
  }

  /** And from then on it is honest: what it said before was not held against it. */
  private void goodAfter(Publisher publisher, Receipt receipt) throws Exception {
    witness.honestAgain();
    assertThat(receipt.cosigned().get(20, TimeUnit.SECONDS).cosignature(witness.cosigner.key()))
        .isPresent();
    assertThat(Published.status(publisher, 0).state()).isEqualTo(State.COSIGNED);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED",
    "401, REFUSED",
    "403, FORBIDDEN",
    "404, UNKNOWN_LOG",
    "418, REFUSED",
    "429, UNAVAILABLE",
    "500, UNAVAILABLE",
    "503, UNAVAILABLE",
    "201, INVALID_ANSWER",
    "204, INVALID_ANSWER",
    "304, INVALID_ANSWER"
  })
  void refusals_areTyped_andEndedByAGoodAnswer(int code, State state) throws Exception {
    witness.answering(code, TEXT, code == 204 || code == 304 ? "" : "not \u202e today\n");
    Receipt receipt = s.pay().receipt();
    Publisher publisher = begin(s, alone(witness));

    WitnessStatus status = await(publisher, state);

    assertThat(status.detail()).contains("expected 200, got " + code).matches("[ -~]*");
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();
    goodAfter(publisher, receipt);
  }

  @Test
  void redirect_isNotFollowed() {
    try (LoopbackWitness elsewhere = LoopbackWitness.of(s, "1")) {
      for (int code : new int[] {301, 302, 307, 308}) {
        witness.answering(
            (exchange, body) -> {
              exchange.getResponseHeaders().set("Location", elsewhere.url() + "/add-checkpoint");
              LoopbackWitness.send(exchange, code, TEXT, "there\n");
            });
        try (Publisher publisher = begin(s, alone(witness))) {
          assertThat(await(publisher, State.INVALID_ANSWER).detail()).contains("got " + code);
        }
      }
      assertThat(elsewhere.asked).isEmpty();
    }
  }

  @Test
  void cosignaturesThatProveNothing_doNotCount() {
    Cosigner stranger = Cosigner.of("witness.example/1", s.key());
    Checkpoint shown = newest();
    Checkpoint otherRoot = new Checkpoint(Scene.ORIGIN, shown.size(), Hash.ZERO);
    Checkpoint otherSize = new Checkpoint(Scene.ORIGIN, shown.size() - 1, shown.root());
    Checkpoint otherLog = new Checkpoint("example.com/other", shown.size(), shown.root());
    String good = line(witness.cosigner, shown);
    for (Map.Entry<String, String> each :
        Map.ofEntries(
                Map.entry("another key", line(stranger, shown)),
                Map.entry("another root", line(witness.cosigner, otherRoot)),
                Map.entry("another size", line(witness.cosigner, otherSize)),
                Map.entry("another log", line(witness.cosigner, otherLog)),
                Map.entry("twice", good + good),
                Map.entry("no newline", good.strip()),
                Map.entry("a blank line", good + "\n"),
                Map.entry("a word", good + "welcome\n"),
                Map.entry("a note", s.ledger.checkpoint().text()),
                Map.entry("carriage return", good.replace("\n", "\r\n")),
                Map.entry("a flipped bit", flipped(good)),
                Map.entry("nothing", ""),
                Map.entry("newlines", "\n".repeat(60_000)),
                Map.entry("more than has room", line(stranger, shown).repeat(16) + good))
            .entrySet()) {
      witness.answering(200, TEXT, each.getValue());
      try (Publisher publisher = begin(s, alone(witness))) {
        until(() -> publisher.status().get(0).asOf().isPresent(), each.getKey());
        WitnessStatus status = publisher.status().get(0);
        assertThat(status.state()).as(each.getKey()).isEqualTo(State.INVALID_ANSWER);
        assertThat(status.detail()).as(each.getKey()).contains("check cosignature");
      }
    }
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();
  }

  private static String flipped(String line) {
    int at = line.length() - 10;
    return line.substring(0, at) + (line.charAt(at) == 'A' ? 'B' : 'A') + line.substring(at + 1);
  }

  @Test
  void linesOfOtherKeysBesideTheGoodOne_areNotKept() throws Exception {
    Cosigner stranger = Cosigner.of("witness.example/2", s.key());
    Receipt receipt = s.pay().receipt();
    witness.answering(200, TEXT, line(stranger, newest()) + line(witness.cosigner, newest()));
    begin(s, alone(witness));

    SignedCheckpoint cosigned = receipt.cosigned().get(20, TimeUnit.SECONDS);

    assertThat(cosigned.text()).contains("witness.example/1").doesNotContain("witness.example/2");
  }

  @Test
  void endlessBody_isCutOff() {
    byte[] block = "a".repeat(8192).getBytes(StandardCharsets.US_ASCII);
    AtomicInteger blocks = new AtomicInteger();
    for (int code : new int[] {200, 409, 404}) {
      witness.answering(
          (exchange, body) -> {
            exchange.sendResponseHeaders(code, 0);
            try (OutputStream out = exchange.getResponseBody()) {
              while (blocks.incrementAndGet() < 1_000_000) {
                out.write(block);
              }
            }
          });
      try (Publisher publisher = begin(s, alone(witness))) {
        assertThat(await(publisher, State.INVALID_ANSWER).detail())
            .contains("expected at most 65536 bytes, got more");
      }
    }
    assertThat(blocks.get()).isLessThan(100_000);
  }

  @Test
  void trickle_isGivenUp_whenTheTimeIsOver() {
    witness.answering(
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          for (int i = 0; i < 600; i++) {
            out.write('a');
            out.flush();
            pause(50);
          }
        });

    assertThat(comesTo(State.TIMED_OUT).detail()).contains("PT0.5S");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void witnessThatAcceptsAndNeverAnswers_timesOut() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    witness.answering(
        (exchange, body) -> {
          try {
            never.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    comesTo(State.TIMED_OUT);
    never.countDown();
  }

  @Test
  void refusedConnection_isUnreachable() {
    witness.vanish();

    assertThat(comesTo(State.UNREACHABLE).detail()).contains("ConnectException");
  }

  @Test
  void unknownHost_isUnreachable() {
    Publisher publisher =
        begin(s, alone(witness).replaceAll("http://[^\n]*", "http://nowhere.invalid/w"));

    await(publisher, State.UNREACHABLE);
  }

  @Test
  void connectionThatBreaks_orSpeaksNoHttp_isUnreachable() throws Exception {
    for (String words :
        new String[] {"", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nab", "SSH-2.0\r\n"}) {
      try (ServerSocket server = serving(words)) {
        try (Publisher publisher = begin(s, at(server, alone(witness)))) {
          await(publisher, State.UNREACHABLE);
        }
      }
    }
  }

  @Test
  void failuresInARow_areFollowedByAGoodAnswer() throws Exception {
    AtomicInteger count = new AtomicInteger();
    witness.answering(
        (exchange, body) -> {
          if (count.incrementAndGet() <= 3) {
            LoopbackWitness.send(exchange, 500, TEXT, "later\n");
          } else {
            witness.honest(exchange, body);
          }
        });
    Receipt receipt = s.pay().receipt();
    begin(s, alone(witness));

    assertThat(receipt.cosigned().get(20, TimeUnit.SECONDS).checkpoint()).isEqualTo(newest());
    assertThat(witness.asked).hasSize(4);
  }

  @Test
  void conflictThatTellsNoSize_isInvalid() {
    long size = newest().size();
    for (String body :
        new String[] {
          "",
          "\n",
          "3",
          "3\n\n",
          "03\n",
          "+3\n",
          "-1\n",
          " 3\n",
          "3.0\n",
          "x\n",
          "99999999999999\n",
          "1099511627777\n",
          "\u0663\n"
        }) {
      conflictsInvalid(exchange -> answer(exchange, SIZE, body), "expected a size with 409");
    }
    conflictsInvalid(exchange -> answer(exchange, TEXT, "3\n"), "expected a size with 409");
    assertThat(newest().size()).isEqualTo(size);
  }

  private interface Conflict {
    void send(HttpExchange exchange) throws IOException;
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    LoopbackWitness.send(exchange, 409, type, body);
  }

  private void conflictsInvalid(Conflict conflict, String because) {
    witness.answering((exchange, body) -> conflict.send(exchange));
    try (Publisher publisher = begin(s, alone(witness))) {
      assertThat(await(publisher, State.INVALID_ANSWER).detail()).contains(because);
    }
  }

  @Test
  void conflictThatRepeatsOurOwnSize_isInvalid() {
    conflictsInvalid(
        exchange -> answer(exchange, SIZE, "0\n"), "from 0 records on, got 409 with 0");
  }

  @Test
  void conflictsThatGoRoundAndRound_areGivenUp() {
    AtomicInteger count = new AtomicInteger();
    witness.answering(
        (exchange, body) -> answer(exchange, SIZE, 1 + count.incrementAndGet() % 2 + "\n"));
    Publisher publisher =
        s.ledger.publish(
            Published.by(alone(witness)).retrying(Duration.ofHours(1), Duration.ofHours(1)));

    await(publisher, State.INVALID_ANSWER);

    assertThat(count.get()).isEqualTo(4);
  }

  @Test
  void witnessThatSawMore_isEvidence_andLeftAloneUntilThereIsAsMuch() throws Exception {
    long more = newest().size() + 2;
    AtomicInteger count = new AtomicInteger();
    witness.answering(
        (exchange, body) -> {
          count.incrementAndGet();
          answer(exchange, SIZE, more + "\n");
        });
    Publisher publisher = begin(s, alone(witness));

    WitnessStatus status = await(publisher, State.SAW_MORE);

    assertThat(status.state().isAgainstLedger()).isTrue();
    assertThat(status.detail()).contains("cosigned " + more + " records, the ledger has 9");
    s.pay();
    pause(300);
    assertThat(count.get()).isEqualTo(1);
    s.pay();
    until(() -> count.get() > 1, publisher.status());
  }

  @Test
  void witnessOfAnotherHistory_isEvidence_andNotAskedAgain() {
    Function<Integer, String> same = size -> size + "\n";
    AtomicInteger count = new AtomicInteger();
    int size = (int) newest().size();
    for (LoopbackWitness.Manners manners :
        new LoopbackWitness.Manners[] {
          (exchange, body) -> LoopbackWitness.send(exchange, 422, TEXT, "no\n"),
          (exchange, body) -> answer(exchange, SIZE, same.apply(size)),
        }) {
      count.set(0);
      witness.answering(
          (exchange, body) -> {
            count.incrementAndGet();
            manners.answer(exchange, body);
          });
      try (Publisher publisher = begin(s, alone(witness))) {
        WitnessStatus status = await(publisher, State.OTHER_HISTORY);
        assertThat(status.state().isAgainstLedger()).isTrue();
        int asked = count.get();
        pause(300);
        assertThat(count.get()).isEqualTo(asked);
      }
    }
  }

  /** The same ledger once more, as it was before the payment: an older state that was put back. */
  @Test
  void ledgerPutBackToAnOlderState_isToldByAnHonestWitness() throws Exception {
    Scene later = Scene.open();
    later.pay();
    later.pay();
    try (Publisher publisher = begin(later, alone(witness))) {
      later.ledger.receipt(later.child).cosigned().get(20, TimeUnit.SECONDS);
      assertThat(Published.status(publisher, 0).cosignedSize()).isEqualTo(newest().size() + 2);
    }
    later.ledger.close();

    Publisher publisher = begin(s, alone(witness));
    await(publisher, State.SAW_MORE);
    s.pay(s.root, s.payerKey);
    s.pay(s.root, s.payerKey);
    s.pay(s.root, s.payerKey);

    assertThat(await(publisher, State.OTHER_HISTORY).detail()).contains("do not begin this ledger");
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();
  }
}
