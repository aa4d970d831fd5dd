package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The log as a list, and who caused what on which record: section 1's table, row by row. */
final class Happened {
  private static final int MOST_SUSPENSIONS = 255;
  private static final Set<String> ONCE =
      Set.of("revoked", "completed", "superseded", "replaced", "used", "rotated");

  /** Record {@code at} did this to the record on whose list it stands. */
  record Fact(long at, String is) {}

  private final List<Placed> log = new ArrayList<>();
  private final Map<Hash, Placed> byHash = new HashMap<>();
  private final Map<Long, List<Fact>> facts = new HashMap<>();

  Happened() {}

  /** What has happened so far, to go on from. */
  Happened(Happened so) {
    log.addAll(so.log);
    byHash.putAll(so.byHash);
    so.facts.forEach((leaf, list) -> facts.put(leaf, new ArrayList<>(list)));
  }

  List<Placed> log() {
    return log;
  }

  Optional<Placed> find(Hash hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  List<Fact> on(long leaf) {
    return facts.getOrDefault(leaf, List.of());
  }

  void add(Placed r) {
    Map<Long, String> caused = new HashMap<>();
    Statement s = r.statement();
    if (s instanceof Statement.Revocation revocation) {
      on(revocation.target(), Kind.GRANT, Kind.ENROLMENT, Kind.GROUP, Kind.ARCHETYPE)
          .ifPresent(t -> caused.put(t.index(), leaves(revocation, t) ? "left" : "revoked"));
    } else if (s instanceof Statement.Suspension suspension) {
      on(suspension.target(), Kind.GRANT, Kind.ENROLMENT, Kind.ARCHETYPE)
          .ifPresent(t -> caused.put(t.index(), isOneTooMany(t) ? "revoked" : "suspended"));
    } else if (s instanceof Statement.Resumption resumption) {
      on(resumption.target(), Kind.GRANT, Kind.ENROLMENT, Kind.ARCHETYPE)
          .ifPresent(t -> caused.put(t.index(), "resumed"));
    } else if (s instanceof Statement.Completion completion) {
      for (Hash target : new LinkedHashSet<>(completion.targets())) {
        on(target, Kind.GRANT).ifPresent(t -> caused.put(t.index(), "completed"));
      }
    } else if (s instanceof Statement.Grant grant) {
      grant
          .replaces()
          .filter(Statement.Renewal::closes)
          .flatMap(renewal -> on(renewal.grant(), Kind.GRANT))
          .ifPresent(t -> caused.put(t.index(), "superseded"));
    } else if (s instanceof Statement.Group group) {
      group
          .replaces()
          .flatMap(older -> on(older, Kind.GROUP))
          .ifPresent(t -> caused.put(t.index(), "replaced"));
    } else if (s instanceof Statement.Approval approval) {
      String answer = approval.decision() == Decision.DENY ? "denied" : "approved";
      on(approval.target(), Kind.REQUEST, Kind.GRANT, Kind.TRANSFER, Kind.REVOCATION)
          .ifPresent(t -> caused.put(t.index(), answer));
    } else if (s instanceof Statement.Compromise compromise) {
      on(compromise.target(), Kind.ENROLMENT).ifPresent(t -> caused.put(t.index(), "compromised"));
    } else if (s instanceof Statement.Action action) {
      action.request().flatMap(this::find).ifPresent(t -> caused.put(t.index(), "used"));
    } else if (s instanceof Statement.Enrolment enrolment) {
      enrolment
          .rotates()
          .flatMap(older -> on(older, Kind.ENROLMENT))
          .ifPresent(t -> caused.put(t.index(), "rotated"));
    } else if (s instanceof Statement.Transfer transfer) {
      on(transfer.agent(), Kind.ENROLMENT).ifPresent(t -> caused.put(t.index(), "transfer"));
    } else if (s instanceof Statement.Erasure erasure) {
      find(erasure.target()).ifPresent(t -> caused.put(t.index(), "erased"));
    } else if (s instanceof Statement.Policy) {
      caused.put(0L, "policy");
    } else if (s instanceof Statement.AuthorityChange) {
      caused.put(0L, "authority");
    } else if (s instanceof Statement.LedgerKeyChange) {
      caused.put(0L, "ledger-key");
    }
    caused.forEach(
        (leaf, is) -> {
          if (!ONCE.contains(is) || on(leaf).stream().noneMatch(f -> f.is().equals(is))) {
            facts.computeIfAbsent(leaf, l -> new ArrayList<>()).add(new Fact(r.index(), is));
          }
        });
    log.add(r);
    byHash.putIfAbsent(r.hash(), r);
  }

  private Optional<Placed> on(Hash target, Kind... kinds) {
    return find(target).filter(t -> List.of(kinds).contains(t.kind()));
  }

  private static boolean leaves(Statement.Revocation revocation, Placed target) {
    return revocation.successor().isPresent()
        && target.statement() instanceof Statement.Enrolment enrolment
        && enrolment.principal() == PrincipalKind.HUMAN;
  }

  private boolean isOneTooMany(Placed target) {
    return on(target.index()).stream().filter(f -> f.is().equals("suspended")).count()
        >= MOST_SUSPENSIONS;
  }
}
