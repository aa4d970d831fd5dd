package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compromise (section 9), what closes and opens (10), outcomes (11). */
final class Closings {
  private final Judging j;

  Closings(Judging j) {
    this.j = j;
  }

  private void thisLedger(Placed x) {
    j.check(x.statement().issued().ledger().equals(Optional.of(j.ledger)), Reason.WRONG_LEDGER);
  }

  // Closers

  /** The enrolment, that which rotates it, and so on up to r. */
  List<Placed> rotations(Placed enrolment, long r) {
    List<Placed> rotations = new ArrayList<>(List.of(enrolment));
    for (Fact rotated : j.facts(enrolment, "rotated", r)) {
      if (j.stands(rotated)) {
        rotations.addAll(rotations(j.record(rotated.at()), r));
      }
    }
    return rotations;
  }

  /** The key of an enrolment, and every key that it was rotated to. */
  private void addKeys(Set<Hash> keys, Placed enrolment, long r) {
    rotations(enrolment, r).forEach(each -> keys.add(Principals.keyOf(each)));
  }

  private void addSigner(Set<Hash> keys, Placed x, long r) {
    keys.add(x.signer());
    j.enrolmentOf(x.signer(), x.index()).ifPresent(enrolment -> addKeys(keys, enrolment, r));
  }

  private void addHumans(Set<Hash> keys, Optional<Placed> humanOrGroup, long r) {
    if (humanOrGroup.isPresent()) {
      List<Placed> humans =
          humanOrGroup.get().kind() == Kind.GROUP
              ? j.principals.membersOf(j.principals.newestVersion(humanOrGroup.get(), r))
              : List.of(humanOrGroup.get());
      humans.forEach(human -> addKeys(keys, human, r));
    }
  }

  private Set<Hash> closersOfEnrolment(Placed x, long r) {
    Set<Hash> keys = new HashSet<>();
    addKeys(keys, x, r);
    addSigner(keys, x, r);
    if (!Principals.is(x, PrincipalKind.AGENT)) {
      keys.add(j.principals.first(x).signer());
      return keys;
    }
    Placed agent = j.principals.first(x);
    while (Principals.said(agent).agent().orElseThrow().spawner().isPresent()) {
      Hash above = Principals.said(agent).agent().orElseThrow().spawner().orElseThrow();
      Placed spawner = j.follow(above, agent, Kind.ENROLMENT);
      addKeys(keys, spawner, r);
      agent = j.principals.first(spawner);
    }
    addHumans(keys, j.principals.ownerOf(x, r), r);
    addHumans(keys, j.approvals.stated(x, AgentRole.CONTROL_OWNER), r);
    return keys;
  }

  private Set<Hash> closersOfGrant(Placed grant, long r) {
    Set<Hash> keys = closersOfEnrolment(j.grants.delegate(grant), r);
    keys.add(Judging.thumbprint(Grants.said(grant).holder()));
    j.grants.chain(grant).forEach(each -> addKeys(keys, j.grants.delegator(each), r));
    return keys;
  }

  private boolean isCloser(Placed x, Placed target) {
    if (target.kind() == Kind.GRANT) {
      return closersOfGrant(target, x.index()).contains(x.signer());
    }
    return j.byAuthority(x)
        || (target.kind() == Kind.ENROLMENT
            && closersOfEnrolment(target, x.index()).contains(x.signer()));
  }

  // 10

  void revocation(Placed x) {
    thisLedger(x);
    Statement.Revocation says = (Statement.Revocation) x.statement();
    Placed target = j.follow(says.target(), x);
    boolean revocable =
        switch (target.kind()) {
          case GRANT, ENROLMENT, GROUP, ARCHETYPE -> true;
          default -> false;
        };
    j.check(revocable, Reason.NOT_REVOCABLE);
    j.check(j.closing(() -> isCloser(x, target)), Reason.REVOKER_WITHOUT_STANDING);
    if (says.successor().isPresent()) {
      j.check(Principals.is(target, PrincipalKind.HUMAN), Reason.SUCCESSOR_INVALID);
      Placed successor = j.follow(says.successor().get(), x, Kind.ENROLMENT, Kind.GROUP);
      j.judge(successor);
      boolean another =
          successor.kind() == Kind.GROUP
              || (Principals.is(successor, PrincipalKind.HUMAN)
                  && !Principals.said(successor).id().equals(Principals.said(target).id()));
      j.check(another, Reason.SUCCESSOR_INVALID);
      if (!j.byAuthority(x)) {
        j.judge(target);
        Optional<Placed> self =
            j.principals.standingLine(target, x.index()).stream()
                .filter(one -> Principals.keyOf(one).equals(x.signer()))
                .findFirst();
        j.check(self.isPresent(), Reason.SUCCESSOR_INVALID);
        j.principals.alive(self.get(), x.index() - 1);
        j.check(
            !j.over(Principals.said(self.get()).expiresAt(), x.index()), Reason.ENROLMENT_EXPIRED);
        j.maySign(x, self.get());
      }
      j.hasRoom(x, target, "left");
    }
  }

  private Placed suspendable(Hash reference, Placed x) {
    Placed target = j.follow(reference, x);
    boolean may =
        switch (target.kind()) {
          case GRANT, ARCHETYPE -> true;
          case ENROLMENT ->
              Principals.said(target).rotates().isEmpty()
                  && (Principals.is(target, PrincipalKind.AGENT)
                      || Principals.is(target, PrincipalKind.ORGANISATION));
          default -> false;
        };
    j.check(may, Reason.NOT_SUSPENDABLE);
    return target;
  }

