package dev.delegationledger.cli;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
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
        .put("chain", Value.arr(verdict.chain().stream().map(hop -> hop(hop).value()).toList()))
        .put("action", verdict.action().map(a -> action(a).value()).orElse(Value.NULL))
        .put("outcome", verdict.outcome().map(o -> outcome(o).value()).orElse(Value.NULL))
        .put("answersFor", verdict.answersFor().map(a -> answersFor(a).value()).orElse(Value.NULL))
        .put("checks", checks(verdict))
        .put("checkpoint", checkpoint(verdict.checkpoint()))
        .putTexts("ignoredClaims", new TreeSet<>(verdict.ignoredClaims()));
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

  private static Value human(Verdict.Human human) {
    return new JsonObject()
        .put("id", human.id())
        .put("name", human.name())
        .put("binding", human.binding())
        .value();
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
        .put("revokedAt", hop.revokedAt().map(Value::of).orElse(Value.NULL));
  }

  private static JsonObject action(Verdict.Action action) {
    JsonObject arguments = new JsonObject();
    TreeSet<String> hidden = new TreeSet<>();
    action
        .arguments()
        .forEach(
            (name, value) -> {
              if (value.isPresent()) {
                arguments.putForeign(name, value.get());
              } else {
                arguments.put(name, Value.NULL);
                hidden.add(name);
              }
            });
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
        .put("intent", action.intent())
        .put("causedBy", action.causedBy().map(Hash::base64Url));
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
    return new JsonObject()
        .put("agent", answers.agent())
        .put("archetype", answers.archetype())
        .put("owner", answers.owner().map(VerdictJson::human).orElse(Value.NULL))
        .put("operator", answers.operator())
        .put("operatorName", answers.operatorName())
        .put("model", answers.model());
  }

  private static JsonObject checks(Verdict verdict) {
    return new JsonObject()
        .putTexts("performed", verdict.checks().performedCodes())
        .putTexts("failed", verdict.checks().failedCodes())
        .putTexts("notPerformed", verdict.checks().notPerformedCodes());
  }
}
