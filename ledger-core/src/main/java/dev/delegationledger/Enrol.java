package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds an enrolment: it names a principal and binds a key to it. Humans, organisations and
 * services are enrolled by an authority of genesis; an agent by the human who owns it, or by the
 * agent that spawns it. For one thread; makes one draft.
 *
 * <p>A method that does not fit the kind of principal throws {@link IllegalStateException}.
 */
public final class Enrol extends Builder {
  private static final Duration AGENT_LIFETIME = Duration.ofDays(30);
  private static final Duration LIFETIME = Duration.ofDays(365);

  private final PrincipalKind kind;
  private final Optional<String> archetype;
  private final Map<String, Map<String, Constraint>> ceiling = new TreeMap<>();
  private Optional<String> id = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<Enrolled> owner = Optional.empty();
  private Optional<Enrolled> operator = Optional.empty();
  private Optional<Statement.Model> model = Optional.empty();
  private Duration lifetime;
  private @Nullable Possessed possessed;

  /** A key, and how its possession is proven. */
  private record Possessed(VerifyingKey key, Prover prover) {}

  private interface Prover {
    String prove(String ledger, PrincipalKind kind, String id, Hash enroller);
  }

  private Enrol(PrincipalKind kind, Optional<String> archetype) {
    this.kind = kind;
    this.archetype = archetype;
    this.lifetime = kind == PrincipalKind.AGENT ? AGENT_LIFETIME : LIFETIME;
  }

  /** A human; has to be given a {@link #name} and a {@link #key(Signer)}. */
  public static Enrol human() {
    return new Enrol(PrincipalKind.HUMAN, Optional.empty());
  }

  /** An organisation, which may operate agents. */
  public static Enrol organisation() {
    return new Enrol(PrincipalKind.ORGANISATION, Optional.empty());
  }

  /** A service, which may report outcomes and hold grants. */
  public static Enrol service() {
    return new Enrol(PrincipalKind.SERVICE, Optional.empty());
  }

  /**
   * One instance of an agent. Signed by its {@link #owner}, it needs {@link #operator} and {@link
   * #model}; signed by an enrolled agent without naming an owner, it is spawned by that agent and
   * inherits what it does not state.
   *
   * @param archetype the template the instance is made from, 1 to 256 characters
   */
  public static Enrol agent(String archetype) {
    return new Enrol(PrincipalKind.AGENT, Optional.of(archetype));
  }

  /**
   * The principal id: opaque and in clear, so never a person's name. An agent's is a UUID URN or a
   * SPIFFE URI; a spawned agent's is its spawner's, a slash and one more segment. By default it is
   * random: {@code urn:uuid:...}, or a random segment below the spawner's id.
   */
  public Enrol id(String uri) {
    requireOpen();
    id = Optional.of(uri);
    return this;
  }

  /** The legal name; goes into a hidden slot. Not for agents. */
  public Enrol name(String text) {
    requireOpen();
    requireFits(kind != PrincipalKind.AGENT, "an agent has an archetype, not a name");
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
    ToolArguments stated = new ToolArguments();
    arguments.accept(stated);
    if (ceiling.putIfAbsent(tool, stated.stated()) != null) {
      throw new IllegalArgumentException("tool " + tool + " is named already");
    }
    return this;
  }

  /** The human who answers for the agent, and whose key signs this enrolment. */
  public Enrol owner(Enrolled human) {
    requireOpen();
    requireFits(kind == PrincipalKind.AGENT, "only an agent has an owner");
    owner = Optional.of(human);
    return this;
  }

  /** The organisation that runs the agent. */
  public Enrol operator(Enrolled organisation) {
    requireOpen();
    requireFits(kind == PrincipalKind.AGENT, "only an agent has an operator");
    operator = Optional.of(organisation);
    return this;
  }

  /** The model behind the agent, each part 1 to 256 characters. */
  public Enrol model(String provider, String modelName, String version) {
    requireOpen();
    requireFits(kind == PrincipalKind.AGENT, "only an agent has a model");
    model = Optional.of(new Statement.Model(provider, modelName, version));
    return this;
  }

  /**
   * How long the enrolment lasts from its signing, in whole seconds. By default 30 days for an
   * agent, 365 days for any other.
   */
  public Enrol expiresIn(Duration duration) {
    requireOpen();
    Writing.seconds(duration);
    lifetime = duration;
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
    requireFits(kind != PrincipalKind.HUMAN || name.isPresent(), "a human has a .name(...)");
    requireFits(
        owner.isEmpty() || (operator.isPresent() && model.isPresent()),
        "an agent with an owner has an .operator(...) and a .model(...)");
    return finish(enroller, writing -> statement(writing, key), Enrolled::new);
  }

  private Statement statement(Writing writing, Possessed key) {
    boolean spawned = kind == PrincipalKind.AGENT && owner.isEmpty();
    Optional<Enrolled> spawner = spawned ? Optional.of(spawner(writing)) : Optional.empty();
    String uri =
        id.orElseGet(() -> spawner.map(s -> s.id() + "/").orElse("urn:uuid:") + writing.uuid());
    var issued = writing.issued();
    Optional<Statement.AgentFacts> agent =
        archetype.map(
            template ->
                new Statement.AgentFacts(
                    template,
                    operator.map(Recorded::hash),
                    model,
                    owner.map(Recorded::hash),
                    spawner.map(Recorded::hash)));
    return new Statement.Enrolment(
        issued,
        issued.issuedAt() + Writing.seconds(lifetime),
        uri,
        kind,
        key.key(),
        key.prover().prove(writing.ledger(), kind, uri, writing.signer()),
        writing.hide(SlotName.NAME, name.map(Value::of)),
        ceiling.isEmpty() ? Optional.empty() : Optional.of(new Scope(ceiling)),
        agent);
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

  private static void requireFits(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalStateException("enrolment: " + otherwise);
    }
  }
}
