package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What answers, moves, closes and opens. */
final class ClosingSteps {
  private final World w;

  ClosingSteps(World world) {
    this.w = world;
  }

  Statement approval(Dice dice) {
    List<Placed> targets = w.log.stream().filter(ClosingSteps::isApprovable).toList();
    Placed target = targets.isEmpty() || dice.chance(3) ? dice.pick(w.log) : dice.pick(targets);
    List<Placed> humans = w.enrolled(PrincipalKind.HUMAN);
    Placed human = dice.pick(humans);
    Optional<Hash> owner = Optional.empty();
    if (target.statement() instanceof Statement.Transfer transfer) {
      owner = Optional.of(transfer.owner());
    } else if (target.statement() instanceof Statement.Revocation revocation) {
      owner = revocation.successor();
    } else if (target.statement() instanceof Statement.Grant grant) {
      owner = grant.quorum().map(Statement.Quorum::group);
    }
    if (owner.isPresent() && !dice.chance(20)) {
      KeyPool.Key key = w.keyOf(dice, owner.get());
      human = humans.stream().filter(h -> w.keyOf(h).equals(key)).findFirst().orElse(human);
    }
    Hash stated = dice.chance(3) ? w.stray(dice) : human.hash();
    return new Statement.Approval(
        w.issued(dice, w.keyOf(human)),
        target.hash(),
        dice.chance(15) ? Decision.DENY : Decision.APPROVE,
        stated,
        Optional.empty());
  }

  private static boolean isApprovable(Placed record) {
    Statement s = record.statement();
    return s instanceof Statement.Request
        || s instanceof Statement.Transfer
        || (s instanceof Statement.Grant grant && grant.quorum().isPresent())
        || (s instanceof Statement.Revocation revocation && revocation.successor().isPresent());
  }

  Statement transfer(Dice dice) {
    List<Placed> agents = w.enrolled(PrincipalKind.AGENT);
    Placed agent = dice.pick(agents);
    KeyPool.Key signer = dice.chance(25) ? w.authority(dice) : ownerKey(dice, agent);
    Hash next = dice.chance(4) ? w.stray(dice) : dice.pick(w.humansAndGroups());
    return new Statement.Transfer(w.issued(dice, signer), agent.hash(), next, Optional.empty());
  }

  /** The key of somebody who ever owned or spawned it. */
  private KeyPool.Key ownerKey(Dice dice, Placed agent) {
    List<Hash> owners = new ArrayList<>();
    Optional<AgentFacts> facts = World.enrolment(agent).agent();
    facts.flatMap(AgentFacts::owner).ifPresent(owners::add);
    for (Placed transfer : w.of(Kind.TRANSFER)) {
      Statement.Transfer says = (Statement.Transfer) transfer.statement();
      if (says.agent().equals(agent.hash())) {
        owners.add(says.owner());
      }
    }
    for (Placed leaving : w.of(Kind.REVOCATION)) {
      ((Statement.Revocation) leaving.statement()).successor().ifPresent(s -> owners.add(0, s));
    }
    if (owners.isEmpty()) {
      return KeyPool.POOL.of(agent.signer());
    }
    return w.keyOf(dice, dice.pick(owners));
  }

  private KeyPool.Key controlKey(Dice dice, Placed agent) {
    Optional<Hash> control =
        World.enrolment(agent).agent().map(facts -> facts.roles().get(AgentRole.CONTROL_OWNER));
    return control.isPresent() ? w.keyOf(dice, control.get()) : ownerKey(dice, agent);
  }

  private KeyPool.Key closer(Dice dice, Placed target) {
    if (target.statement() instanceof Statement.Grant grant) {
      Placed delegate = w.find(grant.delegate()).orElseThrow();
      return switch (dice.next(4)) {
        case 0 -> KeyPool.POOL.of(target.signer());
        case 1 -> w.holderOf(target);
        case 2 -> closer(dice, delegate);
        default -> w.keyOf(dice.pick(w.enrolled(PrincipalKind.HUMAN)));
      };
    }
    if (target.statement() instanceof Statement.Enrolment) {
      return switch (dice.next(5)) {
        case 0 -> ownerKey(dice, target);
        case 1 -> w.authority(dice);
        case 2 -> w.keyOf(target);
        case 3 -> controlKey(dice, target);
        default -> w.keyOf(dice.pick(w.of(Kind.ENROLMENT)));
      };
    }
    return w.authority(dice);
  }

  private Placed closable(Dice dice) {
    return switch (dice.next(12)) {
      case 0, 1, 2, 3 -> dice.pick(w.of(Kind.GRANT));
      case 4, 5 -> dice.pick(w.enrolled(PrincipalKind.AGENT));
      case 6, 7 -> dice.pick(w.enrolled(PrincipalKind.HUMAN));
      case 8 -> dice.pick(w.of(Kind.ENROLMENT));
      case 9 -> dice.pick(w.of(Kind.GROUP));
      case 10 -> dice.pick(w.of(Kind.ARCHETYPE));
      default -> dice.pick(w.log);
    };
  }

  Statement revocation(Dice dice) {
    Placed target = closable(dice);
    KeyPool.Key signer = closer(dice, target);
    boolean human =
        target.statement() instanceof Statement.Enrolment e && e.principal() == PrincipalKind.HUMAN;
    Optional<Hash> successor =
        dice.chance(human ? 70 : 3)
            ? Optional.of(dice.chance(4) ? w.stray(dice) : dice.pick(w.humansAndGroups()))
            : Optional.empty();
    return new Statement.Revocation(
        w.issued(dice, signer), target.hash(), successor, Optional.empty());
  }

