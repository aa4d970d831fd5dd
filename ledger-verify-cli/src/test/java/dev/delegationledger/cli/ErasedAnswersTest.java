package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Erasure;
import dev.delegationledger.Granted;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a ledger from which a name, a task and an argument were erased. */
final class ErasedAnswersTest {
  private static final int JANE = Payables.JANE;
  private static final int GRANT = Payables.GRANT;
  private static final int ACTION = Payables.NEXT;

  @TempDir private Path folder;

  private final Payables payables = new Payables("example.com/erased");
  private String janeId = "";

  @BeforeEach
  void eraseThree() throws IOException {
    try (DelegationLedger ledger = payables.create(dir())) {
      Enrolled jane = payables.jane(ledger);
      janeId = jane.id();
      Granted grant = payables.grant(ledger, jane);
      Acted action = ledger.append(payables.pay(grant, 84_000));
      ledger.append(Erasure.of(jane).because("left").by(payables.janeKey));
      ledger.append(Erasure.of(grant).by(payables.janeKey));
      ledger.append(Erasure.of(action).slot(SlotName.argument("amount")).by(payables.hr));
      Files.writeString(trust(), payables.trust(""));
    }
  }

  private Path dir() {
    return folder.resolve("ledger");
  }

  private Path trust() {
    return folder.resolve("trust.json");
  }

  private Run run(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        LedgerVerify.run(
            Arrays.stream(arguments).map(Object::toString).toList(),
            new Streams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                payables.clock));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void saysWhatWasErased(Run text, Run json) {
    text.exits(2);
    assertThat(text.out())
        .startsWith("UNDECIDED")
        .contains("the value was erased, see below")
        .contains("T-17: (erased by record 7)")
        .contains("amount = (erased by record 8)")
        .contains("iban = \"GB33")
        .contains("record 1, name: by record 6, ")
        .contains(janeId)
        .doesNotContain("Jane Doe");
    json.exits(2)
        .says("erased/0/index", JANE)
        .says("erased/0/slot", "name")
        .says("erased/0/at", 6)
        .says("erased/0/by", janeId)
        .says("erased/1/index", GRANT)
        .says("erased/1/slot", "task")
        .says("erased/2/index", ACTION)
        .says("erased/2/slot", "arguments/amount")
        .says("erased/2/at", 8);
    assertThat(Run.at(json.json(), "erased/2/byRetention")).isEqualTo(Value.of(false));
  }

  @Test
  void trace_andVerify_sayWhatWasErasedWhenAndByWhom() {
    Object[] trace = {"trace", ACTION, "--ledger", dir(), "--trust", trust()};
    Object[] traceJson = {"trace", ACTION, "--ledger", dir(), "--trust", trust(), "--json"};
    saysWhatWasErased(run(trace), run(traceJson));
    Path proof = folder.resolve("proof.json");
    run("prove", ACTION, "--ledger", dir(), "-o", proof).exits(0);
    saysWhatWasErased(
        run("verify", proof, "--trust", trust()),
        run("verify", proof, "--trust", trust(), "--json"));
  }

  @Test
  void show_saysWhoErasedASlot() {
    assertThat(run("show", JANE, "--ledger", dir()).exits(0).out())
        .contains("name = (erased by record 6, ")
        .contains(janeId)
        .contains("erased by record 6");
    run("show", JANE, "--ledger", dir(), "--json")
        .exits(0)
        .says("slots/name/erased/at", 6)
        .says("slots/name/erased/by", janeId);
  }

  @Test
  void audit_listsErasures_andWhatItCouldNotJudgeAgain() {
    Run text = run("audit", "--ledger", dir(), "--trust", trust()).exits(0);
    assertThat(text.out())
        .startsWith("INTACT  8 of 9 records audited, no contradiction")
        .contains("Erased\n  record 1, name: by record 6, ")
        .contains("rules: of 1 records for want of values that were erased");
    run("audit", "--ledger", dir(), "--trust", trust(), "--json")
        .exits(0)
        .says("verdict", "intact")
        .says("unjudged", 1)
        .says("erased/0/index", JANE)
        .says("erased/0/slots/0", "name")
        .says("erased/2/at", 8);
  }
}
