package dev.delegationledger.cli;

import dev.delegationledger.authority.Checks;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** A verdict as JSON. Readers ignore members they do not know; codes never change their meaning. */
final class VerdictJson {
  private VerdictJson() {}

  static JsonObject of(Verdict verdict) {
    return new JsonObject()
        .put("verdict", verdict.finding().code())
        .put("reason", verdict.refusal().map(Refusal::reason).map(Named::code))
        .put("detail", verdict.refusal().map(Refusal::detail))
        .put("at", verdict.refusal().map(VerdictJson::at).orElse(Value.NULL))
        .put("human", verdict.human().map(VerdictJson::human).orElse(Value.NULL))
        .put(
            "approvedBy",
            Value.arr(verdict.approvedBy().stream().map(a -> approver(a).value()).toList()))
        .put("contested", contested(verdict))
        .put("chain", Value.arr(verdict.chain().stream().map(hop -> hop(hop).value()).toList()))
        .put("action", verdict.action().map(a -> action(a).value()).orElse(Value.NULL))
        .put("outcome", verdict.outcome().map(o -> outcome(o).value()).orElse(Value.NULL))
        .put("answersFor", verdict.answersFor().map(a -> answersFor(a).value()).orElse(Value.NULL))
        .put("checks", checks(verdict.checks()))
        .put("checkpoint", checkpoint(verdict.checkpoint()))
        .put("vouchedBy", Vouchers.json(verdict))
        .putTexts("ignoredClaims", new TreeSet<>(verdict.ignoredClaims()))
        .put(
            "erased",
            Value.arr(verdict.erased().stream().map(e -> Erasures.json(e).value()).toList()));
  }

  /** Where a finding is; {@code null} if it is about no record in particular. */
  static Value at(Refusal refusal) {
    if (refusal.index().isEmpty() && refusal.hop().isEmpty()) {
      return Value.NULL;
    }
    return new JsonObject()
        .put(
            "index",
            refusal.index().isPresent() ? Value.of(refusal.index().getAsLong()) : Value.NULL)
        .put("hop", refusal.hop().isPresent() ? Value.of(refusal.hop().getAsInt()) : Value.NULL)
        .value();
  }

  static Value checkpoint(Optional<Checkpoint> checkpoint) {
    return checkpoint
        .map(
            c ->
                new JsonObject()
                    .put("origin", c.origin())
                    .put("size", c.size())
                    .put("root", c.root().base64())
                    .value())
        .orElse(Value.NULL);
  }

  static Value human(Verdict.Human human) {
    return new JsonObject()
        .put("id", human.id())
        .put("name", human.name())
        .put("binding", human.binding())
        .value();
  }

  static JsonObject approver(Verdict.Approver approver) {
    return new JsonObject()
        .put("index", approver.index())
        .put("time", Times.ofMillis(approver.timeMs()))
        .put("timeMs", approver.timeMs())
        .put("target", approver.target())
        .put("human", human(approver.human()));
  }

  /** Whether the one thing in the way is a key that was declared compromised later. */
  private static boolean contested(Verdict verdict) {
    return verdict.refusal().filter(r -> r.reason() == Reason.CONTESTED).isPresent();
  }

  private static Value facts(List<Fact> facts) {
    return Value.arr(
        facts.stream()
            .map(fact -> new JsonObject().put("is", fact.is()).put("at", fact.at()).value())
            .toList());
  }

  private static JsonObject hop(Verdict.Hop hop) {
    JsonObject task = new JsonObject().put("id", hop.taskId()).put("text", hop.taskText());
    return new JsonObject()
        .put("index", hop.index())
        .put("grant", hop.id())
        .put("hash", hop.hash().base64Url())
        .put("delegator", hop.delegator())
        .put("delegate", hop.delegate())
        .put("task", hop.taskId().isPresent() ? task.value() : Value.NULL)
        .putTexts("narrowed", hop.narrowed())
        .put("allows", hop.allows())
        .put("recordedAt", Times.ofMillis(hop.recordedAtMs()))
        .put("expiresAt", Times.ofSeconds(hop.expiresAt()))
        .put("revokedAt", hop.revokedAt().map(Value::of).orElse(Value.NULL))
        .put("grantFacts", facts(hop.grantFacts()))
        .put("delegateFacts", facts(hop.delegateFacts()));
  }

  private static JsonObject action(Verdict.Action action) {
    JsonObject arguments = new JsonObject();
    JsonObject context = new JsonObject();
    NavigableSet<String> hidden = read(action.arguments(), arguments);
    NavigableSet<String> hiddenContext = read(action.context(), context);
    return new JsonObject()
        .put("id", action.id())
        .put("index", action.index())
        .put("hash", action.hash().base64Url())
        .put("time", Times.ofMillis(action.timeMs()))
        .put("timeMs", action.timeMs())
        .put("tool", action.tool())
        .put("audience", action.audience())
        .put("arguments", arguments)
        .putTexts("hidden", hidden)
        .put("context", context)
        .putTexts("hiddenContext", hiddenContext)
        .put("intent", action.intent())
        .put("charges", action.charges())
        .put("causedBy", action.causedBy().map(Hash::base64Url));
  }

  /** Puts the values into {@code shown}; the names of those that are hidden. */
  private static NavigableSet<String> read(Map<String, Optional<Value>> values, JsonObject shown) {
    NavigableSet<String> hidden = new TreeSet<>();
    values.forEach(
        (name, value) -> {
          if (value.isPresent()) {
            shown.putForeign(name, value.get());
          } else {
            shown.put(name, Value.NULL);
            hidden.add(name);
          }
        });
    return hidden;
  }

  private static JsonObject outcome(Verdict.Outcome outcome) {
    return new JsonObject()
        .put("index", outcome.index())
        .put("time", Times.ofMillis(outcome.timeMs()))
        .put("timeMs", outcome.timeMs())
        .put("status", outcome.status())
        .put("result", outcome.result().map(JsonObject::fitting).orElse(Value.NULL))
        .put("late", outcome.late());
  }

  private static JsonObject answersFor(Verdict.AnswersFor answers) {
    JsonObject roles = new JsonObject();
    answers.roles().forEach((role, human) -> roles.put(role.code(), human(human)));
    return new JsonObject()
        .put("agent", answers.agent())
        .put("archetype", answers.archetype())
        .put("owner", answers.owner().map(VerdictJson::human).orElse(Value.NULL))
        .put("ownerGroup", answers.ownerGroup())
        .put("roles", roles)
        .put("operator", answers.operator())
        .put("operatorName", answers.operatorName())
        .put("model", answers.model());
  }

  static JsonObject checks(Checks checks) {
    return new JsonObject()
        .putTexts("performed", checks.performedCodes())
        .putTexts("failed", checks.failedCodes())
        .putTexts("notPerformed", checks.notPerformedCodes());
  }
}
