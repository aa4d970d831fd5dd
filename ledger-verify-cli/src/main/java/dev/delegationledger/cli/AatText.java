package dev.delegationledger.cli;

import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A verdict on a token chain for a person: whether to call, why not, then what was checked. */
final class AatText {
  private final AatVerdict verdict;
  private final Page page = new Page();

  private AatText(AatVerdict verdict) {
    this.verdict = verdict;
  }

  static String of(AatVerdict verdict, Instant time) {
    return new AatText(verdict).write(time);
  }

  private String write(Instant time) {
    String word = verdict.finding().code().toUpperCase(Locale.ROOT);
    page.item(
        word + "  ",
        verdict
            .refusal()
            .map(refusal -> meaning(refusal) + ": " + refusal.reason().code())
            .orElse("by a chain from the anchor; not traced to a human"));
    verdict.refusal().ifPresent(this::reason);
    call(time);
    chain();
    checks();
    return page.toString();
  }

  private static String meaning(Refusal refusal) {
    return switch (refusal.reason().reasonClass()) {
      case INTEGRITY -> "a signature or key is broken";
      case UNDECIDED -> "something is missing or unknown";
      case AUTHORITY -> "not authorised";
      case MALFORMED -> "the input is not in the format";
    };
  }

  private void reason(Refusal refusal) {
    field("reason", refusal.reason().meaning());
    field("detail", SafeText.of(refusal.detail()));
    if (refusal.hop().isPresent()) {
      field("found at", "token " + refusal.hop().getAsInt() + " of the chain (0 is the root)");
    }
    field("next", next(refusal.reason()));
  }

  /** What is to be decided here is whether a tool runs; nothing has happened yet. */
  private static String next(Reason reason) {
    String advice = Advice.on(reason);
    boolean ofALedger =
        reason.reasonClass() == ReasonClass.INTEGRITY
            || (reason.reasonClass() == ReasonClass.AUTHORITY && !advice.startsWith("do not call"));
    if (ofALedger) {
      return "do not call the tool. The agent needs a chain and a proof of possession that allow"
          + " this very call";
    }
    return advice.startsWith("do not call") ? advice : "do not call the tool; " + advice;
  }

  private void call(Instant time) {
    page.gap();
    page.item("Call  ", safe(verdict.call().tool()) + ", " + Times.ofMillis(time.toEpochMilli()));
    verdict
        .call()
        .arguments()
        .forEach(
            (name, value) ->
                field("argument", safe(name) + " = " + safe(Json.canonicalText(value))));
    verdict
        .possession()
        .ifPresent(
            proof -> {
              field("proof jti", safe(proof.id()));
              field("made", Times.ofSeconds(proof.issuedAt()));
              field("audience", proof.audience().map(AatText::safe).orElse("none stated"));
            });
  }

  private void chain() {
    page.gap().line("Chain of tokens");
    if (verdict.chain().isEmpty()) {
      page.line("  none was established");
      return;
    }
    page.item("  ", safe(verdict.chain().get(0).issuer()) + ", as its key says");
    for (int depth = 0; depth < verdict.chain().size(); depth++) {
      hop(verdict.chain().get(depth), depth);
    }
  }

  private void hop(AatVerdict.Hop hop, int depth) {
    String indent = "  " + "   ".repeat(Math.min(depth, 12));
    String inner = indent + "   ";
    page.item(indent + "`- ", "key " + hop.holder().base64Url());
    page.item(inner + "token: ", safe(hop.id()));
    if (depth == 0) {
      page.item(inner + "allows: ", safe(hop.allows()));
    } else if (hop.narrowed().isEmpty()) {
      page.item(inner + "narrowed: ", "nothing");
    } else {
      hop.narrowed().forEach(line -> page.item(inner + "narrowed: ", safe(line)));
    }
    page.item(inner + "ends: ", Times.ofSeconds(hop.expiresAt()));
  }

  private void checks() {
    page.gap();
    if (!verdict.failed().isEmpty()) {
      list("Failed", verdict.failedCodes());
    }
    list("Checked", verdict.performedCodes());
    page.line("Not checked");
    verdict.notPerformedCodes().forEach(check -> page.item("  - ", safe(check)));
    if (!verdict.ignoredClaims().isEmpty()) {
      list("Ignored claims", verdict.ignoredClaims().stream().map(AatText::safe).toList());
    }
  }

  private void list(String title, List<String> words) {
    page.line(title);
    page.item("  ", words.isEmpty() ? "nothing" : String.join(", ", words));
  }

  private void field(String label, String words) {
    page.item(String.format(Locale.ROOT, "  %-10s ", label), words);
  }

  private static String safe(String text) {
    return SafeText.of(text);
  }
}
