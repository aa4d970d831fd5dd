package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our cosignatures verify by the Go program in {@code src/test/interop/cosignatures}, which shares
 * nothing with us, and its cosignatures verify here. Skipped where there is no Go; fails there if
 * the environment says {@code CI}.
 */
class GoCosignaturesTest {
  private static final String ORIGIN = "example.com/payables";
  private static final long TIME = 1_767_603_603L;
  private static final InMemorySigner LEDGER = InMemorySigner.ed25519(seed(1));
  private static final VerifierKey LEDGER_KEY = VerifierKey.of(ORIGIN, LEDGER.publicKey());
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 20_852_163, Sha256.of(new byte[] {1}));
  private static final SignedCheckpoint SIGNED = CHECKPOINT.sign(LEDGER);
  private static final Cosigner ED25519 =
      Cosigner.of("witness.example/ed", InMemorySigner.ed25519(seed(2)));
  private static final Cosigner ML_DSA =
      Cosigner.of("witness.example/pq", MlDsa44Signer.ofSeed(seed(3)));

  @TempDir private static Path folder;

  private record Ran(int exit, String said) {}

  @BeforeAll
  static void build() throws Exception {
    Path source = Path.of("src/test/interop/cosignatures");
    Ran built;
    try {
      built = run(source, "", List.of("go", "build", "-o", program(), "."));
    } catch (IOException e) {
      built = new Ran(-1, e.toString());
    }
    if (System.getenv("CI") == null) {
      assumeTrue(built.exit() == 0, built.said());
    }
    assertThat(built.exit()).as(built.said()).isZero();
  }

  @Test
  void ours_verifyThere() throws Exception {
    SignedCheckpoint cosigned =
        SIGNED.with(ED25519.cosign(CHECKPOINT, TIME)).with(ML_DSA.cosign(CHECKPOINT, TIME + 1));
    Ran ran = verify(cosigned.text());

    assertThat(ran.exit()).as(ran.said()).isZero();
    assertThat(ran.said())
        .isEqualTo("witness.example/ed " + TIME + "\nwitness.example/pq " + (TIME + 1) + "\n");
  }

  @Test
  void oursOfAnotherCheckpoint_areRefusedThere() throws Exception {
    Checkpoint other = new Checkpoint(ORIGIN, 20_852_164, CHECKPOINT.root());
    for (Cosigner wrong : List.of(ED25519, ML_DSA)) {
      Cosigner right = wrong == ED25519 ? ML_DSA : ED25519;
      Ran ran =
          verify(
              SIGNED.with(right.cosign(CHECKPOINT, TIME)).text()
                  + wrong.cosign(other, TIME).line()
                  + "\n");

      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.said()).contains("invalid signature for key " + wrong.key().name());
    }
  }

  @Test
  void theirs_verifyHere_andTheKeysFromOneSeedAreTheSame() throws Exception {
    for (Cosigner ours : List.of(ED25519, ML_DSA)) {
      String seed = seed(ours == ED25519 ? 2 : 3).toString();
      Ran ran =
          run(
              folder,
              SIGNED.text(),
              List.of(
                  program(),
                  "sign",
                  ours.key().name(),
                  ours.key().algorithm().code(),
                  seed,
                  Long.toString(TIME)));
      assertThat(ran.exit()).as(ran.said()).isZero();
      List<String> lines = ran.said().lines().toList();

      assertThat(CosignerKey.parse(lines.get(0))).isEqualTo(ours.key());
      assertThat(ours.key().verify(CHECKPOINT, lines.get(1)).timestamp()).isEqualTo(TIME);
    }
  }

  private static Ran verify(String note) throws Exception {
    return run(
        folder,
        note,
        List.of(program(), "verify", LEDGER_KEY.text(), ED25519.key().text(), ML_DSA.key().text()));
  }

  private static String program() {
    return folder.resolve("cosignatures").toAbsolutePath().toString();
  }

  private static Ran run(Path directory, String input, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command)).directory(directory.toFile());
    builder.environment().put("GOTOOLCHAIN", "local");
    Path in = Files.writeString(folder.resolve("note"), input);
    builder.redirectInput(in.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
    return new Ran(process.exitValue(), said);
  }

  private static Bytes seed(int first) {
    byte[] seed = new byte[32];
    seed[0] = (byte) first;
    return Bytes.of(seed);
  }
}
