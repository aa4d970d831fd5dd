package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Approvals, owners on call, the declared compromise and the policy, as the story leaves them. */
@Execution(ExecutionMode.CONCURRENT)
final class GrownStoryIT {
  @TempDir private static Path folder;
  private static Played story;

  @BeforeAll
  static void play() throws Exception {
    story = Played.into(folder.resolve("incident"));
  }

  @Test
  void payment_namesWhoApproved_apartFromWhoAnswers() throws Exception {
    Members verdict = verify("proof.json", 0);
    assertThat(verdict.object("human").text("name")).isEqualTo("Jane Doe");
    List<String> approvers = new ArrayList<>();
    for (Value one : verdict.list("approvedBy")) {
      approvers.add(Played.members(one).object("human").text("name"));
    }
    assertThat(approvers).containsExactly("Carol Poe", "Dave Low");
    Members answers = verdict.object("answersFor");
    assertThat(answers.object("owner").text("name")).isEqualTo("Bob Roe");
    assertThat(answers.text("ownerGroup")).isEqualTo("urn:acme:group:payables");
    assertThat(answers.object("roles").object("control-owner").text("name")).isEqualTo("Carol Poe");
  }

  @Test
  void declaredCompromise_leavesTheEarlierProofProven_andTheLaterOneContested() throws Exception {
    int seen = 0;
    for (Members action : story.actions()) {
      if (action.object("expected").value("reason").equals(Value.of("contested"))) {
        seen++;
        Members earlier = action.object("earlier");
        assertThat(earlier.object("expected").text("verdict")).isEqualTo("proven");
        assertThat(verify(earlier.text("proof"), 0).text("verdict")).isEqualTo("proven");
        Members later = verify(action.text("proof"), 2);
        assertThat(later.text("verdict")).isEqualTo("undecided");
        assertThat(later.text("reason")).isEqualTo("contested");
        assertThat(later.text("detail")).contains("declares the key of record");
      }
    }
    assertThat(seen).isEqualTo(1);
  }

  @Test
  void erasedName_isInNoFile_andTheProofSaysWhoErasedIt_allElseStillProven() throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(story.incident().resolve("later"))) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain("Jane Doe");
    }
    Members listed =
        story.actions().stream()
            .filter(action -> text(action, "ledger").equals("later"))
            .findFirst()
            .orElseThrow();
    Members before = verify("proof.json", 0);
    Members after = verify(listed.text("proof"), 2);
    assertThat(after.text("verdict")).isEqualTo("undecided");
    assertThat(after.text("reason")).isEqualTo("name-not-disclosed");
    assertThat(after.text("detail")).contains("erased");
    List<Value> performed = new ArrayList<>(before.object("checks").list("performed"));
    performed.remove(Value.of("human-name"));
    assertThat(after.object("checks").list("performed")).containsAll(performed);
    assertThat(after.object("human").text("id")).isEqualTo(before.object("human").text("id"));
  }

  private static String text(Members members, String name) {
    try {
      return members.text(name);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void foreignTokens_areJudgedForTheOneInvoiceTheyAreFor() throws Exception {
    assertThat(story.printed())
        .contains("INV-4711: permitted, and recorded with its tokens in record 33")
        .contains("jti-reused")
        .contains("INV-4712: not permitted, argument-out-of-scope");
    assertThat(judge("INV-4711").exit()).isZero();
    Launcher.Ran other = judge("INV-4712");
    assertThat(other.exit()).isEqualTo(3);
    assertThat(Played.answer(other).text("reason")).isEqualTo("argument-out-of-scope");
  }

  @Test
  void aForeignCall_isTracedWithItsTokens() throws Exception {
    Launcher.Ran ran =
        Launcher.run(
            story.incident(),
            List.of("trace", "33", "--ledger", "ledger", "--trust", "trust.json", "--json"));
    assertThat(ran.exit()).isZero();
    Members call = Played.answer(ran).object("foreignCall");
    assertThat(call.value("stands")).isEqualTo(Value.of(true));
    assertThat(call.text("service")).isEqualTo("https://erp.acme.example/gate");
    assertThat(call.object("judged").text("verdict")).isEqualTo("permitted");
    assertThat(call.object("judged").object("call").object("arguments").text("invoice"))
        .isEqualTo("INV-4711");
  }

  /** When the proof was written: on a busy machine that may be longer ago than it is good for. */
  private static Launcher.Ran judge(String invoice) throws Exception {
    String proof = "foreign/pop-" + invoice + ".txt";
    Instant written = Files.getLastModifiedTime(story.incident().resolve(proof)).toInstant();
    return Launcher.run(
        story.incident(),
        List.of(
            "aat",
            "foreign/chain.txt",
            "--at",
            written.truncatedTo(ChronoUnit.SECONDS).toString(),
            "--pop",
            proof,
            "--anchor",
            "foreign/anchor.jwk",
            "--tool",
            "erp:read-invoice",
            "--args",
            "{\"invoice\":\"" + invoice + "\"}",
            "--json"));
  }

  @Test
  void examplePolicy_isWhatTheStoryRecords() throws Exception {
    Launcher.Ran ran =
        Launcher.run(story.incident(), List.of("show", "8", "--ledger", "ledger", "--json"));
    assertThat(ran.exit()).isZero();
    byte[] example = Files.readAllBytes(Readme.ROOT.resolve("docs/examples/policy.json"));
    Members written = Played.members(Json.parse(example, 1 << 16));
    assertThat(anyGroup(Played.answer(ran).object("claims").value("dl")))
        .isEqualTo(anyGroup(written.value("dl")));
  }

  /** The hash of the group is another in each run. */
  private static String anyGroup(Value policy) {
    return Json.canonicalText(policy).replaceAll("\"from\":\\[\"[^\"]+\"\\]", "\"from\":[]");
  }

  private static Members verify(String proof, int exit) throws Exception {
    Launcher.Ran ran =
        Launcher.run(story.incident(), List.of("verify", proof, "--trust", "trust.json", "--json"));
    assertThat(ran.exit()).isEqualTo(exit);
    return Played.answer(ran);
  }
}
