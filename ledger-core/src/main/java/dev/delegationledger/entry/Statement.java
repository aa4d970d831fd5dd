package dev.delegationledger.entry;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.scope.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an entry says. Claims as they stand in the signed bytes, nothing judged yet. References are
 * SHA-256 digests of the other entry's JWS signing input; times are seconds since the epoch.
 * Immutable.
 */
public sealed interface Statement {
  /** Which kind of statement it is. */
  Kind kind();

  /** Signer, ledger, jti, time of issue. */
  Issued issued();

  /** The slots of the statement by name, see {@link SlotName}. */
  default Map<String, Slot> slots() {
    return Map.of();
  }

  /** A statement that closes, opens or answers something, and may say why. */
  sealed interface Reasoned extends Statement {
    /** Why. */
    Optional<Slot> reason();

    @Override
    default Map<String, Slot> slots() {
      return reason().map(slot -> Map.of(SlotName.REASON, slot)).orElse(Map.of());
    }
  }

  /**
   * Record 0.
   *
   * @param format the version of all formats in the ledger; this program knows 1
   * @param origin the checkpoint origin (C2SP tlog-checkpoint)
   * @param checkpointKey the Ed25519 key that signs genesis and every checkpoint
   * @param authorities the keys that may enrol humans, organisations and services
   */
  record Genesis(
      Issued issued,
      long format,
      String origin,
      VerifyingKey checkpointKey,
      List<VerifyingKey> authorities)
      implements Statement {
    public Genesis {
      authorities = List.copyOf(authorities);
    }

    @Override
    public Kind kind() {
      return Kind.GENESIS;
    }
  }

