package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Value;
import dev.delegationledger.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aat}, in this process. */
final class AatCommandTest {
  @TempDir private Path folder;
  private AatFiles files;
  private final TestClock clock = TestClock.at(AatFiles.NOW);

  @BeforeEach
  void makeFiles() {
    files = AatFiles.in(folder);
  }

  private Run run(byte[] stdin, List<?> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> texts = new ArrayList<>();
    arguments.forEach(argument -> texts.add(argument.toString()));
    int code =
        LedgerVerify.run(
            texts, new Streams(new ByteArrayInputStream(stdin), print(out), print(err), clock));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, false, StandardCharsets.UTF_8);
  }

  private Run aat(Object chain, Object proof, Object anchor, String args, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("aat", chain, "--pop", proof, "--anchor", anchor));
    arguments.addAll(List.of("--tool", AatFiles.TOOL, "--args", args));
    arguments.addAll(List.of(more));
    return run(new byte[0], arguments);
  }

  private Run aat(Object... more) {
    return aat(files.chain(), files.proof(), files.anchor(), AatFiles.ARGUMENTS, more);
  }

  @Test
  void goodChain_isPermitted_andNeverCalledProven() {
    Run run = aat().exits(0).quietly();
    assertThat(run.out())
        .startsWith("PERMITTED  by a chain from the anchor; not traced to a human")
        .contains("https://auth.example.com, as its key says")
        .contains("narrowed: read_file path: any value -> = \"/data/q3-report.pdf\"")
        .contains("Call  read_file, 2025-03-10T09:51:40.000Z")
        .contains("argument   path = \"/data/q3-report.pdf\"")
        .contains("- replay: ")
        .contains("- revocation: ")
        .contains("- human: ")
        .doesNotContainIgnoringCase("proven");
    aat("--json")
        .exits(0)
        .quietly()
        .says("verdict", "permitted")
        .says("reason", null)
        .says("at", (String) null)
        .says("call/tool", "read_file")
        .says("call/arguments/path", "/data/q3-report.pdf")
        .says("chain/0/issuer", "https://auth.example.com")
        .says("chain/1/token", "leaf")
        .says("chain/1/expiresAt", "2025-03-10T10:46:40.000Z")
        .says("possession/issuedAt", "2025-03-10T09:51:40.000Z")
        .says("possession/audience", null)
        .says("checks/performed/0", "chain-size")
        .says("checks/notPerformed/0", "audience");
  }

  @Test
  void hostileText_neverReachesTheTerminal() {
    for (String shown : List.of(aat().out(), aat("--json").out())) {
      assertThat(shown.chars().filter(c -> c != '\n' && (c < ' ' || c > '~')).count()).isZero();
    }
    assertThat(aat().out()).contains("\\u{202e}proof").contains("tenant\\u{1b}[2J");
  }

  @Test
  void refusal_exitsByItsClass_andSaysAtWhichToken() {
    String other = "{\"path\":\"/etc/passwd\"}";
    aat(files.chain(), files.proof(), files.anchor(), other, "--json")
        .exits(3)
        .says("verdict", "refused")
        .says("reason", "argument-out-of-scope")
        .says("at/hop", 1)
        .says("checks/failed/0", "scope");
    assertThat(aat(files.chain(), files.proof(), files.anchor(), other).exits(3).out())
        .startsWith("REFUSED  not authorised: argument-out-of-scope")
        .contains("found at   token 1 of the chain (0 is the root)")
        .contains("next       do not call the tool");
    aat(files.chain(), files.proof(), files.stranger(), AatFiles.ARGUMENTS, "--json")
        .exits(2)
        .says("verdict", "undecided")
        .says("reason", "root-not-anchored");
    aat(files.chain(), files.chain(), files.anchor(), AatFiles.ARGUMENTS, "--json")
        .exits(65)
        .says("reason", "entry-malformed");
    aat(files.chain(), files.proof(), files.proof(), AatFiles.ARGUMENTS, "--json")
        .exits(65)
        .says("reason", "trust-malformed")
        .says("verdict", "refused");
    aat("--audience", "https://tools.example.com", "--json")
        .exits(3)
        .says("reason", "audience-mismatch");
  }

  @Test
  void brokenSignature_exits1() throws IOException {
    String proof = Files.readString(files.proof());
    int dot = proof.lastIndexOf('.');
    char first = proof.charAt(dot + 1) == 'A' ? 'B' : 'A';
    Files.writeString(
        files.proof(), proof.substring(0, dot + 1) + first + proof.substring(dot + 2));
    aat("--json").exits(1).says("reason", "signature-invalid").says("at", (String) null);
  }

  @Test
  void time_isNow_unlessItIsSaid() {
    clock.move(Duration.ofSeconds(31));
    aat("--json").exits(3).says("reason", "pop-stale").says("time", "2025-03-10T09:52:11.000Z");
    aat("--json", "--at", "2025-03-10T09:51:40Z").exits(0);
    aat("--json", "--at", "2025-03-10T10:51:40.000+01:00")
        .exits(0)
        .says("time", "2025-03-10T09:51:40.000Z");
    for (String bad :
        List.of(
            "now",
            "2025-03-10",
            "2025-02-30T00:00:00Z",
            "1741600300",
            "+12025-03-10T09:51:40Z",
            "")) {
      aat("--at", bad).exits(64).failsWith("read --at: expected a time as in RFC 3339");
    }
  }

  @Test
  void anchors_mayBeSeveral_andOneInputMayComeFromStdin() throws IOException {
    aat("--anchor", files.stranger()).exits(0);
    List<Object> arguments =
        new ArrayList<>(List.of("aat", "-", "--pop", files.proof(), "--anchor", files.anchor()));
    arguments.addAll(List.of("--tool", AatFiles.TOOL, "--args", AatFiles.ARGUMENTS));
    run(Files.readAllBytes(files.chain()), arguments).exits(0);
    aat("-", files.proof(), files.anchor(), AatFiles.ARGUMENTS).exits(65);
    aat("-", "-", files.anchor(), AatFiles.ARGUMENTS).exits(64).failsWith("got 2");
  }

  @Test
  void arguments_areOneStrictObject() {
    for (String bad : List.of("", "[]", "{\"path\":1,\"path\":1}", "{\"path\":1}x", "{'path':1}")) {
      aat(files.chain(), files.proof(), files.anchor(), bad).exits(64).failsWith("read --args: ");
    }
    String spaced = "{ \"path\" : \"\\/data\\/q3-report.pdf\" }";
    aat(files.chain(), files.proof(), files.anchor(), spaced).exits(0);
  }

  @Test
  void chainFile_holdsOneTokenALine_andNothingElse() throws IOException {
    String chain = Files.readString(files.chain());
    Files.writeString(files.chain(), chain.stripTrailing());
    aat().exits(0);
    for (String bad :
        List.of(
            "",
            chain + "\n",
            "\n" + chain,
            chain.replace("\n", "\r\n"),
            chain + "garbage",
            "\ufeff" + chain)) {
      Files.writeString(files.chain(), bad);
      aat("--json").exits(65).says("reason", "entry-malformed");
    }
    Files.writeString(files.chain(), "\n".repeat(300_000));
    aat("--json").exits(3).says("reason", "chain-too-long");
    Files.writeString(files.chain(), "a".repeat(300_000));
    aat("--json").exits(3).says("reason", "chain-too-large");
  }

  @Test
  void missingFilesAndOptions_areNoVerdict() {
    aat(folder.resolve("none"), files.proof(), files.anchor(), AatFiles.ARGUMENTS)
        .exits(74)
        .failsWith("expected a file, got nothing");
    run(new byte[0], List.of("aat", files.chain(), "--pop", files.proof()))
        .exits(64)
        .failsWith("--anchor");
    Run help = run(new byte[0], List.of("aat", "--help")).exits(0).quietly();
    assertThat(help.out())
        .contains("--pop", "--anchor", "--tool", "--args", "--audience", "--at", "Exit codes:")
        .contains("proves nothing about a human");
  }

  @Test
  void deepArguments_areShown() {
    String deep = "[".repeat(70) + "]".repeat(70);
    Run run =
        aat(files.chain(), files.proof(), files.anchor(), "{\"path\":" + deep + "}", "--json");
    assertThat(Run.at(run.exits(3).json(), "call/arguments/path")).isEqualTo(Value.of(deep));
  }
}
