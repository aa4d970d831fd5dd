package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalId;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Groups (section 2), enrolments (3) and ownership (4). */
final class Principals {
  private static final int MOST_SPAWNERS = 32;
  private static final int MOST_SUCCESSORS = 32;

  private final Judging j;

  Principals(Judging j) {
    this.j = j;
  }

  static Statement.Enrolment said(Placed enrolment) {
    return (Statement.Enrolment) enrolment.statement();
  }

  static boolean is(Placed x, PrincipalKind kind) {
    return x.statement() instanceof Statement.Enrolment e && e.principal() == kind;
  }

  boolean isHumanOrGroup(Placed x) {
    return x.kind() == Kind.GROUP || is(x, PrincipalKind.HUMAN);
  }

  static Hash keyOf(Placed enrolment) {
    return Judging.thumbprint(said(enrolment).key());
  }

  private static String idOf(Placed principal) {
    return principal.statement() instanceof Statement.Group group
        ? group.id()
        : said(principal).id();
  }

  // Groups

  void group(Placed x) {
    j.signedByAuthority(x);
    Statement.Group says = (Statement.Group) x.statement();
    j.check(says.expiresAt() > says.issued().issuedAt(), Reason.GROUP_EXPIRED);
    j.check(!j.over(says.expiresAt(), x.index()), Reason.GROUP_EXPIRED);
    for (Hash reference : says.members()) {
      Placed member = j.follow(reference, x, Kind.ENROLMENT);
      j.judge(member);
      j.check(is(member, PrincipalKind.HUMAN), Reason.MEMBER_NOT_HUMAN);
    }
    if (says.replaces().isPresent()) {
      Placed older = j.follow(says.replaces().get(), x, Kind.GROUP);
      j.check(idOf(older).equals(says.id()), Reason.VERSION_MISMATCH);
      j.check(j.facts(older, "replaced", x.index() - 1).isEmpty(), Reason.VERSION_MISMATCH);
    }
  }

  /** What is broken in it breaks what asks. */
  Placed currentVersion(Placed group, long a) {
    Placed version = newestVersion(group, a);
    if (!version.equals(group)) {
      j.judge(version);
    }
    return version;
  }

  Placed newestVersion(Placed group, long a) {
    Placed version = group;
    while (true) {
      List<Fact> superseded =
          j.facts(version, "replaced", a).stream()
              .filter(fact -> j.byAuthority(j.record(fact.at())))
              .toList();
      if (superseded.isEmpty()) {
        return version;
      }
      version = j.record(superseded.get(0).at());
    }
  }

  List<Placed> members(Placed group, long a) {
    return membersOf(currentVersion(group, a));
  }

  List<Placed> membersOf(Placed version) {
    List<Placed> members = new ArrayList<>();
    for (Hash member : ((Statement.Group) version.statement()).members()) {
      members.add(j.follow(member, version, Kind.ENROLMENT));
    }
    return members;
  }

  Optional<Placed> onCall(Placed group, long a) {
    Placed version = currentVersion(group, a);
    for (Statement.Shift shift : ((Statement.Group) version.statement()).rota()) {
      if (shift.from() * 1000 <= j.time(a) && j.time(a) < shift.until() * 1000) {
        return Optional.of(j.follow(shift.member(), version, Kind.ENROLMENT))
            .filter(member -> isAlive(member, a));
      }
    }
    return Optional.empty();
  }

  /** As an owner or a role: a group needs somebody on call. */
  void assignedIsAlive(Placed humanOrGroup, long a) {
    alive(humanOrGroup, a);
    if (humanOrGroup.kind() == Kind.GROUP) {
      j.check(onCall(humanOrGroup, a).isPresent(), Reason.OWNER_UNRESOLVED);
    }
  }

  /** The human that an owner or a role comes to. */
  Optional<Placed> resolved(Placed humanOrGroup, long a) {
    return humanOrGroup.kind() == Kind.GROUP ? onCall(humanOrGroup, a) : Optional.of(humanOrGroup);
  }

  // Alive

  boolean isAlive(Placed x, long a) {
    try {
      alive(x, a);
      return true;
    } catch (Broken broken) {
      return false;
    }
  }

