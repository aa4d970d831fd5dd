package dev.delegationledger.cli;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.HeldGrant;
import dev.delegationledger.authority.LimitLeft;
import dev.delegationledger.authority.NeededApproval;
import dev.delegationledger.authority.RoleHolder;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent was and could do, as JSON. */
final class AgentJson {
  private AgentJson() {}

  static JsonObject of(AgentAuthority authority, CheckedLedger ledger) throws RefusedException {
    JsonObject answer = Standings.put(authority.standing(), ledger, new JsonObject());
    return ledger.grounds(
        answer
            .put("asOf", ledger.position(authority.asOf()))
            .put("agent", authority.agent().map(agent -> agent(agent).value()).orElse(Value.NULL))
            .put("reach", reach(authority))
            .put("live", grants(authority.live(), ledger))
            .put("closed", grants(authority.closed(), ledger))
            .put("nextEnd", NextEnd.of(authority).map(AgentJson::nextEnd).orElse(Value.NULL)));
  }

  private static Value nextEnd(NextEnd next) {
    return new JsonObject()
        .put("what", next.what())
        .put("index", next.index())
        .put("time", Times.ofSeconds(next.atSeconds()))
        .value();
  }

  private static JsonObject agent(AgentAuthority.Agent agent) {
    JsonObject roles = new JsonObject();
    agent.roles().forEach((role, holder) -> roles.put(role.code(), holder(holder)));
    return new JsonObject()
        .put("id", agent.id())
        .put("kind", agent.kind().code())
        .put("enrolledAt", agent.enrolledAt())
        .put("keyEnrolledAt", agent.keyEnrolledAt())
        .put("expiresAt", Times.ofSeconds(agent.expiresAt()))
        .put("archetype", agent.archetype())
        .put("spawner", agent.spawner())
        .put("roles", roles)
        .put("operator", agent.operator())
        .put("operatorName", agent.operatorName())
        .put("model", agent.model())
        .putTexts("triggers", agent.triggers());
  }

  private static JsonObject holder(RoleHolder holder) {
    return new JsonObject()
        .put("human", holder.human().map(VerdictJson::human).orElse(Value.NULL))
        .put("group", holder.group())
        .put("unresolved", holder.unresolved().map(Refusal::reason).map(Named::code));
  }

  /** By tool, what each grant alive allows: a call has to satisfy one of them. */
  private static JsonObject reach(AgentAuthority authority) {
    JsonObject reach = new JsonObject();
    authority
        .reach()
        .forEach(
            (tool, indexes) ->
                reach.put(
                    tool,
                    Value.arr(
                        authority.live().stream()
                            .filter(grant -> indexes.contains(grant.index()))
                            .map(
                                grant ->
                                    new JsonObject()
                                        .put("grant", grant.index())
                                        .put(
                                            "constraints",
                                            constraints(grant.scope().constraints(tool)))
                                        .value())
                            .toList())));
    return reach;
  }

  private static Value constraints(Map<String, Constraint> constraints) {
    return JsonObject.fitting(Scope.toConstraintsValue(constraints));
  }

  private static Value grants(List<HeldGrant> grants, CheckedLedger ledger)
      throws RefusedException {
    List<Value> all = new ArrayList<>();
    for (HeldGrant grant : grants) {
      all.add(grant(grant, ledger).value());
    }
    return Value.arr(all);
  }

  /** One grant, with all that it inherits. */
  static JsonObject grant(HeldGrant grant, CheckedLedger ledger) throws RefusedException {
    JsonObject task = new JsonObject().put("id", grant.taskId()).put("text", grant.taskText());
    JsonObject approvals = new JsonObject();
    grant
        .approvals()
        .forEach(
            (tool, needed) ->
                approvals.put(tool, Value.arr(needed.stream().map(AgentJson::approval).toList())));
    return Standings.put(grant.standing(), ledger, new JsonObject())
        .put("index", grant.index())
        .put("hash", grant.hash().base64Url())
        .put("grant", grant.id())
        .put(
            "holder",
            grant.holder().isPresent() ? Value.of(grant.holder().getAsLong()) : Value.NULL)
        .put("human", grant.human().map(VerdictJson::human).orElse(Value.NULL))
        .put("chain", Value.arr(grant.chain().stream().map(hop -> Value.of(hop.index())).toList()))
        .put("task", grant.taskId().isPresent() ? task.value() : Value.NULL)
        .put("allows", grant.scope().describe())
        .putForeign("tools", grant.scope().toToolsValue())
        .put("context", constraints(grant.context()))
        .put("limits", Value.arr(grant.limits().stream().map(AgentJson::limit).toList()))
        .put("usesLeft", number(grant.usesLeft()))
        .put("spendLeft", number(grant.spendLeft()))
        .put("perAction", number(grant.perAction()))
        .put("currency", grant.currency())
        .put("approvals", approvals)
        .put("delegable", grant.delegable())
        .put("notBefore", grant.notBefore().map(Times::ofSeconds))
        .put("expiresAt", Times.ofSeconds(grant.expiresAt()));
  }

  private static Value limit(LimitLeft limit) {
    return new JsonObject()
        .put("grant", limit.charged().grant())
        .put("uses", number(limit.limits().uses()))
        .put("used", limit.charged().uses())
        .put("total", number(limit.limits().spend().map(spend -> spend.total())))
        .put("spent", limit.charged().spent())
        .put("currency", limit.limits().spend().map(spend -> spend.currency()))
        .value();
  }

  private static Value approval(NeededApproval needed) {
    return new JsonObject()
        .put("statedBy", needed.statedBy())
        .put("count", needed.count())
        .putTexts("from", needed.from())
        .putTexts("roles", needed.roles().stream().map(Named::code).sorted().toList())
        .put("validFor", needed.validFor())
        .put("when", constraints(needed.when()))
        .value();
  }

  private static Value number(Optional<Long> number) {
    return number.map(Value::of).orElse(Value.NULL);
  }
}
