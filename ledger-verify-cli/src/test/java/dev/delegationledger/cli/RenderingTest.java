package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Vouched;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RenderingTest {
  private static final String HOSTILE = "Jane\u001b[2J\nPROVEN \u202e" + "x".repeat(500);

  private static Verdict hostile(int hops, Value argument) {
    List<Verdict.Hop> chain = new ArrayList<>();
    for (int i = 0; i < hops; i++) {
      chain.add(
          new Verdict.Hop(
              i + 1,
              Hash.ZERO,
              HOSTILE,
              HOSTILE,
              HOSTILE,
              Optional.of(HOSTILE),
              i % 2 == 0 ? Optional.empty() : Optional.of(HOSTILE),
              (1L << 53) - 1,
              (1L << 53) - 1,
              HOSTILE,
              List.of(HOSTILE),
              Optional.of(99L),
              List.of(new Fact(20, "suspended"), new Fact(99, "completed")),
              List.of(new Fact(98, "compromised"))));
    }
    Verdict.Human human = new Verdict.Human(HOSTILE, Optional.of(HOSTILE), HOSTILE);
    return new Verdict(
        Verdict.Finding.PROVEN,
        Optional.empty(),
        Optional.of(human),
        List.of(new Verdict.Approver(7, 0, 6, human)),
        chain,
        Optional.of(
            new Verdict.Action(
                HOSTILE,
                Hash.ZERO,
                50,
                0,
                HOSTILE,
                Optional.of(HOSTILE),
                Map.of(HOSTILE, Optional.of(argument), "secret", Optional.empty()),
                Map.of(HOSTILE, Optional.of(argument), "dataset", Optional.empty()),
                Optional.of(HOSTILE),
                "3:1:500," + HOSTILE,
                Optional.of(Hash.ZERO))),
        Optional.of(new Verdict.Outcome(51, 0, "failed", Optional.of(argument), true)),
        Optional.of(
            new Verdict.AnswersFor(
                HOSTILE,
                Optional.of(HOSTILE),
                Optional.of(human),
                Optional.of(HOSTILE),
                Map.of(AgentRole.CONTROL_OWNER, human),
                Optional.of(HOSTILE),
                Optional.of(HOSTILE),
                Optional.of(HOSTILE))),
        early(Reason.UNKNOWN_ACTION).checks(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(HOSTILE),
        List.of(new Verdict.Erased(50, "arguments/" + HOSTILE, 60, 0, HOSTILE, true)));
  }

  private static Verdict early(Reason reason) {
    return Verdict.early(Refusal.of(reason, "act: expected " + HOSTILE), new Trail());
  }

  @Test
  void hostileText_isEscapedEverywhere() {
    Verdict verdict = hostile(32, Value.of(HOSTILE));
    String text = VerdictText.of(verdict);
    assertThat(text.chars().filter(c -> c != '\n' && (c < ' ' || c > '~'))).isEmpty();
    assertThat(text.lines().filter(line -> line.contains("PROVEN")).findFirst())
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("PROVEN  authorised by Jane\\u{1b}"));
    assertThat(text.lines().skip(1)).noneMatch(line -> line.startsWith("PROVEN"));
    String json = VerdictJson.of(verdict).line();
    assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
  }

  @Test
  void lateOutcome_isFlagged_andHiddenValuesAreMarked() {
    String text = VerdictText.of(hostile(1, Value.of(1)));
    assertThat(text)
        .contains("LATE       recorded after the authority had ended")
        .contains("argument   secret = (hidden)")
        .contains(": (hidden)");
  }

  @Test
  void whoSigned_standsApartFromWhoAnswers_andMarksSayWhetherBeforeOrAfter() {
    String text = VerdictText.of(hostile(1, Value.of(1)));
    assertThat(text.lines().map(String::strip))
        .contains(
            "SUSPENDED before it acted, by record 20",
            "completed later, by record 99",
            "delegate compromised later, by record 98",
            "context    dataset = (hidden)",
            "charged    grant of record 3: 1 used, 500 spent after it, as the ledger says");
    assertThat(text.indexOf("approved by")).isBetween(0, text.indexOf("Chain of authority"));
    assertThat(text.indexOf("control-owner")).isGreaterThan(text.indexOf("Answers for the agent"));
    Value json = VerdictJson.of(hostile(1, Value.of(1))).value();
    assertThat(Run.at(json, "approvedBy/0/target")).isEqualTo(Value.of(6));
    assertThat(Run.at(json, "answersFor/roles/control-owner/id")).isNotNull();
    assertThat(Run.at(json, "chain/0/grantFacts/1/is")).isEqualTo(Value.of("completed"));
    assertThat(Run.at(json, "action/hiddenContext/0")).isEqualTo(Value.of("dataset"));
    assertThat(Run.at(json, "contested")).isEqualTo(Value.of(false));
    assertThat(Run.at(VerdictJson.of(early(Reason.CONTESTED)).value(), "contested"))
        .isEqualTo(Value.of(true));
  }

  @Test
  void deeplyNestedValue_isWrittenAsText_notAsACrash() throws Exception {
    Value deep = Value.of(1);
    for (int i = 0; i < 78; i++) {
      deep = Value.arr(List.of(deep));
    }
    String json = VerdictJson.of(hostile(1, deep)).line();
    assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8), 1 << 20)).isNotNull();
    assertThat(VerdictText.of(hostile(1, deep))).contains("[[[[");
  }

  @Test
  void everyReason_hasAMeaningAndAdvice_inBothForms() throws Exception {
    for (Reason reason : Reason.values()) {
      Verdict verdict = early(reason);
      String text = VerdictText.of(verdict);
      assertThat(text).contains(reason.code()).contains("next ").doesNotContain("PROVEN  ");
      assertThat(text.lines()).allMatch(line -> line.length() <= 400);
      Value json =
          Json.parse(VerdictJson.of(verdict).line().getBytes(StandardCharsets.UTF_8), 1 << 20);
      assertThat(Run.at(json, "reason")).isEqualTo(Value.of(reason.code()));
      assertThat(Run.at(json, "at")).isEqualTo(Value.NULL);
    }
  }

  @Test
  void witnesses_areNamedWithTheirTimes_apartFromTheLedger() throws Exception {
    Cosigner one = Cosigner.of("witness.example/1", ed25519(1));
    Cosigner two = Cosigner.of("witness.example/\u202e", ed25519(2));
    WitnessPolicy policy =
        WitnessPolicy.parse(
            "witness \u202eone "
                + one.key().text()
                + "\nwitness two "
                + two.key().text()
                + "\ngroup g 1 \u202eone two\nquorum g\n");
    Checkpoint checkpoint = new Checkpoint("example.com/payables", 7, Hash.ZERO);
    SignedCheckpoint signed =
        checkpoint.sign(ed25519(3)).with(one.cosign(checkpoint, 1_767_603_603));
    Verdict verdict =
        early(Reason.RECORD_MISSING)
            .against(checkpoint, new Vouched(Optional.of(policy.judge(signed)), Optional.empty()));

    assertThat(VerdictText.of(verdict).lines().map(String::strip))
        .contains(
            "Vouched for by",
            "the ledger's key: order, record times, statuses and charges",
            "witness  \\u{202e}one (witness.example/1), who signed at",
            "2026-01-05T09:00:03.000Z",
            "without  two (witness.example/\\u{202e})",
            "quorum   one consistent history that existed by 2026-01-05T09:00:03.000Z, none");
    Value json = VerdictJson.of(verdict).value();
    assertThat(Run.at(json, "vouchedBy/ledger")).isEqualTo(Value.of("example.com/payables"));
    assertThat(Run.at(json, "vouchedBy/quorum")).isEqualTo(Value.of("met"));
    assertThat(Run.at(json, "vouchedBy/existedBy")).isEqualTo(Value.of("2026-01-05T09:00:03.000Z"));
    assertThat(Run.at(json, "vouchedBy/witnesses/0/key")).isEqualTo(Value.of("witness.example/1"));
    assertThat(Run.at(json, "vouchedBy/witnesses/0/timeSeconds"))
        .isEqualTo(Value.of(1_767_603_603L));
    assertThat(Run.at(json, "vouchedBy/absent/0/name")).isEqualTo(Value.of("two"));
    assertThat(Run.at(json, "vouchedBy/overlap")).isEqualTo(Value.of(0));
  }

  @Test
  void auditorsThatCosigned_areNamedAsThoseWhoRecomputed() throws Exception {
    Cosigner one = Cosigner.of("auditor.example/1", ed25519(1));
    WitnessPolicy auditors =
        WitnessPolicy.parse("witness \u202eone " + one.key().text() + "\nquorum \u202eone\n");
    Checkpoint checkpoint = new Checkpoint("example.com/payables", 7, Hash.ZERO);
    SignedCheckpoint signed =
        checkpoint.sign(ed25519(3)).with(one.cosign(checkpoint, 1_767_603_603));
    Verdict verdict =
        early(Reason.RECORD_MISSING)
            .against(
                checkpoint, new Vouched(Optional.empty(), Optional.of(auditors.judge(signed))));

    String text = VerdictText.of(verdict).replaceAll("\\s+", " ");
    assertThat(text)
        .contains(
            "auditor \\u{202e}one (auditor.example/1), who signed at 2026-01-05T09:00:03.000Z")
        .contains("order, statuses and charges were recomputed from the records by \\u{202e}one")
        .doesNotContain("the ledger's key alone");
    Value json = VerdictJson.of(verdict).value();
    assertThat(Run.at(json, "vouchedBy/quorum")).isEqualTo(Value.of("no-policy"));
    assertThat(Run.at(json, "vouchedBy/auditing/quorum")).isEqualTo(Value.of("met"));
    assertThat(Run.at(json, "vouchedBy/auditing/auditors/0/key"))
        .isEqualTo(Value.of("auditor.example/1"));
  }

  @Test
  void withoutAPolicy_theLedgersKeyAloneVouches() {
    Checkpoint checkpoint = new Checkpoint("example.com/payables", 7, Hash.ZERO);
    Verdict verdict =
        early(Reason.RECORD_MISSING)
            .against(checkpoint, new Vouched(Optional.empty(), Optional.empty()));

    assertThat(VerdictText.of(verdict))
        .contains("the ledger's key alone: order, time, statuses and charges");
    Value json = VerdictJson.of(verdict).value();
    assertThat(Run.at(json, "vouchedBy/quorum")).isEqualTo(Value.of("no-policy"));
    assertThat(Run.at(json, "vouchedBy/existedBy")).isEqualTo(Value.NULL);
    assertThat(Run.at(json, "vouchedBy/auditing")).isEqualTo(Value.NULL);
    assertThat(Run.at(VerdictJson.of(early(Reason.RECORD_MISSING)).value(), "vouchedBy"))
        .isEqualTo(Value.NULL);
  }

  private static InMemorySigner ed25519(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return InMemorySigner.ed25519(Bytes.of(bytes));
  }

  @Test
  void nothingChecked_saysSo() {
    Value json = VerdictJson.of(early(Reason.PROOF_MALFORMED)).value();
    assertThat(Run.at(json, "checks/performed")).isEqualTo(Value.arr(List.of()));
    assertThat(Run.list(json, "checks/notPerformed"))
        .contains(Value.of("signatures"), Value.of("Record time is the ledger's word"));
  }

  @Test
  void page_wrapsAtEightyColumns_belowTheFirstWord() {
    String page = new Page().item("  label  ", "word ".repeat(40).strip()).toString();
    assertThat(page.lines()).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(2);
    assertThat(page.lines().skip(1)).allMatch(line -> line.startsWith("         word"));
  }

  @Test
  void times_areUtcWithMilliseconds() {
    assertThat(Times.ofMillis(1_767_600_000_007L)).isEqualTo("2026-01-05T08:00:00.007Z");
    assertThat(Times.ofSeconds(1_767_600_000L)).isEqualTo("2026-01-05T08:00:00.000Z");
  }
}
