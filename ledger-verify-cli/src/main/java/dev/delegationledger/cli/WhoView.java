package dev.delegationledger.cli;

import dev.delegationledger.authority.Accountability;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who is accountable for an action: five lines under the verdict that they are drawn from. Nobody
 * is said to have authorised what is not proven.
 */
final class WhoView {
  private static final String NOT_ESTABLISHED = "not established";

  private WhoView() {}

  static JsonObject json(Verdict verdict) {
    Accountability who = Accountability.of(verdict);
    return new JsonObject()
        .put("verdict", who.finding().code())
        .put("reason", who.refusal().map(Refusal::reason).map(Named::code))
        .put("detail", who.refusal().map(Refusal::detail))
        .put("at", who.refusal().map(VerdictJson::at).orElse(Value.NULL))
        .put("action", verdict.action().map(WhoView::action).orElse(Value.NULL))
        .put("agent", who.agent())
        .put("authorisedBy", human(who.authorisedBy()))
        .put("signedBy", human(who.human()))
        .put(
            "approvedBy",
            Value.arr(who.approvers().stream().map(a -> VerdictJson.approver(a).value()).toList()))
        .put("owner", human(who.owner()))
        .put("ownerGroup", who.ownerGroup())
        .put("mayStop", human(who.controlOwner()))
        .put("provisioner", human(who.provisioner()))
        .put("dataApprover", human(who.dataApprover()))
        .put("operator", who.operator())
        .put("operatorName", who.operatorName())
        .put("model", who.model())
        .put("checks", VerdictJson.checks(who.checks()))
        .put("checkpoint", VerdictJson.checkpoint(who.checkpoint()));
  }

  private static Value human(Optional<Verdict.Human> human) {
    return human.map(VerdictJson::human).orElse(Value.NULL);
  }

  private static Value action(Verdict.Action action) {
    return new JsonObject()
        .put("id", action.id())
        .put("index", action.index())
        .put("time", Times.ofMillis(action.timeMs()))
        .put("timeMs", action.timeMs())
        .put("tool", action.tool())
        .value();
  }

  static String text(Verdict verdict) {
    Accountability who = Accountability.of(verdict);
    boolean proven = who.finding() == Verdict.Finding.PROVEN;
    Page page = new Page();
    page.item(
        who.finding().code().toUpperCase(Locale.ROOT) + "  ",
        verdict.action().map(action -> action(action, who)).orElse("no action was established"));
    who.refusal().ifPresent(refusal -> reason(refusal, page));
    field("authorised by", authorisedBy(who, proven), page);
    field("answers for it", owner(who), page);
    field("approved by", approvers(who, proven), page);
    field("may stop it", mayStop(who), page);
    field("runs it", runs(who), page);
    page.gap();
    if (!proven) {
      page.item(
          "", "Not proven: the lines above say what the evidence says, as far as it was checked.");
    }
    page.line("Assigned, as of the action's record, and not signed by them: who answers for it,");
    page.line("may stop it and runs it. Not checked:");
    who.checks().notPerformedCodes().forEach(check -> page.item("  - ", SafeText.of(check)));
    VerdictText.checkpoint(who.checkpoint(), page);
    return page.toString();
  }

  private static String action(Verdict.Action action, Accountability who) {
    return "record "
        + action.index()
        + ", "
        + Times.ofMillis(action.timeMs())
        + ", "
        + SafeText.of(action.tool())
        + who.agent().map(agent -> " by " + SafeText.of(agent)).orElse("");
  }

  private static void reason(Refusal refusal, Page page) {
    page.item(
        "  reason          ",
        VerdictText.meaningOfClass(refusal)
            + ": "
            + refusal.reason().code()
            + ": "
            + refusal.reason().meaning());
    page.item("  detail          ", SafeText.of(refusal.detail()));
    page.item("  next            ", Advice.on(refusal.reason()));
  }

  private static String authorisedBy(Accountability who, boolean proven) {
    if (proven) {
      return who.authorisedBy().map(WhoView::show).orElse(NOT_ESTABLISHED)
          + ", who signed the root grant";
    }
    return "NOT PROVEN"
        + who.human()
            .map(human -> ": " + show(human) + " signed the root grant that it names")
            .orElse("");
  }

  private static String owner(Accountability who) {
    return who.owner().map(WhoView::show).orElse(NOT_ESTABLISHED)
        + who.ownerGroup().map(group -> ", on call for " + SafeText.of(group)).orElse("");
  }

  private static String approvers(Accountability who, boolean proven) {
    if (who.approvers().isEmpty()) {
      return proven ? "nobody: it needed no approval" : NOT_ESTABLISHED;
    }
    return who.approvers().stream()
        .map(one -> show(one.human()) + " in record " + one.index())
        .collect(Collectors.joining(", "));
  }

  private static String mayStop(Accountability who) {
    return who.controlOwner()
        .map(human -> show(human) + ", control owner")
        .orElse("no control owner is established; the owner may");
  }

  private static String runs(Accountability who) {
    String operator =
        who.operator()
            .map(
                id ->
                    who.operatorName()
                        .map(name -> SafeText.of(name) + " (" + SafeText.of(id) + ")")
                        .orElse(SafeText.of(id)))
            .orElse("operator " + NOT_ESTABLISHED);
    return operator
        + who.model().map(model -> ", model " + SafeText.of(model)).orElse("")
        + who.provisioner().map(human -> ", provisioned by " + show(human)).orElse("")
        + who.dataApprover().map(human -> ", data approved by " + show(human)).orElse("");
  }

  private static String show(Verdict.Human human) {
    return VerdictText.show(human);
  }

  /** One line, however long: five of them are what was asked for. */
  private static void field(String label, String words, Page page) {
    page.line(String.format(Locale.ROOT, "  %-15s %s", label, words));
  }
}
