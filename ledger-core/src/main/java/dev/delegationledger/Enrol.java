package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds an enrolment: it names a principal and binds a key to it. Humans, organisations and
 * services are enrolled by an authority; an agent by the human who owns it, by a member of the
 * group that does, or by the agent that spawns it. For one thread; makes one draft.
 *
 * <p>A method that does not fit the kind of principal throws {@link IllegalStateException}.
 */
public final class Enrol extends Builder {
  private static final Duration AGENT_LIFETIME = Duration.ofDays(30);
  private static final Duration LIFETIME = Duration.ofDays(365);

  private final PrincipalKind kind;
  private final Optional<Enrolled> rotated;
  private final Optional<String> archetype;
  private final Tools ceiling = new Tools();
  private final Map<AgentRole, Hash> roles = new EnumMap<>(AgentRole.class);
  private final List<String> triggers = new ArrayList<>();
  private Optional<String> id = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<Recorded> owner = Optional.empty();
  private Optional<Archetyped> template = Optional.empty();
  private Optional<Enrolled> operator = Optional.empty();
  private Optional<Statement.Model> model = Optional.empty();
  private Optional<VerifyingKey> recovery = Optional.empty();
  private Optional<Duration> lifetime = Optional.empty();
  private @Nullable Possessed possessed;

  /** A key, and how its possession is proven. */
  private record Possessed(VerifyingKey key, Prover prover) {}

  private interface Prover {
    String prove(String ledger, PrincipalKind kind, String id, Hash enroller);
  }

  private Enrol(PrincipalKind kind, Optional<String> archetype, Optional<Enrolled> rotated) {
    this.kind = kind;
    this.archetype = archetype;
    this.rotated = rotated;
  }

  private static Enrol of(PrincipalKind kind) {
    return new Enrol(kind, Optional.empty(), Optional.empty());
  }

  /** A human; has to be given a {@link #name} and a {@link #key(Signer)}. */
  public static Enrol human() {
    return of(PrincipalKind.HUMAN);
  }

  /** An organisation, which may operate agents. */
  public static Enrol organisation() {
    return of(PrincipalKind.ORGANISATION);
  }

  /** A service, which may report outcomes and hold grants. */
  public static Enrol service() {
    return of(PrincipalKind.SERVICE);
  }

  /**
   * One instance of an agent. Signed by its {@link #owner}, it needs {@link #operator} and {@link
   * #model}; signed by an enrolled agent without naming an owner, it is spawned by that agent and
   * inherits what it does not state.
   *
   * @param archetype the template the instance is made from, 1 to 256 characters
   */
  public static Enrol agent(String archetype) {
    return new Enrol(PrincipalKind.AGENT, Optional.of(archetype), Optional.empty());
  }

  /** One instance of an archetype, which bounds what it may be granted; see {@link #template}. */
  public static Enrol agent(Archetyped archetype) {
    return agent(archetype.label()).template(archetype);
  }

  /**
   * The next key of a principal, signed by {@code newest}'s key, which from then on only hands off
   * and closes. It needs a {@link #key(Signer)}, inherits everything but the recovery key, and ends
   * when {@code newest} does unless it is to end earlier.
   */
  public static Enrol rotation(Enrolled newest) {
    return new Enrol(newest.kind(), Optional.empty(), Optional.of(newest));
  }

  /**
   * The principal id: opaque and in clear, so never a person's name. An agent's is a UUID URN or a
   * SPIFFE URI; a spawned agent's is its spawner's, a slash and one more segment. By default it is
   * random: {@code urn:uuid:...}, or a random segment below the spawner's id.
   */
  public Enrol id(String uri) {
    requireOpen();
    requireFirst();
    id = Optional.of(uri);
    return this;
  }

  /** The legal name; goes into a hidden slot. Not for agents. */
  public Enrol name(String text) {
    requireOpen();
    requireFits(kind != PrincipalKind.AGENT, "an agent has an archetype, not a name");
    requireFirst();
    name = Optional.of(text);
    return this;
  }

