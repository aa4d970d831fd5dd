package dev.delegationledger.cli;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A verdict for a person under stress: what and who first, then how, then what was and was not
 * checked.
 */
final class VerdictText {
  private static final String HIDDEN = "(hidden)";

  /** What ends a grant or halts it. */
  private static final Set<String> GRANT_MARKS =
      Set.of("revoked", "suspended", "resumed", "completed", "superseded");

  /** What ends a principal or its key, or halts it. */
  private static final Set<String> DELEGATE_MARKS =
      Set.of("revoked", "suspended", "resumed", "compromised", "rotated");

  private final Verdict verdict;
  private final Page page = new Page();

  private VerdictText(Verdict verdict) {
    this.verdict = verdict;
  }

  static String of(Verdict verdict) {
    return new VerdictText(verdict).write();
  }

  private String write() {
    headline();
    verdict.refusal().ifPresent(this::reason);
    chain();
    verdict.action().ifPresent(this::action);
    verdict.outcome().ifPresent(this::outcome);
    verdict.answersFor().ifPresent(this::answersFor);
    Erasures.text(verdict, page);
    checks();
    return page.toString();
  }

  private void headline() {
    if (verdict.finding() == Finding.PROVEN) {
      page.item("PROVEN  ", "authorised by " + verdict.human().map(VerdictText::show).orElse("?"));
      verdict.human().ifPresent(this::binding);
      approvers("approved by");
      return;
    }
    String word = verdict.finding().code().toUpperCase(Locale.ROOT);
    String what =
        verdict.refusal().map(r -> meaningOfClass(r) + ": " + r.reason().code()).orElse("");
    page.item(word + "  ", what);
    field(
        "human",
        verdict
            .human()
            .map(human -> show(human) + ", who signed the root grant")
            .orElse("not established"));
    verdict.human().ifPresent(this::binding);
    approvers("approval");
  }

  /** They signed too: not to be mixed up with those who answer for the agent. */
  private void approvers(String label) {
    for (Verdict.Approver one : verdict.approvedBy()) {
      field(
          label,
          show(one.human())
              + ", record "
              + one.index()
              + ", of record "
              + one.target()
              + ", "
              + Times.ofMillis(one.timeMs()));
    }
  }

  private void binding(Verdict.Human human) {
    field("name", "bound to the key: " + safe(human.binding()));
  }

  static String meaningOfClass(Refusal refusal) {
    return switch (refusal.reason().reasonClass()) {
      case INTEGRITY -> "the evidence is broken";
      case UNDECIDED -> "something is missing or unknown";
      case AUTHORITY -> "not authorised";
      case MALFORMED -> "the input is not in the format";
    };
  }

  private void reason(Refusal refusal) {
    field("reason", refusal.reason().meaning());
    field("detail", SafeText.of(refusal.detail()));
    if (refusal.index().isPresent() || refusal.hop().isPresent()) {
      String record =
          refusal.index().isPresent() ? "record " + refusal.index().getAsLong() : "the chain";
      String hop =
          refusal.hop().isPresent() ? ", grant " + refusal.hop().getAsInt() + " of the chain" : "";
      field("found at", record + hop + (refusal.hop().isPresent() ? " (0 is the root)" : ""));
    }
    field("next", Erasures.advice(verdict, refusal).orElseGet(() -> Advice.on(refusal.reason())));
  }

  private void chain() {
    page.gap().line("Chain of authority");
    if (verdict.chain().isEmpty()) {
      page.line("  none was established");
      return;
    }
    page.item(
        "  ",
        verdict.human().map(VerdictText::show).orElse(safe(verdict.chain().get(0).delegator())));
    for (int depth = 0; depth < verdict.chain().size(); depth++) {
      hop(verdict.chain().get(depth), depth);
    }
  }

  private void hop(Verdict.Hop hop, int depth) {
    String indent = "  " + "   ".repeat(Math.min(depth, 12));
    String inner = indent + "   ";
    page.item(indent + "`- ", safe(hop.delegate()));
    page.item(inner, "record " + hop.index() + ", " + Times.ofMillis(hop.recordedAtMs()));
    page.item(inner + "grant: ", safe(hop.id()));
    hop.taskId()
        .ifPresent(
            id ->
                page.item(
                    inner + "task: ",
                    safe(id)
                        + ": "
                        + hop.taskText()
                            .map(SafeText::of)
                            .orElseGet(() -> hidden(hop.index(), SlotName.TASK))));
    if (depth == 0) {
      page.item(inner + "allows: ", safe(hop.allows()));
    } else if (hop.narrowed().isEmpty()) {
      page.item(inner + "narrowed: ", "nothing");
    } else {
      hop.narrowed().forEach(line -> page.item(inner + "narrowed: ", safe(line)));
    }
    page.item(inner + "ends: ", Times.ofSeconds(hop.expiresAt()));
    happened(inner, "", hop.grantFacts(), GRANT_MARKS);
    happened(inner, "delegate ", hop.delegateFacts(), DELEGATE_MARKS);
  }

