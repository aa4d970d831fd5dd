package dev.delegationledger.publish;

import static dev.delegationledger.publish.Published.await;
import static dev.delegationledger.publish.Published.begin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Genesis;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Value;
import dev.delegationledger.publish.WitnessStatus.State;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.testing.TestLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A witness that is not ours, torchwood's litewitness, started for real on loopback, cosigns what
 * we publish, and notices a ledger that was put back. {@code src/test/interop/witness} pins and
 * starts it. Skipped where it cannot be built, for want of Go or of a network; fails there if the
 * environment says {@code CI}.
 */
@Timeout(600)
final class LitewitnessTest {
  private static final Pattern VKEY = Pattern.compile("vkey=\"?([^\"\\s]+)");
  private static final String NAME = "witness.example/lite";

  @TempDir private static Path programs;

  @TempDir private Path folder;

  private final Scene s = Scene.open();
  private Process witness;
  private String policy = "";

  @BeforeAll
  static void build() throws Exception {
    String said;
    boolean built;
    try {
      Process go =
          new ProcessBuilder(
                  "go",
                  "build",
                  "-mod=readonly",
                  "-o",
                  programs.toAbsolutePath() + "/",
                  ".",
                  "filippo.io/torchwood/cmd/litewitness")
              .directory(Path.of("src/test/interop/witness").toFile())
              .redirectErrorStream(true)
              .start();
      said = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      built = go.waitFor() == 0;
    } catch (IOException e) {
      said = e.toString();
      built = false;
    }
    if (System.getenv("CI") == null) {
      assumeTrue(built, "no litewitness, skipped: " + said);
    }
    assertThat(built).as(said).isTrue();
  }

  @BeforeEach
  void start() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    witness =
        new ProcessBuilder(
                programs.resolve("witness").toString(),
                programs.resolve("litewitness").toString(),
                folder.toString(),
                "127.0.0.1:" + port,
                NAME,
                s.ledger.verifierKey())
            .redirectErrorStream(true)
            .start();
    String vkey = vkey();
    awaitListening(port);
    policy = "witness lite " + vkey + " http://127.0.0.1:" + port + "\nquorum lite\n";
  }

  private String vkey() throws IOException {
    StringBuilder said = new StringBuilder();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(witness.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher found = VKEY.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
    throw new AssertionError("no verifier key: " + said);
  }

  private static void awaitListening(int port) {
    Published.until(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException notYet) {
            return false;
          }
        },
        "litewitness on port " + port);
  }

  @AfterEach
  void end() throws Exception {
    s.ledger.close();
    if (witness != null) {
      witness.getOutputStream().close();
      assertThat(witness.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private SignedCheckpoint published(Acted action) throws Exception {
    return action.receipt().cosigned().get(20, TimeUnit.SECONDS);
  }

  @Test
  void growingLedger_isCosigned_andItsProofsAreProvenByThatWitness() throws Exception {
    long before = Instant.now().getEpochSecond();
    begin(s, policy);
    SignedCheckpoint first = published(s.pay());
    Acted paid = s.pay();
    SignedCheckpoint second = published(paid);

    assertThat(second.checkpoint().size()).isGreaterThan(first.checkpoint().size());
    String text = new String(Json.canonical(Value.of(policy)), StandardCharsets.UTF_8);
    Verdict verdict =
        Scene.verify(
            s.ledger.prove(paid).bytes(), s.trust("\"policy\":" + text + ",", s.hr, s.hr2));
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.witnesses().orElseThrow().cosigned())
        .singleElement()
        .satisfies(
            cosigned -> {
              assertThat(cosigned.witness().key().name()).isEqualTo(NAME);
              assertThat(cosigned.timestamp()).isBetween(before, before + 600);
            });
  }

  @Test
  void ledgerThatWasPutBack_isNotCosigned_andReported() throws Exception {
    Scene later = Scene.open();
    Acted last = later.pay();
    try (Publisher publisher = begin(later, policy)) {
      published(last);
      assertThat(publisher.failure()).isEmpty();
    }
    later.ledger.close();

    Publisher publisher = begin(s, policy);
    assertThat(await(publisher, State.SAW_MORE).state().isAgainstLedger()).isTrue();
    s.pay(s.root, s.payerKey);
    s.pay(s.root, s.payerKey);

    assertThat(await(publisher, State.OTHER_HISTORY).detail()).contains("do not begin this ledger");
    assertThat(s.ledger.cosignedCheckpoint()).isEmpty();
  }

  @Test
  void ledgerThatItDoesNotKnow_isToldSo() {
    try (TestLedger other = TestLedger.open()) {
      Publisher publisher = other.ledger().publish(Published.by(policy));

      assertThat(await(publisher, State.UNKNOWN_LOG).detail()).contains("404 unknown log");
    }
  }

  @Test
  void ledgerThatItKnowsByAnotherKey_isForbidden() throws Exception {
    try (DelegationLedger other =
        DelegationLedger.openOrCreate(
            MemoryStore.empty(),
            Genesis.of(Scene.ORIGIN, s.key()).authority(s.hr.publicKey()),
            s.time,
            s.random)) {
      Publisher publisher = other.publish(Published.by(policy));

      assertThat(await(publisher, State.FORBIDDEN).detail()).contains("403 invalid signature");
    }
  }
}
