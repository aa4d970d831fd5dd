package dev.delegationledger.entry;

import dev.delegationledger.entry.Statement.Call;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The claims of one call: asked for, made, and what came of it. */
final class CallClaims {
  private static final Set<String> TOP = Set.of("exp", "aat_id", "aat_hash", "aat_tool", "aat_aud");

  private CallClaims() {}

  static Statement.Action readAction(ClaimsReader in) throws RefusedException {
    return new Statement.Action(
        in.issued(TOP),
        in.top.whole("exp"),
        call(in),
        in.dl.optionalHash("request"),
        in.dl.optionalHash("caused_by"));
  }

  static Statement.Request readRequest(ClaimsReader in) throws RefusedException {
    return new Statement.Request(in.issued(TOP), in.top.whole("exp"), call(in));
  }

  private static Call call(ClaimsReader in) throws RefusedException {
    return new Call(
        ClaimsReader.label(in.top, "aat_id"),
        in.top.hash("aat_hash"),
        ClaimsReader.tool(in.top, "aat_tool"),
        in.top.optionalText("aat_aud"),
        ClaimsReader.slots(in.dl.object("arguments")),
        context(in.dl),
        ClaimsReader.optionalSlot(in.dl, "intent"));
  }

  private static SortedMap<String, Slot> context(Members dl) throws RefusedException {
    Optional<Members> context = dl.optionalObject("context");
    if (context.isEmpty()) {
      return new TreeMap<>();
    }
    for (String key : context.get().names()) {
      if (!ContextKey.isCode(key)) {
        throw context.get().refused(key, "expected no such key");
      }
    }
    return ClaimsReader.slots(context.get());
  }

  static void write(Statement.Action action, ObjectWriter top, ObjectWriter dl) {
    call(action, top, dl);
    dl.hash("request", action.request()).hash("caused_by", action.causedBy());
  }

  static void write(Statement.Request request, ObjectWriter top, ObjectWriter dl) {
    call(request, top, dl);
  }

  private static void call(Statement.Calling calling, ObjectWriter top, ObjectWriter dl) {
    Call call = calling.call();
    top.whole("exp", calling.expiresAt())
        .text("aat_id", call.grantId())
        .hash("aat_hash", call.grant())
        .text("aat_tool", call.tool())
        .text("aat_aud", call.audience());
    dl.slots("arguments", call.arguments()).slot("intent", call.intent());
    if (!call.context().isEmpty()) {
      dl.slots("context", call.context());
    }
  }

  static Statement.Outcome readOutcome(ClaimsReader in) throws RefusedException {
    return new Statement.Outcome(
        in.issued(Set.of()),
        in.dl.hash("action"),
        ClaimsReader.constant(in.dl, "status", OutcomeStatus.class),
        ClaimsReader.optionalSlot(in.dl, "result"),
        in.dl.optionalHash("service"));
  }

  static void write(Statement.Outcome outcome, ObjectWriter dl) {
    dl.hash("action", outcome.action())
        .code("status", outcome.status())
        .slot("result", outcome.result())
        .hash("service", outcome.service());
  }
}