  /**
   * Names a principal and binds a key to it.
   *
   * @param expiresAt the enrolment has ended at exactly this second
   * @param id opaque principal id, a URI
   * @param possession compact JWS, the new key's signature over ledger, id and enroller
   * @param rotates the enrolment whose key this one follows: signed by that key, it inherits all
   *     that follows but the recovery key
   * @param recovery a key that may declare the enrolled one compromised, and do nothing else
   * @param name a human's legal name; optional for organisations and services, absent for agents
   * @param mayGrant the ceiling of a human's root grants, if one is set
   * @param agent what only an agent states
   */
  record Enrolment(
      Issued issued,
      long expiresAt,
      String id,
      PrincipalKind principal,
      VerifyingKey key,
      String possession,
      Optional<Hash> rotates,
      Optional<VerifyingKey> recovery,
      Optional<Slot> name,
      Optional<Scope> mayGrant,
      Optional<AgentFacts> agent)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.ENROLMENT;
    }

    @Override
    public Map<String, Slot> slots() {
      return name.map(slot -> Map.of(SlotName.NAME, slot)).orElse(Map.of());
    }
  }

  /**
   * What an agent's enrolment adds, unless it rotates another. Exactly one of owner and spawner is
   * present; with a spawner, archetype is the agent's own, and what else is absent is the
   * spawner's.
   *
   * @param archetype the label of the template the instance was made from
   * @param template the archetype entry that bounds it
   * @param operator enrolment of the organisation that runs it
   * @param owner enrolment of the human, or the group, that answers for it; that human, or a
   *     member, signed this enrolment
   * @param spawner enrolment of the agent that spawned it and signed this enrolment
   * @param roles enrolment of the human, or the group, in each role but {@link AgentRole#OWNER}
   * @param triggers what is to have it suspended, labels
   */
  record AgentFacts(
      String archetype,
      Optional<Hash> template,
      Optional<Hash> operator,
      Optional<Model> model,
      Optional<Hash> owner,
      Optional<Hash> spawner,
      Map<AgentRole, Hash> roles,
      List<String> triggers) {
    public AgentFacts {
      roles = Collections.unmodifiableMap(new TreeMap<>(roles));
      triggers = List.copyOf(triggers);
    }
  }

  /** The model behind an agent, as its enroller states it. */
  record Model(String provider, String name, String version) {}

  /**
   * An Attenuating Authorization Token with the {@code dl} object of this project.
   *
   * @param expiresAt the grant has ended at exactly this second
   * @param holder {@code cnf.jwk}, the key that may act and delegate under it
   * @param depth {@code del_depth}
   * @param maxDepth {@code del_max_depth}
   * @param parent {@code par_hash}; absent in a root grant
   * @param delegator enrolment of the human who signs; in a root grant only
   * @param delegate enrolment of whoever receives the authority
   * @param task absent means the parent's
   * @param notBefore the grant has begun at exactly this second
   * @param limits how often, and for how much; absent means that of the grants above
   * @param context what the action's context must satisfy, by key; {@link #AUDIENCE} constrains
   *     {@code aat_aud}. What is absent is constrained by the grants above
   * @param demands approvals that an action needs, beside those that the grants above demand
   * @param quorum approvals without which a root grant is inert
   * @param replaces the grant that this one renews
   */
  record Grant(
      Issued issued,
      long expiresAt,
      VerifyingKey holder,
      long depth,
      long maxDepth,
      Optional<Hash> parent,
      Scope scope,
      Optional<Hash> delegator,
      Hash delegate,
      Optional<Task> task,
      Optional<Long> notBefore,
      Limits limits,
      SortedMap<String, Constraint> context,
      List<Demand> demands,
      Optional<Quorum> quorum,
      Optional<Renewal> replaces)
      implements Statement {
    /** The key under which a grant constrains the action's {@code aat_aud}. */
    public static final String AUDIENCE = "aat_aud";

    public Grant {
      context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
      demands = List.copyOf(demands);
    }

    @Override
    public Kind kind() {
      return Kind.GRANT;
    }

    @Override
    public Map<String, Slot> slots() {
      return task.flatMap(Task::text).map(slot -> Map.of(SlotName.TASK, slot)).orElse(Map.of());
    }
  }

  /** What a grant is for: an id in clear, and a text that may be hidden. */
  record Task(String id, Optional<Slot> text) {}

  /**
   * How often and for how much a grant may be used, together with all below it.
   *
   * @param uses the most actions, above zero
   * @param spend the most money
   */
  record Limits(Optional<Long> uses, Optional<Spend> spend) {
    /** No limit. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

    /** Whether anything is limited. */
    public boolean any() {
      return uses.isPresent() || spend.isPresent();
    }
  }

  /**
   * A limit of money, in minor units of one currency.
   *
   * @param currency three capital letters (ISO 4217)
   * @param perAction the most that one action may spend
   * @param total the most that all actions together may
   * @param amounts where each tool's amount stands: an RFC 6901 pointer into the object of the
   *     action's arguments; empty for a tool that spends nothing
   */
  record Spend(
      String currency,
      Optional<Long> perAction,
      long total,
      SortedMap<String, Optional<String>> amounts) {
    public Spend {
      amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    }
  }

  /**
   * Approvals that an action needs.
   *
   * @param count how many, of different humans with different keys; above zero
   * @param from enrolments of humans, and groups, that may approve
   * @param roles who may approve by their role for the acting agent
   * @param validFor how long an approval counts, in seconds from its record's time
   * @param when the calls that need them: a tool of this scope with arguments that satisfy every
   *     constraint it states; absent means every call
   */
  record Demand(
      long count, List<Hash> from, Set<AgentRole> roles, long validFor, Optional<Scope> when) {
    public Demand {
      from = List.copyOf(from);
      roles = Set.copyOf(roles);
    }
  }

  /** A root grant is inert until {@code count} members of {@code group} approve it. */
  record Quorum(Hash group, long count) {}

  /** A grant follows another, and closes it if it says so. */
  record Renewal(Hash grant, boolean closes) {}

  /**
   * One call of a tool, as an action makes it and a request asks for it.
   *
   * @param grantId {@code aat_id}, the jti of the grant acted under
   * @param grant {@code aat_hash}, the grant acted under
   * @param tool {@code aat_tool}, compared exactly
   * @param audience {@code aat_aud}, the tool server it is meant for
   * @param arguments one slot for each argument, by its name
   * @param context one slot for each of environment, dataset, sensitivity, destination stated
   */
  record Call(
      String grantId,
      Hash grant,
      String tool,
      Optional<String> audience,
      SortedMap<String, Slot> arguments,
      SortedMap<String, Slot> context,
      Optional<Slot> intent) {
    public Call {
      arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
      context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
    }

    Map<String, Slot> slots() {
      Map<String, Slot> slots = new TreeMap<>();
      arguments.forEach((name, slot) -> slots.put(SlotName.argument(name), slot));
      context.forEach((key, slot) -> slots.put(SlotName.context(key), slot));
      intent.ifPresent(slot -> slots.put(SlotName.INTENT, slot));
      return slots;
    }
  }

  /** A statement about one call: it is made, or it is asked for. */
  sealed interface Calling extends Statement {
    /** The call. */
    Call call();

    /** It has ended at exactly this second. */
    long expiresAt();

    @Override
    default Map<String, Slot> slots() {
      return call().slots();
    }
  }

  /**
   * What an agent set out to do.
   *
   * @param request the request whose approvals it rests on; it repeats that one's call
   * @param causedBy the entry that led to this action
   */
  record Action(
      Issued issued, long expiresAt, Call call, Optional<Hash> request, Optional<Hash> causedBy)
      implements Calling {
    @Override
    public Kind kind() {
      return Kind.ACTION;
    }
  }

  /** What an agent asks humans to approve. */
  record Request(Issued issued, long expiresAt, Call call) implements Calling {
    @Override
    public Kind kind() {
      return Kind.REQUEST;
    }
  }

  /**
   * What came of an action.
   *
   * @param service enrolment of the service that reports it; absent when the action's signer does
   */
  record Outcome(
      Issued issued,
      Hash action,
      OutcomeStatus status,
      Optional<Slot> result,
      Optional<Hash> service)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.OUTCOME;
    }

    @Override
    public Map<String, Slot> slots() {
      return result.map(slot -> Map.of(SlotName.RESULT, slot)).orElse(Map.of());
    }
  }

  /**
   * Closes a grant, an enrolment, a group or an archetype.
   *
   * @param target the entry it closes
   * @param successor for a human who leaves: the human's enrolment, or the group, that is to own
   *     what they own, once it approves this revocation
   */
  record Revocation(Issued issued, Hash target, Optional<Hash> successor, Optional<Slot> reason)
      implements Reasoned {
    @Override
    public Kind kind() {
      return Kind.REVOCATION;
    }
  }

  /**
   * What the ledger demands from here on, signed by an authority; it takes the place of the policy
   * before it.
   *
   * @param tools the tier of each tool it names
   * @param otherwise the tier of every other tool
   * @param demands the approvals that an action in each tier needs
   * @param maxGrantSeconds the longest a grant may last, if that is less than the format's limit
   * @param maxAgentSeconds the longest an agent's enrolment may last
   * @param maxSpawned the most spawned agents alive at a time for each owner
   * @param required roles that the enrolment of an owned agent must assign
   * @param distinct whether all roles of an agent must be different humans
   * @param retention seconds after which what a slot of a family hides may be erased, by any human,
   *     organisation or service
   */
  record Policy(
      Issued issued,
      SortedMap<String, Tier> tools,
      Tier otherwise,
      Map<Tier, List<Demand>> demands,
      Optional<Long> maxGrantSeconds,
      Optional<Long> maxAgentSeconds,
      Optional<Long> maxSpawned,
      Set<AgentRole> required,
      boolean distinct,
      SortedMap<SlotFamily, Long> retention)
      implements Statement {
    public Policy {
      tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
      demands = Collections.unmodifiableMap(new TreeMap<>(demands));
      required = Set.copyOf(required);
      retention = Collections.unmodifiableSortedMap(new TreeMap<>(retention));
    }

    @Override
    public Kind kind() {
      return Kind.POLICY;
    }

    /** The tier of {@code tool}. */
    public Tier tierOf(String tool) {
      return tools.getOrDefault(tool, otherwise);
    }
  }

  /**
   * A template, signed by an authority.
   *
   * @param label what the enrolments of its instances state as their archetype
   * @param mayHold the ceiling of every grant to an instance
   * @param maxGrantSeconds the longest a grant to an instance may last
   */
  record Archetype(Issued issued, String label, Scope mayHold, Optional<Long> maxGrantSeconds)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.ARCHETYPE;
    }
  }

  /**
   * A group of humans, signed by an authority.
   *
   * @param expiresAt it has ended at exactly this second
   * @param id opaque principal id, a URI
   * @param members enrolments of humans
   * @param rota who is on call when; shifts do not overlap, and increase
   * @param replaces the version of the same group that this one takes the place of
   */
  record Group(
      Issued issued,
      long expiresAt,
      String id,
      List<Hash> members,
      List<Shift> rota,
      Optional<Hash> replaces)
      implements Statement {
    public Group {
      members = List.copyOf(members);
      rota = List.copyOf(rota);
    }

    @Override
    public Kind kind() {
      return Kind.GROUP;
    }
  }

  /** A member is on call from exactly {@code from} until just before {@code until}, in seconds. */
  record Shift(long from, long until, Hash member) {}

  /**
   * A human's answer to one exact statement: a request, a root grant with a quorum, a transfer, a
   * revocation that names a successor.
   *
   * @param target what is answered
   * @param approver enrolment of the human who signs
   */
  record Approval(
      Issued issued, Hash target, Decision decision, Hash approver, Optional<Slot> reason)
      implements Reasoned {
    @Override
    public Kind kind() {
      return Kind.APPROVAL;
    }
  }

  /**
   * Moves the ownership of an agent, once the new owner approves this entry.
   *
   * @param agent the agent's first enrolment
   * @param owner enrolment of the human, or the group, that is to own it
   */
  record Transfer(Issued issued, Hash agent, Hash owner, Optional<Slot> reason)
      implements Reasoned {
    @Override
    public Kind kind() {
      return Kind.TRANSFER;
    }
  }

  /**
   * Halts a principal, a grant or an archetype, and all below it.
   *
   * @param trigger which of the agent's triggers called for it
   */
  record Suspension(Issued issued, Hash target, Optional<String> trigger, Optional<Slot> reason)
      implements Reasoned {
    @Override
    public Kind kind() {
      return Kind.SUSPENSION;
    }
  }

  /** Ends the suspension of {@code target}. */
  record Resumption(Issued issued, Hash target, Optional<Slot> reason) implements Reasoned {
    @Override
    public Kind kind() {
      return Kind.RESUMPTION;
    }
  }

  /** Closes {@code targets}, grants of one task, and all below them. */
  record Completion(Issued issued, List<Hash> targets, Optional<Slot> reason) implements Reasoned {
    public Completion {
      targets = List.copyOf(targets);
    }

    @Override
    public Kind kind() {
      return Kind.COMPLETION;
    }
  }

  /**
   * Says that an enrolled key is no longer its holder's alone.
   *
   * @param target the enrolment of the key
   * @param lastGood the index of the last record at which it was still good
   */
  record Compromise(Issued issued, Hash target, long lastGood, Optional<Slot> reason)
      implements Reasoned {
    @Override
    public Kind kind() {
      return Kind.COMPROMISE;
    }
  }

  /**
   * Adds an authority, ends one, or both; signed by an authority.
   *
   * @param add the new authority's key, and its proof of possession
   * @param end thumbprint of the key that ceases to be one
   */
  record AuthorityChange(Issued issued, Optional<AddedAuthority> add, Optional<Hash> end)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.AUTHORITY;
    }
  }

  /**
   * Gives the ledger another key, from the next tree size on.
   *
   * @param key the new key, Ed25519
   * @param possession its proof of possession
   */
  record LedgerKeyChange(Issued issued, VerifyingKey key, String possession) implements Statement {
    @Override
    public Kind kind() {
      return Kind.LEDGER_KEY;
    }
  }

  /**
   * Has the ledger delete the disclosures of hidden slots.
   *
   * @param target the entry whose slots they are
   * @param erases the names of the slots; empty means all hidden ones that are not erased yet
   * @param by enrolment of the human, organisation or service that signs; absent when an authority
   *     does
   * @param policy the policy whose retention has run out; absent when the subject signs
   */
  record Erasure(
      Issued issued,
      Hash target,
      Set<String> erases,
      Optional<Hash> by,
      Optional<Hash> policy,
      Optional<Slot> reason)
      implements Reasoned {
    public Erasure {
      erases = Collections.unmodifiableSortedSet(new TreeSet<>(erases));
    }

    @Override
    public Kind kind() {
      return Kind.ERASURE;
    }

    /** The digests in the hidden slots of {@code of} that this erases, by the slot's name. */
    public SortedMap<String, Hash> digests(Statement of) {
      SortedMap<String, Hash> digests = new TreeMap<>();
      of.slots()
          .forEach(
              (name, slot) -> {
                if (slot instanceof Slot.Hidden hidden
                    && (erases.isEmpty() || erases.contains(name))) {
                  digests.put(name, hidden.digest());
                }
              });
      return digests;
    }
  }

  /**
   * An action that was not recorded, because the rules refused it.
   *
   * @param service enrolment of the service that reports it
   * @param refused the action, as its actor signed it
   * @param withheld the slots of the action that were not disclosed with it, or erased since it was
   *     recorded
   * @param because the rule that refused it at this very record
   * @param unrecorded earlier ones that have no denial of their own, if there are any
   */
  record Denial(
      Issued issued,
      Hash service,
      RefusedAction refused,
      List<String> withheld,
      Ground because,
      Optional<Unrecorded> unrecorded)
      implements Statement {
    public Denial {
      withheld = List.copyOf(withheld);
    }

    @Override
    public Kind kind() {
      return Kind.DENIAL;
    }

    /** The slots of the action that was refused: what it would have done can be disclosed here. */
    @Override
    public Map<String, Slot> slots() {
      Map<String, Slot> slots = new TreeMap<>(refused.statement().slots());
      slots.keySet().removeAll(withheld);
      return slots;
    }
  }

  /**
   * Why an action was refused.
   *
   * @param record the record that refused it; absent if the action itself did
   * @param hop the place in its chain of grants, from 0 at the root
   */
  record Ground(Reason reason, Optional<Long> record, Optional<Long> hop) {}

  /**
   * How many more actions of the same actor were refused for one reason, as the service counted
   * them.
   *
   * @param since the first of them, in seconds
   * @param until the last of them, in seconds
   */
  record Unrecorded(Reason reason, long count, long since, long until) {}

  /**
   * A call of a tool that a chain of tokens permitted which no ledger holds.
   *
   * @param service enrolment of the service that judged it, and reports it
   * @param anchor the key that it trusts as that of the tokens' issuer
   * @param audience what the proof of possession had to be for, if that was demanded
   * @param holder thumbprint of the key that the last token is bound to
   * @param possession the {@code jti} of the proof of possession
   * @param presented the slot of what was shown: an object of {@code tokens}, root first, {@code
   *     possession}, and the call's {@code arguments}
   */
  record ForeignCall(
      Issued issued,
      Hash service,
      VerifyingKey anchor,
      Optional<String> audience,
      String tool,
      Hash holder,
      String possession,
      Slot presented)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.FOREIGN_CALL;
    }

    @Override
    public Map<String, Slot> slots() {
      return Map.of(SlotName.PRESENTED, presented);
    }

    /** What two calls have in common that were made with one proof of possession. */
    public Hash use() {
      return Sha256.of((holder.base64Url() + " " + possession).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A key that is to be an authority, and the compact JWS in which it says so. */
  record AddedAuthority(VerifyingKey key, String possession) {}
}