  /** The key to bind; it signs the proof of possession when the enrolment is signed. */
  public Enrol key(Signer newKey) {
    requireOpen();
    possessed =
        new Possessed(
            newKey.publicKey(),
            (ledger, principal, uri, enroller) ->
                Possession.prove(newKey, ledger, principal, uri, enroller));
    return this;
  }

  /**
   * A key to bind that is held elsewhere, with the proof of possession that {@link
   * Possession#prove} made there for this ledger, this kind, the {@link #id} given here and the key
   * that signs this enrolment.
   */
  public Enrol key(VerifyingKey newKey, String proofOfPossession) {
    requireOpen();
    possessed = new Possessed(newKey, (ledger, principal, uri, enroller) -> proofOfPossession);
    return this;
  }

  /** A key that may declare the enrolled one compromised, and do nothing else; kept apart. */
  public Enrol recovery(VerifyingKey key) {
    requireOpen();
    recovery = Optional.of(key);
    return this;
  }

  /** Limits a human's root grants to these tools, with any arguments. May be called again. */
  public Enrol mayGrant(String... tools) {
    for (String tool : tools) {
      mayGrant(tool, arguments -> {});
    }
    return this;
  }

  /** Limits a human's root grants to this tool within these arguments. May be called again. */
  public Enrol mayGrant(String tool, Consumer<ToolArguments> arguments) {
    requireOpen();
    requireFits(kind == PrincipalKind.HUMAN, "only a human gives root grants");
    requireFirst();
    ceiling.add(tool, arguments);
    return this;
  }

  /** The human who answers for the agent, and whose key signs this enrolment. */
  public Enrol owner(Enrolled human) {
    return owned(human);
  }

  /** The group that answers for the agent: whoever is on call. A member signs this enrolment. */
  public Enrol owner(Grouped group) {
    return owned(group);
  }

  private Enrol owned(Recorded by) {
    requireAgent("only an agent has an owner");
    owner = Optional.of(by);
    return this;
  }

  /** The human who set the agent up. */
  public Enrol provisioner(Enrolled human) {
    return role(AgentRole.PROVISIONER, human);
  }

  /** The group that set the agent up. */
  public Enrol provisioner(Grouped group) {
    return role(AgentRole.PROVISIONER, group);
  }

  /**
   * The human who monitors the agent and may stop it. Of a spawned agent: who may stop it besides
   * those that may stop its spawner; who may resume it, and who approves by role, is asked of the
   * owned agent above it.
   */
  public Enrol controlOwner(Enrolled human) {
    return role(AgentRole.CONTROL_OWNER, human);
  }

  /** The group that monitors the agent and may stop it. */
  public Enrol controlOwner(Grouped group) {
    return role(AgentRole.CONTROL_OWNER, group);
  }

  /**
   * The human who approved the data and the tools that the agent reaches. What a spawned agent
   * states here makes nobody an approver.
   */
  public Enrol dataApprover(Enrolled human) {
    return role(AgentRole.DATA_APPROVER, human);
  }

  /** The group that approved the data and the tools that the agent reaches. */
  public Enrol dataApprover(Grouped group) {
    return role(AgentRole.DATA_APPROVER, group);
  }

  private Enrol role(AgentRole role, Recorded who) {
    requireAgent("only an agent has roles assigned");
    roles.put(role, who.hash());
    return this;
  }

  /** The archetype that bounds what the agent may be granted; its label is the agent's. */
  public Enrol template(Archetyped archetypeEntry) {
    requireAgent("only an agent has an archetype");
    template = Optional.of(archetypeEntry);
    return this;
  }

  /** What is to have the agent suspended, as labels: see {@link Suspension#trigger}. */
  public Enrol triggers(String... labels) {
    requireAgent("only an agent has triggers");
    triggers.addAll(List.of(labels));
    return this;
  }

