package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Value;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.testing.LoopbackWitness;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the README's Java and runs it on a real store. */
final class ReadmeSnippetIT {
  /** What the README leaves out: imports, and where the keys, the files and the ERP come from. */
  private static final String BEFORE =
      """
      import static dev.delegationledger.proof.Disclose.*;
      import static java.time.Duration.ofDays;
      import static java.util.concurrent.TimeUnit.SECONDS;
      import dev.delegationledger.*;
      import dev.delegationledger.append.Receipt;
      import dev.delegationledger.authority.*;
      import dev.delegationledger.crypto.Signer;
      import dev.delegationledger.entry.SignedEntry;
      import dev.delegationledger.log.*;
      import dev.delegationledger.proof.AuthorityVerifier;
      import dev.delegationledger.publish.*;
      import dev.delegationledger.rocksdb.RocksDbStore;
      import java.io.PrintStream;
      import java.nio.file.*;
      import java.security.SecureRandom;
      import java.time.Clock;

      public final class Snippet {
        public interface Erp {
          String pay(String vendor, long amount);
        }

        public static Verdict run(Path dir, Path out, Path trust, Signer hr, Signer ledgerKey,
            Signer janeKey, Signer acmeKey, Signer payerKey, Signer reconKey, Clock clock,
            SecureRandom random) throws Exception {
          Erp erp = (vendor, amount) -> vendor + " got " + amount;
      """;

  /** The end of the first block's method, and what the second leaves out. */
  private static final String BETWEEN =
      """

          return verdict;
        }

        public static SignedCheckpoint publish(DelegationLedger ledger, SignedEntry pay,
            Path policy, PrintStream log) throws Exception {
      """;

  private static final String AFTER = "\nreturn cosigned; } }";

  @TempDir private Path folder;

  @Test
  void snippet_compilesRunsAndProves() throws Exception {
    SecureRandom random = new SecureRandom();
    People people = People.withFreshKeys(random);
    Path dir = folder.resolve("ledger");
    Path trust = Files.write(folder.resolve("trust.json"), trust(people));

    Verdict verdict =
        (Verdict)
            compiled()
                .getMethod(
                    "run",
                    Path.class,
                    Path.class,
                    Path.class,
                    Signer.class,
                    Signer.class,
                    Signer.class,
                    Signer.class,
                    Signer.class,
                    Signer.class,
                    Clock.class,
                    SecureRandom.class)
                .invoke(
                    null,
                    dir,
                    folder.resolve("proof.json"),
                    trust,
                    people.hr(),
                    people.operator(),
                    people.jane(),
                    people.acme(),
                    people.payables(),
                    people.reconciler(),
                    Clock.systemUTC(),
                    random);

    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.PROVEN);
    assertThat(verdict.human().orElseThrow().name()).contains("Jane Doe");
    assertThat(verdict.chain()).hasSize(2);
    assertThat(verdict.chain().get(1).allows()).contains("amount 0..100000");
    assertThat(verdict.action().orElseThrow().arguments())
        .extractingByKey("amount")
        .isEqualTo(java.util.Optional.of(Value.of(84_000)));
    try (DelegationLedger ledger =
        DelegationLedger.open(RocksDbStore.at(dir), people.operator(), Clock.systemUTC(), random)) {
      assertThat(ledger.checkpoint().checkpoint().size()).isEqualTo(10);
    }
  }

  @Test
  void publishingSnippet_compilesRunsAndIsCosigned() throws Exception {
    SecureRandom random = new SecureRandom();
    People people = People.withFreshKeys(random);
    Clock clock = Clock.systemUTC();
    Signer key = InMemorySigner.generate(Suite.ED25519, random);
    Cosigner cosigner = Cosigner.of("witness.example/w", key);
    VerifierKey log = VerifierKey.of("example.com/payables", people.operator().publicKey());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (LoopbackWitness witness = LoopbackWitness.of(clock, cosigner, log);
        DelegationLedger ledger =
            DelegationLedger.openOrCreate(
                RocksDbStore.at(folder.resolve("published")),
                Genesis.of("example.com/payables", people.operator())
                    .authority(people.hr().publicKey()),
                clock,
                random)) {
      Path policy = Files.writeString(folder.resolve("policy"), witness.line("w") + "quorum w\n");
      SignedCheckpoint cosigned =
          (SignedCheckpoint)
              compiled()
                  .getMethod(
                      "publish",
                      DelegationLedger.class,
                      SignedEntry.class,
                      Path.class,
                      PrintStream.class)
                  .invoke(
                      null, ledger, payment(ledger, people), policy, new PrintStream(said, true));

      assertThat(cosigned.cosignature(cosigner.key())).isPresent();
      assertThat(ledger.cosignedCheckpoint()).contains(cosigned);
      assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("w COSIGNED: cosigned ");
    }
  }

  /** A payment that may be made. */
  private static SignedEntry payment(DelegationLedger ledger, People people) {
    Enrolled jane =
        ledger.append(Enrol.human().name("Jane Doe").key(people.jane()).by(people.hr()));
    Enrolled acme =
        ledger.append(Enrol.organisation().name("Acme Corp").key(people.acme()).by(people.hr()));
    Enrolled payer =
        ledger.append(
            Enrol.agent("payables")
                .owner(jane)
                .operator(acme)
                .model("example-lab", "example-model", "1")
                .expiresIn(Duration.ofDays(30))
                .key(people.payables())
                .by(people.jane()));
    Granted grant =
        ledger.append(
            Grant.to(payer)
                .task("T-17", "prepare vendor payments")
                .tool("erp:pay", t -> t.range("amount", 0, 500_000))
                .expiresIn(Duration.ofDays(7))
                .by(people.jane()));
    return ledger.sign(
        Action.under(grant).tool("erp:pay").arg("amount", 84_000).by(people.payables()));
  }

  private static byte[] trust(People people) {
    String key = VerifierKey.of("example.com/payables", people.operator().publicKey()).text();
    Value ledger =
        Value.obj(
            Map.of(
                "vkey",
                Value.of(key),
                "authorities",
                Value.arr(List.of(Jwk.toValue(people.hr().publicKey())))));
    return Json.canonical(
        Value.obj(Map.of("version", Value.of(1), "ledgers", Value.arr(List.of(ledger)))));
  }

  private Class<?> compiled() throws Exception {
    List<List<String>> blocks = Readme.blocks("java");
    assertThat(blocks).hasSize(2);
    Path source = folder.resolve("Snippet.java");
    Files.writeString(
        source,
        BEFORE
            + String.join("\n", blocks.get(0))
            + BETWEEN
            + String.join("\n", blocks.get(1))
            + AFTER);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(exit).as("compiler errors are printed above").isZero();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    return loader.loadClass("Snippet");
  }
}