  private void happened(String inner, String what, List<Fact> facts, Set<String> marks) {
    facts.stream()
        .filter(fact -> marks.contains(fact.is()))
        .forEach(fact -> page.item(inner, what + mark(fact)));
  }

  /** Whether it was so when the agent acted is what the reader wants to know. */
  private String mark(Fact fact) {
    boolean later = verdict.action().filter(action -> fact.at() > action.index()).isPresent();
    return (later ? fact.is() + " later" : fact.is().toUpperCase(Locale.ROOT) + " before it acted")
        + ", by record "
        + fact.at();
  }

  private void action(Verdict.Action action) {
    page.gap();
    page.item("Action  ", "record " + action.index() + ", " + Times.ofMillis(action.timeMs()));
    field("jti", safe(action.id()));
    field("tool", safe(action.tool()));
    action.audience().ifPresent(audience -> field("audience", safe(audience)));
    action
        .arguments()
        .forEach(
            (name, value) ->
                field(
                    "argument",
                    safe(name)
                        + " = "
                        + value
                            .map(VerdictText::show)
                            .orElseGet(() -> hidden(action.index(), SlotName.argument(name)))));
    action
        .context()
        .forEach(
            (key, value) ->
                field(
                    "context",
                    safe(key)
                        + " = "
                        + value
                            .map(VerdictText::show)
                            .orElseGet(() -> hidden(action.index(), SlotName.context(key)))));
    charges(action.charges());
    action.intent().ifPresent(intent -> field("intent", safe(intent)));
    action.causedBy().map(Hash::base64Url).ifPresent(hash -> field("caused by", "entry " + hash));
  }

  private String hidden(long index, String slot) {
    return Erasures.hidden(verdict, index, slot, HIDDEN);
  }

  /** Written {@code grant:uses:spent}, comma separated, or a dash for none. */
  private void charges(String charges) {
    if (charges.equals("-")) {
      return;
    }
    for (String charge : charges.split(",", -1)) {
      String[] parts = charge.split(":", -1);
      field(
          "charged",
          parts.length == 3
              ? "grant of record "
                  + safe(parts[0])
                  + ": "
                  + safe(parts[1])
                  + " used, "
                  + safe(parts[2])
                  + " spent after it, as the ledger says"
              : safe(charge));
    }
  }

  private void outcome(Verdict.Outcome outcome) {
    page.gap();
    page.item(
        "Outcome  ",
        safe(outcome.status())
            + ", record "
            + outcome.index()
            + ", "
            + Times.ofMillis(outcome.timeMs()));
    if (outcome.late()) {
      field("LATE", "recorded after the authority had ended");
    }
    outcome.result().ifPresent(result -> field("result", show(result)));
  }

  private void answersFor(Verdict.AnswersFor answers) {
    page.gap().line("Answers for the agent (assigned; did not sign this action)");
    field("agent", safe(answers.agent()));
    answers.archetype().ifPresent(archetype -> field("archetype", safe(archetype)));
    answers
        .owner()
        .ifPresent(
            owner ->
                field(
                    "owner",
                    show(owner)
                        + answers.ownerGroup().map(g -> ", on call for " + safe(g)).orElse("")));
    answers.roles().forEach((role, human) -> field(role.code(), show(human)));
    answers
        .operator()
        .ifPresent(
            id ->
                field(
                    "operator",
                    answers
                        .operatorName()
                        .map(n -> safe(n) + " (" + safe(id) + ")")
                        .orElse(safe(id))));
    answers.model().ifPresent(model -> field("model", safe(model)));
  }

  private void checks() {
    page.gap();
    if (!verdict.checks().failed().isEmpty()) {
      list("Failed", verdict.checks().failedCodes());
    }
    list("Checked", verdict.checks().performedCodes());
    page.line("Not checked");
    verdict.checks().notPerformedCodes().forEach(check -> page.item("  - ", safe(check)));
    if (!verdict.ignoredClaims().isEmpty()) {
      list(
          "Ignored claims",
          verdict.ignoredClaims().stream().sorted().map(VerdictText::safe).toList());
    }
    checkpoint(verdict.checkpoint(), page);
    verdict.checkpoint().ifPresent(c -> Vouchers.text(verdict, page));
  }

  static void checkpoint(Optional<Checkpoint> checkpoint, Page page) {
    checkpoint.ifPresent(
        c -> {
          page.item("Checkpoint  ", safe(c.origin()) + ", " + c.size() + " records");
          page.line("            root " + c.root().base64());
        });
  }

  private void list(String title, List<String> words) {
    page.line(title);
    page.item("  ", words.isEmpty() ? "nothing" : String.join(", ", words));
  }

  private void field(String label, String words) {
    page.item(String.format(Locale.ROOT, "  %-10s ", label), words);
  }

  static String show(Verdict.Human human) {
    return human.name().map(SafeText::of).orElse(HIDDEN) + " (" + safe(human.id()) + ")";
  }

  private static String show(Value value) {
    return safe(Json.canonicalText(value));
  }

  private static String safe(String text) {
    return SafeText.of(text);
  }
}
