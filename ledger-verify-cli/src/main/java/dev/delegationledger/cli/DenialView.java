package dev.delegationledger.cli;

import dev.delegationledger.authority.DeniedAction;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An action that was refused, each time that was recorded, as JSON and as text. */
final class DenialView implements CheckedLedger.Answer {
  private static final String HIDDEN = "(hidden)";
  private static final String UNKNOWN = "(unknown)";

  private final List<DeniedAction> denials;
  private final int omitted;
  private final CheckedLedger ledger;

  /**
   * @param denials one or more, oldest first
   * @param omitted how many more there are
   */
  DenialView(List<DeniedAction> denials, int omitted, CheckedLedger ledger) {
    this.denials = denials;
    this.omitted = omitted;
    this.ledger = ledger;
  }

  /** That of what refused the action; of what is wrong with a denial, if anything is. */
  @Override
  public int exitCode() {
    return denials.stream()
        .flatMap(denial -> denial.finding().stream())
        .mapToInt(finding -> finding.reason().reasonClass().exitCode())
        .min()
        .orElse(ReasonClass.AUTHORITY.exitCode());
  }

  @Override
  public JsonObject json() throws RefusedException {
    List<Value> all = new ArrayList<>();
    for (DeniedAction denial : denials) {
      all.add(json(denial).value());
    }
    return ledger.grounds(
        new JsonObject()
            .put("verdict", "denied")
            .put("denials", Value.arr(all))
            .put("omitted", (long) omitted));
  }

  private static JsonObject json(DeniedAction denied) {
    Statement.Denial denial = denied.statement();
    Statement.Ground ground = denial.because();
    return new JsonObject()
        .put("index", denied.position().index())
        .put("time", Times.ofMillis(denied.position().timeMs()))
        .put("timeMs", denied.position().timeMs())
        .put("service", denied.service())
        .put("reason", ground.reason().code())
        .put("meaning", ground.reason().meaning())
        .put("record", number(ground.record()))
        .put("hop", number(ground.hop()))
        .put("stands", reported(denied).stands())
        .put("finding", denied.finding().map(Refusal::reason).map(Reason::code))
        .put("detail", denied.finding().map(Refusal::detail))
        .put("action", action(denied))
        .putTexts("withheld", denial.withheld())
        .put("more", denial.unrecorded().map(DenialView::more).orElse(Value.NULL));
  }

  private static Reported reported(DeniedAction denied) {
    return new Reported("DENIAL", denied.finding());
  }

  private static Value number(Optional<Long> number) {
    return number.map(Value::of).orElse(Value.NULL);
  }

  private static Value more(Statement.Unrecorded more) {
    return new JsonObject()
        .put("reason", more.reason().code())
        .put("count", more.count())
        .put("since", Times.ofSeconds(more.since()))
        .put("until", Times.ofSeconds(more.until()))
        .value();
  }

  private static JsonObject action(DeniedAction denied) {
    Statement.Action action = denied.statement().refused().statement();
    JsonObject arguments = new JsonObject();
    for (String name : action.call().arguments().keySet()) {
      arguments.put(
          name,
          denied
              .action()
              .read(SlotName.argument(name))
              .map(JsonObject::fitting)
              .orElse(Value.NULL));
    }
    return new JsonObject()
        .put("id", action.issued().jti())
        .put("hash", denied.action().hash().base64Url())
        .put("agent", denied.actor())
        .put("signer", action.issued().signer().base64Url())
        .put("signedAt", Times.ofSeconds(action.issued().issuedAt()))
        .put("tool", action.call().tool())
        .put("audience", action.call().audience())
        .put("grant", action.call().grant().base64Url())
        .put("arguments", arguments)
        .put("intent", denied.action().readText(SlotName.INTENT));
  }

  @Override
  public String text() {
    Page page = new Page();
    for (DeniedAction denied : denials) {
      text(denied, page);
      page.gap();
    }
    if (omitted > 0) {
      page.line(
          omitted
              + " more of this jti are not shown; the first of each action and reason go first.");
      page.gap();
    }
    page.line("Each action is in its actor's own signature. That it was submitted, what was not");
    page.line("disclosed then, and how often more came is the service's word.");
    ledger.grounds(page);
    return page.toString();
  }

  private static void text(DeniedAction denied, Page page) {
    Statement.Denial denial = denied.statement();
    Statement.Action action = denial.refused().statement();
    page.item(
        reported(denied).doubt().orElse("DENIED  "),
        "record "
            + denied.position().index()
            + ", "
            + Times.ofMillis(denied.position().timeMs())
            + ", "
            + SafeText.of(action.call().tool())
            + " by "
            + denied.actor().map(SafeText::of).orElse("key " + action.issued().signer()));
    denied
        .finding()
        .ifPresent(
            finding -> {
              field(
                  reported(denied).label(),
                  finding.reason().code() + ": " + finding.reason().meaning(),
                  page);
              field("detail", SafeText.of(finding.detail()), page);
            });
    field(
        "reason",
        denial.because().reason().code() + ": " + denial.because().reason().meaning(),
        page);
    field("refused by", refusedBy(denial.because()), page);
    field("reported by", denied.service().map(SafeText::of).orElse(UNKNOWN), page);
    field("action", SafeText.of(action.issued().jti()), page);
    field("signed at", Times.ofSeconds(action.issued().issuedAt()), page);
    new TreeMap<>(action.slots())
        .keySet()
        .forEach(
            slot ->
                field(
                    "",
                    SafeText.of(slot)
                        + " = "
                        + denied
                            .action()
                            .read(slot)
                            .map(value -> SafeText.of(Json.canonicalText(value)))
                            .orElse(denial.withheld().contains(slot) ? "(not disclosed)" : HIDDEN),
                    page));
    denial
        .unrecorded()
        .ifPresent(
            more ->
                field(
                    "and",
                    more.count()
                        + " more of the same actor, "
                        + more.reason().code()
                        + ", from "
                        + Times.ofSeconds(more.since())
                        + " to "
                        + Times.ofSeconds(more.until()),
                    page));
  }

  private static String refusedBy(Statement.Ground ground) {
    return ground.record().map(record -> "record " + record).orElse("the action itself")
        + ground.hop().map(hop -> ", hop " + hop + " of its chain").orElse("");
  }

  private static void field(String label, String words, Page page) {
    page.item("  " + label + " ".repeat(Math.max(1, 14 - label.length())), words);
  }
}