  /** The agent that is suspended, or whose grant is. */
  private Optional<Placed> agentOf(Placed target) {
    Optional<Placed> principal =
        switch (target.kind()) {
          case GRANT -> Optional.of(j.grants.delegate(target));
          case ENROLMENT -> Optional.of(target);
          default -> Optional.empty();
        };
    return principal.filter(e -> Principals.is(e, PrincipalKind.AGENT));
  }

  void suspension(Placed x) {
    thisLedger(x);
    Statement.Suspension says = (Statement.Suspension) x.statement();
    Placed target = suspendable(says.target(), x);
    j.check(j.closing(() -> isCloser(x, target)), Reason.SUSPENDER_WITHOUT_STANDING);
    if (says.trigger().isPresent()) {
      boolean known =
          Optional.of(target)
              .filter(t -> t.kind() == Kind.ENROLMENT)
              .flatMap(t -> Principals.said(t).agent())
              .filter(agent -> agent.triggers().contains(says.trigger().get()))
              .isPresent();
      j.check(known, Reason.TRIGGER_UNKNOWN);
    }
  }

  void resumption(Placed x) {
    j.form(x);
    long r = x.index();
    Placed target = suspendable(((Statement.Resumption) x.statement()).target(), x);
    Optional<Reason> before = j.closed(target, r - 1, true);
    boolean suspended =
        before.equals(Optional.of(Reason.GRANT_SUSPENDED))
            || before.equals(Optional.of(Reason.ENROLMENT_SUSPENDED))
            || before.equals(Optional.of(Reason.ARCHETYPE_SUSPENDED));
    j.check(suspended, Reason.NOT_SUSPENDED);
    if (target.kind() == Kind.ARCHETYPE || Principals.is(target, PrincipalKind.ORGANISATION)) {
      j.check(j.byAuthority(x), Reason.RESUMER_WITHOUT_STANDING);
      return;
    }
    j.judge(target.kind() == Kind.GRANT ? j.grants.delegate(target) : target);
    Optional<Placed> agent = agentOf(target);
    if (agent.isEmpty()) {
      j.check(j.byAuthority(x), Reason.RESUMER_WITHOUT_STANDING);
      return;
    }
    List<Placed> assigned = new ArrayList<>();
    j.principals.ownerOf(agent.get(), r).ifPresent(assigned::add);
    j.approvals.role(agent.get(), AgentRole.CONTROL_OWNER, r).ifPresent(assigned::add);
    Optional<Placed> human =
        assigned.stream()
            .flatMap(who -> j.principals.resolved(who, r).stream())
            .flatMap(who -> j.principals.holderOf(x.signer(), who, r).stream())
            .findFirst();
    j.check(human.isPresent(), Reason.RESUMER_WITHOUT_STANDING);
    j.principals.alive(human.get(), r);
    j.maySign(x, human.get());
  }

  void completion(Placed x) {
    thisLedger(x);
    Statement.Completion says = (Statement.Completion) x.statement();
    List<Placed> targets = new ArrayList<>();
    for (Hash target : says.targets()) {
      targets.add(j.follow(target, x, Kind.GRANT));
    }
    Set<Optional<String>> tasks = new HashSet<>();
    targets.forEach(target -> tasks.add(j.grants.task(target)));
    j.check(tasks.size() <= 1, Reason.TASKS_DIFFER);
    for (Placed target : targets) {
      Set<Hash> keys = new HashSet<>();
      keys.add(Judging.thumbprint(Grants.said(target).holder()));
      j.grants.chain(target).forEach(each -> keys.add(Principals.keyOf(j.grants.delegator(each))));
      j.check(keys.contains(x.signer()), Reason.COMPLETER_WITHOUT_STANDING);
    }
  }

  // 9

  void compromise(Placed x) {
    thisLedger(x);
    Statement.Compromise says = (Statement.Compromise) x.statement();
    long r = x.index();
    Placed target = j.follow(says.target(), x, Kind.ENROLMENT);
    j.judge(target);
    j.check(target.index() <= says.lastGood() && says.lastGood() < r, Reason.LAST_GOOD_INVALID);
    if (!isRecoveryKey(x.signer(), target) && !j.byAuthority(x)) {
      Optional<Placed> owner = j.principals.ownerOf(target, r);
      Optional<Placed> human = owner.flatMap(who -> j.principals.holderOf(x.signer(), who, r));
      j.check(human.isPresent(), Reason.DECLARER_WITHOUT_STANDING);
      j.maySign(x, human.get());
    }
    j.hasRoom(x, target, "compromised");
  }

  private boolean isRecoveryKey(Hash key, Placed target) {
    Placed at = target;
    while (true) {
      Statement.Enrolment says = Principals.said(at);
      if (says.recovery().map(Judging::thumbprint).equals(Optional.of(key))) {
        return true;
      }
      if (says.rotates().isEmpty()) {
        return false;
      }
      at = j.follow(says.rotates().get(), at, Kind.ENROLMENT);
    }
  }

  // 11

  void outcome(Placed x) {
    j.form(x);
    Statement.Outcome says = (Statement.Outcome) x.statement();
    Placed action = j.follow(says.action(), x, Kind.ACTION);
    if (says.service().isEmpty()) {
      j.check(x.signer().equals(action.signer()), Reason.OUTCOME_WITHOUT_STANDING);
      return;
    }
    service(x, says.service().get(), Reason.OUTCOME_WITHOUT_STANDING);
  }

  void service(Placed x, Hash reference, Reason otherwise) {
    Placed service = j.follow(reference, x, Kind.ENROLMENT);
    j.judge(service);
    j.check(
        Principals.is(service, PrincipalKind.SERVICE)
            && Principals.keyOf(service).equals(x.signer()),
        otherwise);
    j.principals.alive(service, x.index());
    j.check(j.facts(service, "rotated", x.index() - 1).isEmpty(), Reason.KEY_ROTATED);
  }
}