  void alive(Placed x, long a) {
    if (x.statement() instanceof Statement.Group) {
      Placed version = currentVersion(x, a);
      List<Placed> versions = new ArrayList<>(List.of(version));
      while (((Statement.Group) versions.get(0).statement()).replaces().isPresent()) {
        Placed later = versions.get(0);
        Hash older = ((Statement.Group) later.statement()).replaces().get();
        versions.add(0, j.follow(older, later, Kind.GROUP));
      }
      versions.forEach(each -> j.open(each, a));
      Statement.Group says = (Statement.Group) version.statement();
      j.check(!j.over(says.expiresAt(), a), Reason.GROUP_EXPIRED);
      return;
    }
    j.open(x, a);
    j.check(!j.over(said(x).expiresAt(), a), Reason.ENROLMENT_EXPIRED);
    for (Placed other : line(x, a)) {
      Optional<Reason> closed = other.equals(x) ? Optional.empty() : j.closed(other, a, false);
      if (closed.isPresent()) {
        throw new Broken(closed.get());
      }
    }
    Placed older = first(x);
    if (said(older).agent().isPresent()) {
      Statement.AgentFacts agent = said(older).agent().get();
      if (agent.template().isPresent()) {
        j.open(j.follow(agent.template().get(), older, Kind.ARCHETYPE), a);
      }
      if (agent.operator().isPresent()) {
        alive(j.follow(agent.operator().get(), older, Kind.ENROLMENT), a);
      }
      if (agent.spawner().isPresent()) {
        alive(j.follow(agent.spawner().get(), older, Kind.ENROLMENT), a);
      } else {
        assignedIsAlive(ownerOf(older, a).orElseThrow(), a);
      }
    }
  }

  // Enrolments

  Placed first(Placed enrolment) {
    Placed first = enrolment;
    while (said(first).rotates().isPresent()) {
      first = j.follow(said(first).rotates().get(), first, Kind.ENROLMENT);
    }
    return first;
  }

  /** All enrolments of a principal that were there before a, the first one first. */
  List<Placed> line(Placed enrolment, long a) {
    return line(enrolment, a, fact -> true);
  }

  /** Those of them whose keys are its own: only rotations that stand. */
  List<Placed> standingLine(Placed enrolment, long a) {
    return line(enrolment, a, j::stands);
  }

  private List<Placed> line(Placed enrolment, long a, Predicate<Fact> counts) {
    List<Placed> line = new ArrayList<>(List.of(first(enrolment)));
    while (true) {
      Placed last = line.get(line.size() - 1);
      Optional<Placed> next =
          j.facts(last, "rotated", a - 1).stream()
              .filter(counts)
              .map(fact -> j.record(fact.at()))
              .findFirst();
      if (next.isEmpty()) {
        return line;
      }
      line.add(next.get());
    }
  }

  /** The agent's own first enrolment, its spawner's, and so on up. */
  List<Placed> upFrom(Placed agent) {
    List<Placed> up = new ArrayList<>(List.of(first(agent)));
    Optional<Hash> spawner = said(up.get(0)).agent().flatMap(Statement.AgentFacts::spawner);
    while (spawner.isPresent()) {
      Placed at = up.get(up.size() - 1);
      up.add(first(j.follow(spawner.get(), at, Kind.ENROLMENT)));
      spawner = said(up.get(up.size() - 1)).agent().flatMap(Statement.AgentFacts::spawner);
    }
    return up;
  }

  void enrolment(Placed e) {
    Statement.Enrolment says = said(e);
    j.countEnrolment(e);
    j.form(e);
    j.check(says.expiresAt() > says.issued().issuedAt(), Reason.ENROLMENT_LIFETIME);
    j.check(!j.over(says.expiresAt(), e.index()), Reason.ENROLMENT_EXPIRED);
    Value name = e.shown().get(SlotName.NAME);
    if (says.principal() == PrincipalKind.HUMAN && name != null) {
      j.check(isAName(name), Reason.CLAIMS_MALFORMED);
    }
    checkRole(e, says.key());
    says.recovery().ifPresent(key -> checkRole(e, key));
    j.check(j.bind(keyOf(e)), Reason.KEY_ALREADY_ENROLLED);
    says.recovery()
        .map(Judging::thumbprint)
        .ifPresent(key -> j.check(j.bind(key), Reason.KEY_ALREADY_ENROLLED));
    if (says.rotates().isPresent()) {
      rotation(e, says);
    } else if (says.agent().isPresent()) {
      agent(e, says.agent().get());
    } else {
      j.check(j.byAuthority(e), Reason.NOT_AN_AUTHORITY);
    }
  }

  static boolean isAName(Value name) {
    return name instanceof Value.Str text
        && text.value().codePoints().anyMatch(Character::isLetter);
  }

