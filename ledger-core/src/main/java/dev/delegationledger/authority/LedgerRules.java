package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.References;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What only somebody who sees the whole ledger can check (docs/rules.md, section 12). Admission and
 * audit do; one file cannot show it.
 */
final class LedgerRules {
  private final LedgerIndex index;
  private final Walk walk;
  private final RecordSource source;

  LedgerRules(LedgerIndex index, Walk walk, RecordSource source) {
    this.index = index;
    this.walk = walk;
    this.source = source;
  }

  void judge(PlacedEntry entry) throws RefusedException {
    Statement statement = entry.entry().statement();
    switch (entry.kind()) {
      case REVOCATION, SUSPENSION, COMPLETION, COMPROMISE -> {
        return; // nobody's choice of jti may stand in the way of closing
      }
      case GENESIS,
          ENROLMENT,
          GRANT,
          ACTION,
          OUTCOME,
          POLICY,
          ARCHETYPE,
          GROUP,
          REQUEST,
          APPROVAL,
          TRANSFER,
          RESUMPTION,
          AUTHORITY,
          ERASURE,
          DENIAL,
          FOREIGN_CALL,
          LEDGER_KEY -> {
        requireNewJti(entry, index);
      }
    }
    if (statement instanceof Statement.Enrolment enrolment) {
      enrolment(entry, enrolment);
    } else if (statement instanceof Statement.Grant grant && grant.replaces().isPresent()) {
      requireRenewal(entry, grant, References.renewed(grant).orElseThrow());
    } else if (statement instanceof Statement.Group group) {
      principal(entry, group.id(), PrincipalKind.GROUP, group.replaces().isPresent());
    } else if (statement instanceof Statement.AuthorityChange change && change.add().isPresent()) {
      requireNewKey(entry, Jwk.thumbprint(change.add().get().key()), Reason.KEY_ROLE_CONFLICT);
    } else if (statement instanceof Statement.LedgerKeyChange change) {
      requireNewKey(entry, Jwk.thumbprint(change.key()), Reason.KEY_ROLE_CONFLICT);
    } else if (statement instanceof Statement.Outcome outcome) {
      requireFirstOutcome(entry, outcome);
    } else if (statement instanceof Statement.Approval approval) {
      requireFirstAnswer(entry, approval);
    } else {
      report(entry, walk, index, source);
    }
  }

  /** What a service reports: a denial has to be founded, a foreign call a new one. */
  private static void report(PlacedEntry entry, Walk walk, CallIndex index, RecordSource source)
      throws RefusedException {
    if (entry.entry().statement() instanceof Statement.Denial denial) {
      new Submissions(walk.beside(), index, source).requireRefused(entry, denial);
    } else if (entry.entry().statement() instanceof Statement.ForeignCall) {
      requireNewUse(entry, index, source);
    }
  }

  /** As {@link #judge}, of what a service reports: that takes less of an index. */
  static void judgeReport(PlacedEntry entry, Walk walk, CallIndex index, RecordSource source)
      throws RefusedException {
    requireNewJti(entry, index);
    report(entry, walk, index, source);
  }

  static void requireNewJti(PlacedEntry entry, CallIndex index) throws RefusedException {
    if (index.jtiUse(entry.signer(), entry.entry().statement().issued().jti()).isPresent()) {
      throw refuse(
          entry.index(), Reason.JTI_REUSED, "check jti: expected one the signer never used");
    }
  }

  /** One proof of possession is for one call: so the ledger remembers what the tokens cannot. */
  private static void requireNewUse(PlacedEntry entry, CallIndex index, RecordSource source)
      throws RefusedException {
    Hash use = entry.as(Statement.ForeignCall.class).use();
    for (long at : index.referring(use, Set.of(Kind.FOREIGN_CALL))) {
      if (source.at(at).isPresent()) {
        throw refuse(
            entry.index(),
            Reason.JTI_REUSED,
            "check possession: expected a proof that nobody used, got that of record " + at);
      }
    }
  }