  Statement suspension(Dice dice) {
    Placed target =
        switch (dice.next(4)) {
          case 0 -> dice.pick(w.of(Kind.GRANT));
          case 1 -> dice.pick(w.enrolled(PrincipalKind.ORGANISATION));
          case 2 -> closable(dice);
          default -> dice.pick(w.enrolled(PrincipalKind.AGENT));
        };
    Optional<String> trigger =
        dice.chance(30) ? Optional.of(dice.of("anomaly", "noise")) : Optional.empty();
    return new Statement.Suspension(
        w.issued(dice, closer(dice, target)), target.hash(), trigger, w.reason(dice));
  }

  Statement resumption(Dice dice) {
    List<Placed> suspensions = w.of(Kind.SUSPENSION);
    Placed target =
        suspensions.isEmpty() || dice.chance(15)
            ? closable(dice)
            : w.find(((Statement.Suspension) dice.pick(suspensions).statement()).target())
                .orElseThrow();
    Placed agent = target;
    if (target.statement() instanceof Statement.Grant grant) {
      agent = w.find(grant.delegate()).orElseThrow();
    }
    KeyPool.Key signer;
    if (agent.statement() instanceof Statement.Enrolment e
        && e.principal() == PrincipalKind.AGENT) {
      signer = dice.chance(30) ? controlKey(dice, agent) : ownerKey(dice, agent);
    } else {
      signer = w.authority(dice);
    }
    return new Statement.Resumption(w.issued(dice, signer), target.hash(), Optional.empty());
  }

  Statement completion(Dice dice) {
    List<Placed> grants = w.of(Kind.GRANT);
    List<Hash> targets = new ArrayList<>();
    Placed first = dice.pick(grants);
    targets.add(first.hash());
    if (dice.chance(40)) {
      Hash second = dice.chance(5) ? w.stray(dice) : dice.pick(grants).hash();
      if (!targets.contains(second)) {
        targets.add(second);
      }
    }
    KeyPool.Key signer =
        switch (dice.next(3)) {
          case 0 -> KeyPool.POOL.of(first.signer());
          case 1 -> w.holderOf(first);
          default -> KeyPool.POOL.of(grants.get(0).signer());
        };
    return new Statement.Completion(w.issued(dice, signer), targets, w.reason(dice));
  }

  Statement compromise(Dice dice) {
    Placed target =
        dice.chance(50)
            ? dice.pick(w.of(Kind.ENROLMENT))
            : dice.pick(w.enrolled(PrincipalKind.AGENT, PrincipalKind.HUMAN));
    long newest = w.log.size() - 1L;
    long lastGood =
        switch (dice.next(8)) {
          case 0, 1 -> target.index();
          case 2 -> newest;
          case 3 -> 0;
          case 4 -> newest + 1;
          default -> target.index() + dice.next((int) (newest - target.index()) + 1);
        };
    Statement.Enrolment says = World.enrolment(target);
    KeyPool.Key signer =
        switch (dice.next(4)) {
          case 0 ->
              says.recovery()
                  .map(key -> KeyPool.POOL.of(Judging.thumbprint(key)))
                  .orElseGet(() -> w.authority(dice));
          case 1 -> w.authority(dice);
          case 2 -> ownerKey(dice, target);
          default -> w.keyOf(target);
        };
    Issued issued = w.issued(dice, signer);
    return new Statement.Compromise(issued, target.hash(), lastGood, Optional.empty());
  }

  /** Of whatever hides something but a call: what a call hides is asked for by other rules. */
  Statement erasure(Dice dice) {
    List<Placed> hiding =
        w.log.stream()
            .filter(r -> !(r.statement() instanceof Statement.Calling))
            .filter(
                r ->
                    r.statement().slots().values().stream().anyMatch(Slot.Hidden.class::isInstance))
            .toList();
    Placed target =
        hiding.isEmpty() || dice.chance(10)
            ? dice.pick(w.of(Kind.GRANT, Kind.ENROLMENT, Kind.POLICY))
            : dice.pick(hiding);
    Set<String> slots =
        dice.chance(50)
            ? Set.of()
            : dice.chance(10) ? Set.of(SlotName.NAME) : target.statement().slots().keySet();
    KeyPool.Key key = w.authority(dice);
    Optional<Hash> by = Optional.empty();
    Optional<Hash> policy = Optional.empty();
    if (dice.chance(70)) {
      List<Placed> signed =
          w.of(Kind.ENROLMENT).stream()
              .filter(r -> w.keyOf(r).thumbprint().equals(target.signer()))
              .toList();
      List<Placed> keepers = w.enrolled(PrincipalKind.HUMAN, PrincipalKind.SERVICE);
      List<Placed> policies = w.of(Kind.POLICY);
      boolean retention = !policies.isEmpty() && dice.chance(60);
      Placed who =
          signed.isEmpty() || retention
              ? dice.chance(10) ? dice.pick(w.of(Kind.ENROLMENT)) : dice.pick(keepers)
              : dice.pick(signed);
      key = w.keyOf(who);
      by = Optional.of(dice.chance(4) ? w.stray(dice) : who.hash());
      if (retention) {
        policy =
            Optional.of(dice.chance(4) ? w.stray(dice) : policies.get(policies.size() - 1).hash());
      }
    }
    return new Statement.Erasure(
        w.issued(dice, key),
        dice.chance(3) ? w.stray(dice) : target.hash(),
        slots,
        by,
        policy,
        Optional.empty());
  }
}
