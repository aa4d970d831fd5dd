package dev.delegationledger.entry;

import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a statement as the canonical claims set that {@link StatementReader} reads back. */
final class StatementWriter {
  private final Map<String, Value> top = new TreeMap<>();
  private final Map<String, Value> dl = new TreeMap<>();

  private StatementWriter() {}

  static byte[] write(Statement statement) {
    StatementWriter writer = new StatementWriter();
    writer.issued(statement.issued());
    switch (statement.kind()) {
      case GENESIS -> writer.genesis((Statement.Genesis) statement);
      case ENROLMENT -> writer.enrolment((Statement.Enrolment) statement);
      case GRANT -> writer.grant((Statement.Grant) statement);
      case ACTION -> writer.action((Statement.Action) statement);
      case OUTCOME -> writer.outcome((Statement.Outcome) statement);
      case REVOCATION -> writer.revocation((Statement.Revocation) statement);
    }
    writer.dl.put("v", Value.of(StatementReader.VERSION));
    writer.top.put("dl", Value.obj(writer.dl));
    return Json.canonical(Value.obj(writer.top));
  }

  private void issued(Issued issued) {
    top.put("iss", Value.of(Jwk.THUMBPRINT_URI_PREFIX + issued.signer().base64Url()));
    top.put("jti", Value.of(issued.jti()));
    top.put("iat", Value.of(issued.issuedAt()));
    issued.ledger().ifPresent(ledger -> top.put("aud", Value.of(ledger)));
  }

  private void genesis(Statement.Genesis genesis) {
    dl.put("format", Value.of(genesis.format()));
    dl.put("origin", Value.of(genesis.origin()));
    dl.put("checkpoint_key", Jwk.toValue(genesis.checkpointKey()));
    List<Value> authorities = genesis.authorities().stream().map(Jwk::toValue).toList();
    dl.put("authorities", Value.arr(authorities));
  }

  private void enrolment(Statement.Enrolment enrolment) {
    top.put("exp", Value.of(enrolment.expiresAt()));
    dl.put("id", Value.of(enrolment.id()));
    dl.put("kind", Value.of(enrolment.principal().code()));
    dl.put("key", Jwk.toValue(enrolment.key()));
    dl.put("suite", Value.of(enrolment.key().suite().code()));
    dl.put("pop", Value.of(enrolment.possession()));
    slot(dl, "name", enrolment.name());
    enrolment.mayGrant().ifPresent(ceiling -> dl.put("may_grant", ceiling.toToolsValue()));
    enrolment.agent().ifPresent(this::agentFacts);
  }

  private void agentFacts(Statement.AgentFacts agent) {
    dl.put("archetype", Value.of(agent.archetype()));
    hash(dl, "operator", agent.operator());
    hash(dl, "owner", agent.owner());
    hash(dl, "spawner", agent.spawner());
    agent
        .model()
        .ifPresent(
            model ->
                dl.put(
                    "model",
                    Value.obj(
                        Map.of(
                            "provider", Value.of(model.provider()),
                            "name", Value.of(model.name()),
                            "version", Value.of(model.version())))));
  }

  private void grant(Statement.Grant grant) {
    top.put("exp", Value.of(grant.expiresAt()));
    top.put("cnf", Value.obj(Map.of("jwk", Jwk.toValue(grant.holder()))));
    top.put("del_depth", Value.of(grant.depth()));
    top.put("del_max_depth", Value.of(grant.maxDepth()));
    hash(top, "par_hash", grant.parent());
    top.put("authorization_details", grant.scope().toValue());
    hash(dl, "delegator", grant.delegator());
    dl.put("delegate", Value.of(grant.delegate().base64Url()));
    grant
        .task()
        .ifPresent(
            task -> {
              Map<String, Value> members = new TreeMap<>();
              members.put("id", Value.of(task.id()));
              slot(members, "text", task.text());
              dl.put("task", Value.obj(members));
            });
    grant.notBefore().ifPresent(nbf -> dl.put("nbf", Value.of(nbf)));
  }

  private void action(Statement.Action action) {
    top.put("exp", Value.of(action.expiresAt()));
    top.put("aat_id", Value.of(action.grantId()));
    top.put("aat_hash", Value.of(action.grant().base64Url()));
    top.put("aat_tool", Value.of(action.tool()));
    action.audience().ifPresent(audience -> top.put("aat_aud", Value.of(audience)));
    Map<String, Value> arguments = new TreeMap<>();
    action.arguments().forEach((name, slot) -> arguments.put(name, slotValue(slot)));
    dl.put("arguments", Value.obj(arguments));
    slot(dl, "intent", action.intent());
    hash(dl, "caused_by", action.causedBy());
  }

  private void outcome(Statement.Outcome outcome) {
    dl.put("action", Value.of(outcome.action().base64Url()));
    dl.put("status", Value.of(outcome.status().code()));
    slot(dl, "result", outcome.result());
    hash(dl, "service", outcome.service());
  }

  private void revocation(Statement.Revocation revocation) {
    dl.put("target", Value.of(revocation.target().base64Url()));
    slot(dl, "reason", revocation.reason());
  }

  private static void hash(Map<String, Value> members, String name, Optional<Hash> hash) {
    hash.ifPresent(present -> members.put(name, Value.of(present.base64Url())));
  }

  private static void slot(Map<String, Value> members, String name, Optional<Slot> slot) {
    slot.ifPresent(present -> members.put(name, slotValue(present)));
  }

  private static Value slotValue(Slot slot) {
    if (slot instanceof Slot.Open open) {
      return Value.obj(Map.of("value", open.value()));
    }
    return Value.obj(Map.of("digest", Value.of(((Slot.Hidden) slot).digest().base64Url())));
  }
}