  /**
   * It gives no authority, and so is no part of any proof: a grant renewed each hour stays short.
   */
  private void requireRenewal(PlacedEntry entry, Statement.Grant grant, Hash replaced)
      throws RefusedException {
    Statement.Grant before =
        walk.evidence
            .follow(replaced, Kind.GRANT, entry.position(), NO_HOP)
            .as(Statement.Grant.class);
    boolean sameDelegator =
        before.parent().equals(grant.parent())
            && (before.delegator().isEmpty()
                || id(before.delegator().get(), entry)
                    .equals(id(grant.delegator().orElseThrow(), entry)));
    if (!sameDelegator || !id(before.delegate(), entry).equals(id(grant.delegate(), entry))) {
      throw refuse(
          entry.index(),
          Reason.RENEWAL_MISMATCH,
          "check replaces: expected a grant of the same delegator, parent and delegate");
    }
  }

  private String id(Hash enrolment, PlacedEntry citing) throws RefusedException {
    return walk.evidence
        .follow(enrolment, Kind.ENROLMENT, citing.position(), NO_HOP)
        .as(Statement.Enrolment.class)
        .id();
  }

  private void enrolment(PlacedEntry entry, Statement.Enrolment enrolment) throws RefusedException {
    requireNewKey(entry, Jwk.thumbprint(enrolment.key()), Reason.KEY_ALREADY_ENROLLED);
    if (enrolment.recovery().isPresent()) {
      requireNewKey(entry, Jwk.thumbprint(enrolment.recovery().get()), Reason.KEY_ALREADY_ENROLLED);
    }
    principal(entry, enrolment.id(), enrolment.principal(), enrolment.rotates().isPresent());
    if (enrolment.agent().flatMap(Statement.AgentFacts::spawner).isPresent()) {
      new SpawnCap(walk, index, source).require(entry);
    }
  }

  private void requireNewKey(PlacedEntry entry, Hash key, Reason otherwise)
      throws RefusedException {
    if (index.keyEnrolled(key) || walk.evidence.ledger().signers().containsKey(key)) {
      throw refuse(
          entry.index(), otherwise, "check key: expected one that nobody here has, got " + key);
    }
  }

  /** An agent and a group have an id of their own; a human's enrolments may share one. */
  private void principal(PlacedEntry entry, String id, PrincipalKind kind, boolean follows)
      throws RefusedException {
    Optional<PrincipalKind> holder = index.principal(id);
    boolean once = kind == PrincipalKind.AGENT || kind == PrincipalKind.GROUP;
    if (holder.isPresent() && (holder.get() != kind || (once && !follows))) {
      throw refuse(
          entry.index(),
          Reason.PRINCIPAL_ALREADY_ENROLLED,
          "check id: expected an id that no " + holder.get().code() + " has");
    }
  }

  private void requireFirstOutcome(PlacedEntry entry, Statement.Outcome outcome)
      throws RefusedException {
    for (PlacedEntry other : referring(outcome.action(), Kind.OUTCOME)) {
      if (other.as(Statement.Outcome.class).action().equals(outcome.action())) {
        throw refuse(
            entry.index(),
            Reason.OUTCOME_ALREADY_RECORDED,
            "check action: expected one without outcome, got that of record " + other.index());
      }
    }
  }

  private void requireFirstAnswer(PlacedEntry entry, Statement.Approval approval)
      throws RefusedException {
    String human = approver(approval);
    for (PlacedEntry other : referring(approval.target(), Kind.APPROVAL)) {
      Statement.Approval before = other.as(Statement.Approval.class);
      if (before.target().equals(approval.target()) && approver(before).equals(human)) {
        throw refuse(
            entry.index(),
            Reason.APPROVAL_REPEATED,
            "check target: expected one without this human's answer, got that of record "
                + other.index());
      }
    }
  }

  /** The principal who answered; an earlier answer may have fallen since, and is not judged. */
  private String approver(Statement.Approval approval) throws RefusedException {
    return source
        .find(approval.approver())
        .map(PlacedEntry::entry)
        .map(VerifiedEntry::statement)
        .filter(Statement.Enrolment.class::isInstance)
        .map(enrolment -> ((Statement.Enrolment) enrolment).id())
        .orElse("");
  }

  private List<PlacedEntry> referring(Hash hash, Kind kind) throws RefusedException {
    List<PlacedEntry> found = new ArrayList<>();
    for (long at : index.referring(hash, Set.of(kind))) {
      source.at(at).ifPresent(found::add);
    }
    return found;
  }
}
