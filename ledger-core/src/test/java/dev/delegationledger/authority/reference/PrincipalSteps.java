package dev.delegationledger.authority.reference;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.AddedAuthority;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.entry.Statement.Model;
import dev.delegationledger.entry.Statement.Shift;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Statements about principals, and about what the ledger demands of them. */
final class PrincipalSteps {
  private final World w;

  PrincipalSteps(World world) {
    this.w = world;
  }

  private static Optional<AgentFacts> noAgent() {
    return Optional.empty();
  }

  Statement enrolment(
      Dice dice,
      Issued issued,
      long expiresAt,
      PrincipalKind kind,
      String id,
      KeyPool.Key key,
      Optional<Hash> rotates,
      Optional<Slot> name,
      Optional<Scope> mayGrant,
      Optional<AgentFacts> agent) {
    Optional<VerifyingKey> recovery =
        dice.chance(40)
            ? Optional.of(w.spareKey(dice).open()).filter(k -> !k.equals(key.open()))
            : Optional.empty();
    String possession =
        w.signing.possession(key, issued.ledger().orElseThrow(), kind, id, by(issued));
    return new Statement.Enrolment(
        issued,
        expiresAt,
        id,
        kind,
        key.open(),
        possession,
        rotates,
        recovery,
        name,
        mayGrant,
        agent);
  }

  private static KeyPool.Key by(Issued issued) {
    return KeyPool.POOL.of(issued.signer());
  }

  Statement human(Dice dice) {
    Issued issued = w.issued(dice, w.authority(dice));
    String id = "hr:e" + (w.log.size() - dice.next(2) * 5);
    Slot name =
        dice.chance(12)
            ? w.signing.hidden(SlotName.NAME, Value.of("Jo"))
            : w.open(dice.chance(3) ? "007" : "Jo");
    Optional<Scope> mayGrant = dice.chance(30) ? Optional.of(Terms.scope(dice)) : Optional.empty();
    return enrolment(
        dice,
        issued,
        w.ends(dice, issued),
        PrincipalKind.HUMAN,
        id,
        w.freshKey(dice),
        Optional.empty(),
        Optional.of(name),
        mayGrant,
        noAgent());
  }

  Statement organisationOrService(Dice dice) {
    Issued issued = w.issued(dice, w.authority(dice));
    PrincipalKind kind = dice.of(PrincipalKind.SERVICE, PrincipalKind.ORGANISATION);
    return enrolment(
        dice,
        issued,
        w.ends(dice, issued),
        kind,
        "x:" + (w.log.size() - dice.next(2) * 3),
        w.freshKey(dice),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        noAgent());
  }

  Statement agent(Dice dice) {
    Hash owner = dice.pick(w.humansAndGroups());
    Issued issued = w.issued(dice, w.keyOf(dice, owner));
    if (dice.chance(4)) {
      owner = w.stray(dice);
    }
    Map<AgentRole, Hash> roles = roles(dice);
    Optional<Hash> operator = Optional.of(w.enrolled(PrincipalKind.ORGANISATION).get(0).hash());
    if (dice.chance(5)) {
      operator = Optional.of(w.stray(dice));
    }
    AgentFacts facts =
        new AgentFacts(
            dice.chance(5) ? "other" : "worker",
            template(dice),
            operator,
            Optional.of(new Model("acme", "m", "1")),
            Optional.of(owner),
            Optional.empty(),
            roles,
            List.of("anomaly"));
    String id = "spiffe://acme/a" + (w.log.size() - dice.next(2) * 4);
    return enrolment(
        dice,
        issued,
        w.ends(dice, issued),
        PrincipalKind.AGENT,
        id,
        w.freshKey(dice),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(facts));
  }

  private Map<AgentRole, Hash> roles(Dice dice) {
    Map<AgentRole, Hash> roles = new EnumMap<>(AgentRole.class);
    for (AgentRole role :
        List.of(AgentRole.PROVISIONER, AgentRole.CONTROL_OWNER, AgentRole.DATA_APPROVER)) {
      if (dice.chance(50)) {
        roles.put(role, dice.chance(4) ? w.stray(dice) : dice.pick(w.humansAndGroups()));
      }
    }
    return roles;
  }

  private Optional<Hash> template(Dice dice) {
    List<Placed> archetypes = w.of(Kind.ARCHETYPE);
    if (archetypes.isEmpty() || dice.chance(50)) {
      return Optional.empty();
    }
    return Optional.of(dice.pick(archetypes).hash());
  }

  Statement spawned(Dice dice) {
    List<Placed> agents = w.enrolled(PrincipalKind.AGENT);
    Placed spawner = dice.chance(4) ? dice.pick(w.of(Kind.ENROLMENT)) : dice.pick(agents);
    Issued issued = w.issued(dice, w.keyOf(spawner));
    String below =
        dice.chance(4) ? World.enrolment(dice.pick(agents)).id() : World.enrolment(spawner).id();
    String id =
        spawner.kind() == Kind.ENROLMENT && below.startsWith("spiffe:")
            ? below + "/s" + (w.log.size() - dice.next(2) * 2)
            : "spiffe://acme/lost";
    AgentFacts facts =
        new AgentFacts(
            "worker",
            dice.chance(20) ? template(dice) : Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(spawner.hash()),
            dice.chance(10) ? roles(dice) : Map.of(),
            dice.chance(50) ? List.of("noise") : List.of());
    return enrolment(
        dice,
        issued,
        w.ends(dice, issued),
        PrincipalKind.AGENT,
        id,
        w.freshKey(dice),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(facts));
  }