  private void checkRole(Placed e, VerifyingKey key) {
    Hash thumbprint = Judging.thumbprint(key);
    j.check(!j.ledgerKeys(e.index()).contains(thumbprint), Reason.KEY_ROLE_CONFLICT);
    j.check(!j.authorities(e.index()).containsKey(thumbprint), Reason.KEY_ROLE_CONFLICT);
  }

  private void rotation(Placed e, Statement.Enrolment says) {
    Placed older = j.follow(says.rotates().orElseThrow(), e, Kind.ENROLMENT);
    j.judge(older);
    j.check(
        said(older).id().equals(says.id())
            && said(older).principal() == says.principal()
            && keyOf(older).equals(e.signer())
            && says.expiresAt() <= said(older).expiresAt()
            && j.facts(older, "rotated", e.index() - 1).isEmpty(),
        Reason.ROTATION_MISMATCH);
    alive(older, e.index());
    j.maySign(e, older);
  }

  private void agent(Placed e, Statement.AgentFacts says) {
    long at = e.index();
    Placed above;
    Optional<Placed> signer;
    if (says.owner().isPresent()) {
      above = j.follow(says.owner().get(), e, Kind.ENROLMENT, Kind.GROUP);
      j.judge(above);
      j.check(isHumanOrGroup(above), Reason.OWNER_NOT_HUMAN);
      signer =
          above.kind() == Kind.GROUP
              ? holderOf(e.signer(), above, at)
              : Optional.of(above).filter(human -> keyOf(human).equals(e.signer()));
    } else {
      above = j.follow(says.spawner().orElseThrow(), e, Kind.ENROLMENT);
      j.judge(above);
      j.check(is(above, PrincipalKind.AGENT), Reason.ENROLLER_WITHOUT_STANDING);
      signer = Optional.of(above).filter(spawner -> keyOf(spawner).equals(e.signer()));
    }
    j.check(signer.isPresent(), Reason.ENROLLER_WITHOUT_STANDING);
    j.maySign(e, signer.get());
    if (says.spawner().isPresent()) {
      j.check(
          PrincipalId.isDirectlyBelow(said(above).id(), said(e).id()),
          Reason.SPAWNED_OUTSIDE_SPAWNER);
      j.check(upFrom(above).size() - 1 <= MOST_SPAWNERS, Reason.SPAWN_TOO_DEEP);
      alive(above, at);
    } else {
      assignedIsAlive(above, at);
      alive(signer.get(), at);
    }
    if (says.operator().isPresent()) {
      Placed operator = j.follow(says.operator().get(), e, Kind.ENROLMENT);
      j.judge(operator);
      j.check(is(operator, PrincipalKind.ORGANISATION), Reason.OPERATOR_NOT_ORGANISATION);
      alive(operator, at);
    }
    for (Hash reference : says.roles().values()) {
      Placed role = j.follow(reference, e, Kind.ENROLMENT, Kind.GROUP);
      j.judge(role);
      j.check(isHumanOrGroup(role), Reason.ROLE_NOT_HUMAN);
      assignedIsAlive(role, at);
    }
    if (says.template().isPresent()) {
      Placed template = j.follow(says.template().get(), e, Kind.ARCHETYPE);
      j.judge(template);
      j.check(
          ((Statement.Archetype) template.statement()).label().equals(says.archetype()),
          Reason.ARCHETYPE_MISMATCH);
      j.open(template, at);
    }
    j.policy(at).ifPresent(policy -> bound(e, says, policy));
  }

  private void bound(Placed e, Statement.AgentFacts says, Statement.Policy policy) {
    long lasts = said(e).expiresAt() - e.statement().issued().issuedAt();
    j.check(lasts <= policy.maxAgentSeconds().orElse(Long.MAX_VALUE), Reason.POLICY_LIFETIME);
    if (says.owner().isEmpty()) {
      return;
    }
    for (AgentRole required : policy.required()) {
      j.check(
          required == AgentRole.OWNER || says.roles().containsKey(required), Reason.ROLE_MISSING);
    }
    if (policy.distinct()) {
      List<Hash> assigned = new ArrayList<>(List.of(says.owner().get()));
      assigned.addAll(says.roles().values());
      Set<String> humans = new HashSet<>();
      for (Hash reference : assigned) {
        Placed role = j.follow(reference, e, Kind.ENROLMENT, Kind.GROUP);
        String human = idOf(resolved(role, e.index()).orElseThrow());
        j.check(humans.add(human), Reason.ROLES_NOT_DISTINCT);
      }
    }
  }

