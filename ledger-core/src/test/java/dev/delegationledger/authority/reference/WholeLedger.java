package dev.delegationledger.authority.reference;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What admission and audit see beyond an entry's own list (section 12). */
final class WholeLedger {
  private final Judging j;

  WholeLedger(Judging j) {
    this.j = j;
  }

  private static List<Placed> before(Judging j, long index) {
    return j.happened.log().stream().filter(r -> r.index() < index).toList();
  }

  /** Whether an earlier enrolment binds this key, or names it for recovery. */
  private static boolean isEnrolled(Judging j, Hash key, long index) {
    return before(j, index).stream()
        .anyMatch(
            r ->
                r.statement() instanceof Statement.Enrolment enrolment
                    && keys(enrolment).contains(key));
  }

  private static List<Hash> keys(Statement.Enrolment enrolment) {
    List<VerifyingKey> keys = new ArrayList<>(List.of(enrolment.key()));
    enrolment.recovery().ifPresent(keys::add);
    return keys.stream().map(Judging::thumbprint).toList();
  }

  void check(Placed x) {
    jti(x);
    Statement s = x.statement();
    if (s instanceof Statement.Enrolment enrolment) {
      keys(enrolment).forEach(key -> fresh(key, x, Reason.KEY_ALREADY_ENROLLED));
      principal(x, enrolment.principal().code(), enrolment.id());
      if (enrolment.agent().flatMap(Statement.AgentFacts::spawner).isPresent()) {
        spawned(x);
      }
    } else if (s instanceof Statement.Grant grant && grant.replaces().isPresent()) {
      renewal(x, grant, j.follow(grant.replaces().get().grant(), x, Kind.GRANT));
    } else if (s instanceof Statement.Group group) {
      principal(x, "group", group.id());
    } else if (s instanceof Statement.AuthorityChange change) {
      change
          .add()
          .ifPresent(added -> fresh(Judging.thumbprint(added.key()), x, Reason.KEY_ROLE_CONFLICT));
    } else if (s instanceof Statement.LedgerKeyChange change) {
      fresh(Judging.thumbprint(change.key()), x, Reason.KEY_ROLE_CONFLICT);
    } else if (s instanceof Statement.Outcome outcome) {
      boolean recorded =
          before(j, x.index()).stream()
              .anyMatch(
                  r ->
                      r.statement() instanceof Statement.Outcome earlier
                          && earlier.action().equals(outcome.action()));
      j.check(!recorded, Reason.OUTCOME_ALREADY_RECORDED);
    } else if (s instanceof Statement.Denial) {
      j.denying.founded(x);
    } else if (s instanceof Statement.ForeignCall) {
      j.foreign.used(x);
    } else if (s instanceof Statement.Approval approval) {
      Placed target = j.follow(approval.target(), x);
      boolean answered = j.approvals.hasAnswered(j.approvals.approver(x), target, x.index());
      j.check(!answered, Reason.APPROVAL_REPEATED);
    }
  }

  private void renewal(Placed g, Statement.Grant says, Placed older) {
    Statement.Grant before = Grants.said(older);
    boolean same =
        says.parent().isPresent()
            ? says.parent().equals(before.parent())
            : before.parent().isEmpty()
                && id(says.delegator().orElseThrow(), g)
                    .equals(id(before.delegator().orElseThrow(), g));
    j.check(
        same && id(says.delegate(), g).equals(id(before.delegate(), g)), Reason.RENEWAL_MISMATCH);
  }

  private String id(Hash enrolment, Placed from) {
    return Principals.said(j.follow(enrolment, from, Kind.ENROLMENT)).id();
  }

  private void jti(Placed x) {
    boolean closes =
        switch (x.kind()) {
          case REVOCATION, SUSPENSION, COMPLETION, COMPROMISE -> true;
          default -> false;
        };
    boolean used =
        before(j, x.index()).stream()
            .anyMatch(
                r ->
                    r.signer().equals(x.signer())
                        && r.statement().issued().jti().equals(x.statement().issued().jti()));
    j.check(closes || !used, Reason.JTI_REUSED);
  }

  private void fresh(Hash key, Placed x, Reason otherwise) {
    boolean authority =
        j.genesis().authorities().stream().anyMatch(a -> Judging.thumbprint(a).equals(key))
            || before(j, x.index()).stream()
                .anyMatch(
                    r ->
                        r.statement() instanceof Statement.AuthorityChange change
                            && change
                                .add()
                                .map(added -> Judging.thumbprint(added.key()))
                                .equals(Optional.of(key)));
    boolean ledgers = j.ledgerKeys(x.index()).contains(key);
    j.check(!authority && !ledgers && !isEnrolled(j, key, x.index()), otherwise);
  }

  private void principal(Placed x, String kind, String id) {
    boolean follows =
        x.statement() instanceof Statement.Group group
            ? group.replaces().isPresent()
            : Principals.said(x).rotates().isPresent();
    boolean once = kind.equals("agent") || kind.equals("group");
    for (Placed earlier : before(j, x.index())) {
      String other = "";
      String taken = "";
      if (earlier.statement() instanceof Statement.Enrolment enrolment) {
        other = enrolment.id();
        taken = enrolment.principal().code();
      } else if (earlier.statement() instanceof Statement.Group group) {
        other = group.id();
        taken = "group";
      }
      if (other.equals(id)) {
        j.check(taken.equals(kind) && (!once || follows), Reason.PRINCIPAL_ALREADY_ENROLLED);
      }
    }
  }

  private void spawned(Placed x) {
    long e = x.index();
    Optional<Long> most = j.policy(e).flatMap(Statement.Policy::maxSpawned);
    if (most.isEmpty()) {
      return;
    }
    String owner = ownerId(x, e);
    Set<String> alive = new HashSet<>(Set.of(Principals.said(x).id()));
    for (Placed other : before(j, e)) {
      if (other.statement() instanceof Statement.Enrolment enrolment
          && j.principals.upFrom(other).size() > 1
          && ownerId(other, e).equals(owner)
          && standsAndIsAlive(other, x)) {
        alive.add(enrolment.id());
      }
    }
    j.check(alive.size() <= most.get(), Reason.SPAWN_CAP_REACHED);
  }

  /** Judged by itself, as known now: what is void has no key that it could be alive under. */
  private boolean standsAndIsAlive(Placed agent, Placed x) {
    Judging beside = new Judging(j.happened, j.ledger, x, x.index(), true, Optional.empty());
    try {
      beside.judge(agent);
      beside.principals.alive(agent, x.index());
      return true;
    } catch (Broken broken) {
      return false;
    }
  }

  private String ownerId(Placed agent, long a) {
    Placed owner = j.principals.ownerOf(agent, a).orElseThrow();
    return owner.statement() instanceof Statement.Group group
        ? group.id()
        : Principals.said(owner).id();
  }
}