  /** The organisation that runs the agent. */
  public Enrol operator(Enrolled organisation) {
    requireAgent("only an agent has an operator");
    operator = Optional.of(organisation);
    return this;
  }

  /** The model behind the agent, each part 1 to 256 characters. */
  public Enrol model(String provider, String modelName, String version) {
    requireAgent("only an agent has a model");
    model = Optional.of(new Statement.Model(provider, modelName, version));
    return this;
  }

  /**
   * How long the enrolment lasts from its signing, in whole seconds. By default 30 days for an
   * agent, 365 days for any other; a rotation lasts no longer than what it rotates.
   */
  public Enrol expiresIn(Duration duration) {
    requireOpen();
    Writing.seconds(duration);
    lifetime = Optional.of(duration);
    return this;
  }

  /**
   * The draft, to be signed by {@code enroller}.
   *
   * @throws IllegalStateException naming what is still to be stated
   */
  public Draft<Enrolled> by(Signer enroller) {
    requireOpen();
    Possessed key = possessed;
    if (key == null) {
      throw new IllegalStateException("an enrolment binds a key: say .key(...)");
    }
    requireFits(
        kind != PrincipalKind.HUMAN || rotated.isPresent() || name.isPresent(),
        "a human has a .name(...)");
    requireFits(
        owner.isEmpty() || (operator.isPresent() && model.isPresent()),
        "an agent with an owner has an .operator(...) and a .model(...)");
    return finish(enroller, writing -> statement(writing, key), Enrolled::new);
  }

  private Statement statement(Writing writing, Possessed key) {
    boolean spawned = archetype.isPresent() && owner.isEmpty();
    Optional<Enrolled> spawner = spawned ? Optional.of(spawner(writing)) : Optional.empty();
    String uri =
        rotated
            .map(Enrolled::id)
            .or(() -> id)
            .orElseGet(() -> spawner.map(s -> s.id() + "/").orElse("urn:uuid:") + writing.uuid());
    var issued = writing.issued();
    Optional<Statement.AgentFacts> agent =
        archetype.map(
            label ->
                new Statement.AgentFacts(
                    label,
                    template.map(Recorded::hash),
                    operator.map(Recorded::hash),
                    model,
                    owner.map(Recorded::hash),
                    spawner.map(Recorded::hash),
                    roles,
                    triggers));
    return new Statement.Enrolment(
        issued,
        expiresAt(issued.issuedAt()),
        uri,
        kind,
        key.key(),
        key.prover().prove(writing.ledger(), kind, uri, writing.signer()),
        rotated.map(Recorded::hash),
        recovery,
        writing.hide(SlotName.NAME, name.map(Value::of)),
        ceiling.isEmpty() ? Optional.empty() : Optional.of(ceiling.scope()),
        agent);
  }

  private long expiresAt(long issuedAt) {
    Optional<Long> asked = lifetime.map(duration -> issuedAt + Writing.seconds(duration));
    if (rotated.isPresent()) {
      long most = rotated.get().statement().expiresAt();
      return asked.map(end -> Math.min(end, most)).orElse(most);
    }
    Duration usual = kind == PrincipalKind.AGENT ? AGENT_LIFETIME : LIFETIME;
    return asked.orElseGet(() -> issuedAt + Writing.seconds(usual));
  }

  private static Enrolled spawner(Writing writing) {
    return writing
        .signerEnrolment()
        .filter(enrolled -> enrolled.kind() == PrincipalKind.AGENT)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an agent is enrolled by its human, who is named with .owner(...), or by the"
                        + " key of an enrolled agent"));
  }

  private void requireAgent(String otherwise) {
    requireOpen();
    requireFits(kind == PrincipalKind.AGENT, otherwise);
    requireFirst();
  }

  private void requireFirst() {
    requireFits(rotated.isEmpty(), "a rotation inherits this");
  }

  private static void requireFits(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalStateException("enrolment: " + otherwise);
    }
  }
}