  /** The enrolment that binds this key, if it is the human's or a member's, or a rotation of it. */
  Optional<Placed> holderOf(Hash key, Placed humanOrGroup, long a) {
    List<Placed> candidates =
        humanOrGroup.kind() == Kind.GROUP ? members(humanOrGroup, a) : List.of(humanOrGroup);
    for (Placed human : candidates) {
      Optional<Placed> holder = withKey(key, human, a);
      if (holder.isPresent()) {
        return holder;
      }
    }
    return Optional.empty();
  }

  /** Looked for no further than to the one that is found. */
  private Optional<Placed> withKey(Hash key, Placed enrolment, long a) {
    if (keyOf(enrolment).equals(key)) {
      return Optional.of(enrolment);
    }
    for (Fact rotated : j.facts(enrolment, "rotated", a)) {
      if (j.stands(rotated)) {
        Optional<Placed> holder = withKey(key, j.record(rotated.at()), a);
        if (holder.isPresent()) {
          return holder;
        }
      }
    }
    return Optional.empty();
  }

  // Ownership

  /** The owner as of a of an agent; of anything else there is none. */
  Optional<Placed> ownerOf(Placed enrolment, long a) {
    List<Placed> up = upFrom(enrolment);
    Placed top = up.get(up.size() - 1);
    if (said(top).agent().isEmpty()) {
      return Optional.empty();
    }
    Hash stated = said(top).agent().get().owner().orElseThrow();
    Placed owner = j.follow(stated, top, Kind.ENROLMENT, Kind.GROUP);
    for (Fact fact : j.facts(top, "transfer", a)) {
      Placed transfer = j.record(fact.at());
      if (isAccepted(transfer, a) && j.stands(fact)) {
        Hash next = ((Statement.Transfer) transfer.statement()).owner();
        owner = j.follow(next, transfer, Kind.ENROLMENT, Kind.GROUP);
      }
    }
    for (int i = 0; i < MOST_SUCCESSORS; i++) {
      Optional<Placed> successor = successor(owner, a);
      if (successor.isEmpty()) {
        break;
      }
      owner = successor.get();
    }
    return Optional.of(owner);
  }

  private Optional<Placed> successor(Placed owner, long a) {
    if (!is(owner, PrincipalKind.HUMAN)) {
      return Optional.empty();
    }
    List<Fact> left = new ArrayList<>();
    line(owner, a).forEach(enrolment -> left.addAll(j.facts(enrolment, "left", a)));
    for (Fact fact : left) {
      Placed revocation = j.record(fact.at());
      if (isAccepted(revocation, a) && j.stands(fact)) {
        Hash next = ((Statement.Revocation) revocation.statement()).successor().orElseThrow();
        return Optional.of(j.follow(next, revocation, Kind.ENROLMENT, Kind.GROUP));
      }
    }
    Optional<Hash> older = said(owner).rotates();
    return older.isPresent()
        ? successor(j.follow(older.get(), owner, Kind.ENROLMENT), a)
        : Optional.empty();
  }

  private boolean isAccepted(Placed x, long a) {
    List<Fact> answers = new ArrayList<>(j.facts(x, "approved", a));
    answers.addAll(j.facts(x, "denied", a));
    return answers.stream()
        .sorted(Comparator.comparing(Fact::at))
        .filter(j::stands)
        .findFirst()
        .filter(answer -> answer.is().equals("approved"))
        .isPresent();
  }

  void transfer(Placed x) {
    j.form(x);
    Statement.Transfer says = (Statement.Transfer) x.statement();
    Placed agent = j.follow(says.agent(), x, Kind.ENROLMENT);
    j.judge(agent);
    boolean owned =
        said(agent).rotates().isEmpty()
            && said(agent).agent().flatMap(Statement.AgentFacts::owner).isPresent();
    j.check(owned, Reason.TRANSFER_WITHOUT_STANDING);
    Placed next = j.follow(says.owner(), x, Kind.ENROLMENT, Kind.GROUP);
    j.judge(next);
    j.check(isHumanOrGroup(next), Reason.OWNER_NOT_HUMAN);
    assignedIsAlive(next, x.index());
    if (!j.byAuthority(x)) {
      Placed owner = ownerOf(agent, x.index()).orElseThrow();
      Optional<Placed> signer = holderOf(x.signer(), owner, x.index());
      j.check(signer.isPresent(), Reason.TRANSFER_WITHOUT_STANDING);
      alive(owner, x.index());
      alive(signer.get(), x.index());
      j.maySign(x, signer.get());
    }
    j.hasRoom(x, agent, "transfer");
  }
}
