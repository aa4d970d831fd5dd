package dev.delegationledger.entry;

import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.entry.Statement.Model;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Scope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of an enrolment. */
final class EnrolmentClaims {
  private static final int MAX_TRIGGERS = 32;

  private EnrolmentClaims() {}

  static Statement.Enrolment read(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(Set.of("exp"));
    Members dl = in.dl;
    String id = dl.text("id");
    PrincipalKind principal = ClaimsReader.constant(dl, "kind", PrincipalKind.class);
    if (principal == PrincipalKind.GROUP) {
      throw dl.refused("kind", "expected a principal that has a key of its own");
    }
    if (!PrincipalId.isValid(principal, id)) {
      throw dl.refused("id", "expected " + PrincipalId.expected(principal));
    }
    VerifyingKey key = enrolledKey(dl);
    Optional<VerifyingKey> recovery = ClaimsReader.optionalKey(dl, "recovery");
    if (recovery.equals(Optional.of(key))) {
      throw dl.refused("recovery", "expected another key than the one enrolled");
    }
    Optional<Hash> rotates = dl.optionalHash("rotates");
    boolean first = rotates.isEmpty();
    return new Statement.Enrolment(
        issued,
        in.top.whole("exp"),
        id,
        principal,
        key,
        dl.text("pop"),
        rotates,
        recovery,
        first ? name(dl, principal) : Optional.empty(),
        first ? mayGrant(dl, principal) : Optional.empty(),
        first && principal == PrincipalKind.AGENT ? Optional.of(agentFacts(dl)) : Optional.empty());
  }

  private static VerifyingKey enrolledKey(Members dl) throws RefusedException {
    Optional<Suite> suite = Suite.ofCode(dl.text("suite"));
    if (suite.isEmpty()) {
      throw RefusedException.of(
          Reason.UNKNOWN_SUITE, "at /dl/suite: expected a suite that this program knows");
    }
    VerifyingKey key = ClaimsReader.key(dl, "key");
    if (key.suite() != suite.get()) {
      throw dl.refused("key", "expected a key of suite " + suite.get().code());
    }
    return key;
  }

  private static Optional<Slot> name(Members dl, PrincipalKind principal) throws RefusedException {
    return switch (principal) {
      case HUMAN -> Optional.of(ClaimsReader.slot(dl, "name"));
      case ORGANISATION, SERVICE -> ClaimsReader.optionalSlot(dl, "name");
      case AGENT, GROUP -> Optional.empty();
    };
  }

  private static Optional<Scope> mayGrant(Members dl, PrincipalKind principal)
      throws RefusedException {
    return principal == PrincipalKind.HUMAN
        ? ClaimsReader.optionalTools(dl, "may_grant")
        : Optional.empty();
  }

  private static AgentFacts agentFacts(Members dl) throws RefusedException {
    String archetype = ClaimsReader.label(dl, "archetype");
    Optional<Hash> owner = dl.optionalHash("owner");
    Optional<Hash> spawner = dl.optionalHash("spawner");
    if (owner.isPresent() == spawner.isPresent()) {
      throw dl.refused("owner", "expected exactly one of owner and spawner");
    }
    Optional<Hash> operator = dl.optionalHash("operator");
    Optional<Model> model = model(dl);
    if (owner.isPresent() && (operator.isEmpty() || model.isEmpty())) {
      throw dl.refused("operator", "expected operator and model beside owner");
    }
    Map<AgentRole, Hash> roles = new EnumMap<>(AgentRole.class);
    for (AgentRole role : AgentRole.values()) {
      if (role != AgentRole.OWNER) {
        dl.optionalHash(member(role)).ifPresent(hash -> roles.put(role, hash));
      }
    }
    List<String> triggers =
        ClaimsReader.has(dl, "triggers")
            ? ClaimsReader.labels(dl, "triggers", 1, MAX_TRIGGERS)
            : List.of();
    return new AgentFacts(
        archetype, dl.optionalHash("template"), operator, model, owner, spawner, roles, triggers);
  }

  private static Optional<Model> model(Members dl) throws RefusedException {
    Optional<Members> model = dl.optionalObject("model");
    if (model.isEmpty()) {
      return Optional.empty();
    }
    Members m = model.get();
    return Optional.of(
        new Model(
            ClaimsReader.label(m, "provider"),
            ClaimsReader.label(m, "name"),
            ClaimsReader.label(m, "version")));
  }

  /** The member that assigns a role: its code, spelt as members are. */
  private static String member(AgentRole role) {
    return role.code().replace('-', '_');
  }

  static void write(Statement.Enrolment enrolment, ObjectWriter top, ObjectWriter dl) {
    top.whole("exp", enrolment.expiresAt());
    dl.text("id", enrolment.id())
        .code("kind", enrolment.principal())
        .key("key", enrolment.key())
        .text("suite", enrolment.key().suite().code())
        .text("pop", enrolment.possession())
        .hash("rotates", enrolment.rotates())
        .slot("name", enrolment.name());
    enrolment.recovery().ifPresent(recovery -> dl.key("recovery", recovery));
    enrolment.mayGrant().ifPresent(ceiling -> dl.tools("may_grant", ceiling));
    enrolment.agent().ifPresent(agent -> agentFacts(agent, dl));
  }

  private static void agentFacts(AgentFacts agent, ObjectWriter dl) {
    dl.text("archetype", agent.archetype())
        .hash("template", agent.template())
        .hash("operator", agent.operator())
        .hash("owner", agent.owner())
        .hash("spawner", agent.spawner());
    agent.model().ifPresent(model -> dl.object("model", model(model)));
    agent.roles().forEach((role, hash) -> dl.hash(member(role), hash));
    if (!agent.triggers().isEmpty()) {
      dl.texts("triggers", agent.triggers());
    }
  }

  private static ObjectWriter model(Model model) {
    return new ObjectWriter()
        .text("provider", model.provider())
        .text("name", model.name())
        .text("version", model.version());
  }
}