  Statement rotation(Dice dice) {
    Placed older = dice.pick(w.of(Kind.ENROLMENT));
    Issued issued = w.issued(dice, w.keyOf(older));
    long end = World.enrolment(older).expiresAt();
    return enrolment(
        dice,
        issued,
        dice.chance(10) ? w.ends(dice, issued) : end,
        World.enrolment(older).principal(),
        World.enrolment(older).id() + (dice.chance(3) ? "x" : ""),
        w.freshKey(dice),
        Optional.of(older.hash()),
        Optional.empty(),
        Optional.empty(),
        noAgent());
  }

  Statement group(Dice dice) {
    Issued issued = w.issued(dice, w.authority(dice));
    List<Placed> groups = w.of(Kind.GROUP);
    Optional<Placed> older =
        groups.isEmpty() || dice.chance(30) ? Optional.empty() : Optional.of(dice.pick(groups));
    List<Placed> humans = w.enrolled(PrincipalKind.HUMAN);
    List<Hash> members = new ArrayList<>();
    for (int i = 0; i < 1 + dice.next(3); i++) {
      Hash member = dice.chance(2) ? w.stray(dice) : dice.pick(humans).hash();
      if (!members.contains(member)) {
        members.add(member);
      }
    }
    long from = Math.max(0, w.seconds() - 100 + dice.of(0, 0, 200));
    List<Shift> rota = new ArrayList<>();
    rota.add(new Shift(from, from + dice.of(864_000, 3600, 86_400), dice.pick(members)));
    long next = rota.get(0).until();
    rota.add(new Shift(next, next + 86_400, dice.pick(members)));
    String id =
        older
            .filter(o -> !dice.chance(6))
            .map(o -> ((Statement.Group) o.statement()).id())
            .orElse("grp:g" + (w.log.size() - dice.next(2) * 4));
    return new Statement.Group(
        issued, w.ends(dice, issued), id, members, rota, older.map(Placed::hash));
  }

  Statement archetype(Dice dice) {
    Issued issued = w.issued(dice, w.authority(dice));
    return new Statement.Archetype(
        issued,
        dice.chance(15) ? "other" : "worker",
        dice.of(Terms.ALL, Terms.LESS, Terms.MORE),
        dice.chance(30) ? Optional.of(dice.of(90_000L, 4000L)) : Optional.empty());
  }

  Statement policy(Dice dice) {
    Issued issued = w.issued(dice, w.authority(dice));
    SortedMap<String, Tier> tools = new TreeMap<>();
    tools.put(Terms.PAY, dice.of(Tier.HIGH, Tier.LOW));
    tools.put(Terms.READ, Tier.LOW);
    Map<Tier, List<Demand>> demands = new EnumMap<>(Tier.class);
    List<Hash> people = w.humansAndGroups();
    if (dice.chance(40)) {
      people = new ArrayList<>(people);
      people.add(0, w.stray(dice));
    }
    demands.put(Tier.HIGH, dice.chance(60) ? Terms.demands(dice, people) : List.of());
    demands.put(Tier.MEDIUM, dice.chance(40) ? Terms.demands(dice, people) : List.of());
    return new Statement.Policy(
        issued,
        tools,
        dice.of(Tier.MEDIUM, Tier.LOW),
        demands,
        dice.chance(25) ? Optional.of(dice.of(2_000_000L, 80_000L)) : Optional.empty(),
        dice.chance(25) ? Optional.of(dice.of(2_000_000L, 80_000L)) : Optional.empty(),
        dice.chance(40) ? Optional.of(dice.of(2L, 1L, 3L, 0L)) : Optional.empty(),
        dice.chance(25) ? Set.of(AgentRole.CONTROL_OWNER) : Set.of(),
        dice.chance(30),
        dice.chance(70)
            ? new TreeMap<>(
                Map.of(
                    SlotFamily.REASON, dice.of(1L, 60L, 80_000L),
                    SlotFamily.TASK, dice.of(1L, 60L, 80_000L),
                    SlotFamily.RESULT, 1L))
            : new TreeMap<>());
  }

  /** A new key for the ledger, from its own or a former one. */
  Statement ledgerKey(Dice dice) {
    List<KeyPool.Key> all = w.ledgerKeys();
    KeyPool.Key by = dice.chance(15) ? dice.pick(all) : all.get(all.size() - 1);
    Issued issued = w.issued(dice, by);
    KeyPool.Key next = dice.chance(15) ? dice.pick(KeyPool.POOL.all()) : w.freshKey(dice);
    return new Statement.LedgerKeyChange(
        issued,
        next.open(),
        w.signing.possessionForLedger(next, issued.ledger().orElseThrow(), by(issued)));
  }

  Statement authority(Dice dice) {
    boolean isLast =
        w.of(Kind.AUTHORITY).stream()
            .map(r -> ((Statement.AuthorityChange) r.statement()).end())
            .anyMatch(Optional.of(World.HR2.thumbprint())::equals);
    if (isLast && dice.chance(60)) {
      return new Statement.AuthorityChange(
          w.issued(dice, World.HR), Optional.empty(), Optional.of(World.HR.thumbprint()));
    }
    KeyPool.Key by = w.authority(dice);
    Issued issued = w.issued(dice, by);
    KeyPool.Key added = dice.chance(15) ? dice.pick(KeyPool.POOL.all()) : w.spareKey(dice);
    boolean ends = dice.chance(50);
    boolean adds = !ends || dice.chance(50);
    KeyPool.Key ended = dice.chance(10) ? dice.pick(KeyPool.POOL.all()) : w.authority(dice);
    Optional<AddedAuthority> add =
        adds
            ? Optional.of(
                new AddedAuthority(
                    added.open(),
                    w.signing.possession(added, issued.ledger().orElseThrow(), by(issued))))
            : Optional.empty();
    return new Statement.AuthorityChange(
        issued, add, ends ? Optional.of(ended.thumbprint()) : Optional.empty());
  }
}
