package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Section 14. */
final class Erasing {
  private static final int MOST = 16;

  private final Judging j;

  Erasing(Judging judging) {
    this.j = judging;
  }

  void erasure(Placed x) {
    j.form(x);
    Statement.Erasure says = (Statement.Erasure) x.statement();
    Placed target = j.follow(says.target(), x);
    Set<String> named = named(says, target);
    j.check(!named.isEmpty() && hidden(target).containsAll(named), Reason.SLOT_NOT_ERASABLE);
    Set<String> before = erasedBefore(target, x.index());
    boolean allThatIsLeft = says.erases().isEmpty();
    j.check(
        allThatIsLeft ? !before.containsAll(named) : named.stream().noneMatch(before::contains),
        Reason.SLOT_ALREADY_ERASED);
    j.check(
        allThatIsLeft || j.facts(target, "erased", x.index() - 1).size() < MOST,
        Reason.STATUS_FULL);
    if (says.by().isEmpty()) {
      j.check(j.byAuthority(x), Reason.ERASER_WITHOUT_STANDING);
      return;
    }
    Placed by = j.follow(says.by().get(), x, Kind.ENROLMENT);
    j.judge(by);
    j.check(Principals.keyOf(by).equals(x.signer()), Reason.ERASER_WITHOUT_STANDING);
    j.check(
        says.policy().isPresent()
            ? Principals.is(by, PrincipalKind.HUMAN) || Principals.is(by, PrincipalKind.SERVICE)
            : !Principals.is(by, PrincipalKind.AGENT) && isSubject(by, target),
        Reason.ERASER_WITHOUT_STANDING);
    j.maySign(x, by);
    if (says.policy().isPresent()) {
      j.principals.alive(by, x.index());
      retention(x, j.follow(says.policy().get(), x, Kind.POLICY), target, named, before);
    }
  }

  private void retention(
      Placed x, Placed policy, Placed target, Set<String> named, Set<String> before) {
    List<Fact> policies = j.facts(j.record(0), "policy", x.index());
    j.check(policies.get(policies.size() - 1).at() == policy.index(), Reason.RETENTION_NOT_OVER);
    j.judge(policy);
    for (String slot : named) {
      Long seconds = ((Statement.Policy) policy.statement()).retention().get(SlotFamily.of(slot));
      j.check(
          before.contains(slot)
              || (seconds != null && target.timeMs() + seconds * 1000 <= x.timeMs()),
          Reason.RETENTION_NOT_OVER);
    }
  }

  private boolean isSubject(Placed by, Placed target) {
    if (target.statement() instanceof Statement.Enrolment named) {
      Statement.Enrolment signer = Principals.said(by);
      return named.id().equals(signer.id()) && named.principal() == signer.principal();
    }
    if (target.kind() == Kind.ACTION || target.kind() == Kind.REQUEST) {
      return false;
    }
    Placed at = by;
    while (!Principals.keyOf(at).equals(target.signer())) {
      Optional<Hash> older = Principals.said(at).rotates();
      if (older.isEmpty()) {
        return false;
      }
      at = j.follow(older.get(), at, Kind.ENROLMENT);
    }
    return true;
  }

  private Set<String> erasedBefore(Placed target, long r) {
    Set<String> erased = new TreeSet<>();
    for (Fact fact : j.facts(target, "erased", r - 1)) {
      if (j.stands(fact)) {
        erased.addAll(named((Statement.Erasure) j.record(fact.at()).statement(), target));
      }
    }
    return erased;
  }

  private static Set<String> named(Statement.Erasure says, Placed target) {
    return says.erases().isEmpty() ? hidden(target) : says.erases();
  }

  private static Set<String> hidden(Placed target) {
    Set<String> hidden = new TreeSet<>();
    target
        .statement()
        .slots()
        .forEach(
            (name, slot) -> {
              if (slot instanceof Slot.Hidden) {
                hidden.add(name);
              }
            });
    return hidden;
  }
}
