package dev.delegationledger.authority;

import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can happen to a record, as its status list says it (docs/rules.md, section 1). */
enum FactKind implements Named {
  /** A revocation, or the suspension after the last that a leaf takes. */
  REVOKED(Kind.REVOCATION, false),
  /** A revocation that names a successor. */
  LEFT(Kind.REVOCATION, true),
  /** A completion. */
  COMPLETED(Kind.COMPLETION, false),
  /** A grant that renews it and closes it. */
  SUPERSEDED(Kind.GRANT, false),
  /** A newer version of a group. */
  REPLACED(Kind.GROUP, true),
  /** An approval that says deny. */
  DENIED(Kind.APPROVAL, true),
  /** A compromise of its key. */
  COMPROMISED(Kind.COMPROMISE, true),
  /** A suspension. */
  SUSPENDED(Kind.SUSPENSION, false),
  /** A resumption. */
  RESUMED(Kind.RESUMPTION, true),
  /** An approval that says approve. */
  APPROVED(Kind.APPROVAL, true),
  /** An action that names it as its request. */
  USED(Kind.ACTION, false),
  /** An enrolment that rotates its key. */
  ROTATED(Kind.ENROLMENT, true),
  /** A transfer of its ownership. */
  TRANSFER(Kind.TRANSFER, true),
  /** A policy; on the leaf of genesis. */
  POLICY(Kind.POLICY, false),
  /** A change of authorities; on the leaf of genesis. */
  AUTHORITY(Kind.AUTHORITY, true),
  /** An erasure of what some of its slots hide. */
  ERASED(Kind.ERASURE, true),
  /** A change of the ledger's key; on the leaf of genesis. */
  LEDGER_KEY(Kind.LEDGER_KEY, true);

  /** Every judgement reads many facts. */
  private static final Map<String, FactKind> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FactKind::code, kind -> kind));

  private final Kind cause;
  private final boolean leadsToRecord;
  private final String code = Named.super.code();

  FactKind(Kind cause, boolean leadsToRecord) {
    this.cause = cause;
    this.leadsToRecord = leadsToRecord;
  }

  /** The kind of fact; empty if this program does not know it. */
  static Optional<FactKind> of(Fact fact) {
    return Optional.ofNullable(BY_CODE.get(fact.is()));
  }

  @Override
  public String code() {
    return code;
  }

  Fact at(long index) {
    return new Fact(index, code());
  }

  /**
   * Whether the record that caused it says more than the fact does, and so belongs to the evidence.
   * A policy's is asked for by position: {@link Closure}.
   */
  boolean leadsToRecord() {
    return leadsToRecord;
  }

  /** Whether {@code statement} is of the kind that causes this on the leaf of {@code target}. */
  boolean isCausedBy(Statement statement, Hash target) {
    if (statement.kind() != cause) {
      return false;
    }
    return switch (this) {
      case REVOKED, LEFT -> ((Statement.Revocation) statement).target().equals(target);
      case COMPLETED -> ((Statement.Completion) statement).targets().contains(target);
      case SUPERSEDED ->
          ((Statement.Grant) statement)
              .replaces()
              .filter(r -> r.grant().equals(target))
              .isPresent();
      case REPLACED -> ((Statement.Group) statement).replaces().equals(Optional.of(target));
      case APPROVED -> answers((Statement.Approval) statement, target, Decision.APPROVE);
      case DENIED -> answers((Statement.Approval) statement, target, Decision.DENY);
      case COMPROMISED -> ((Statement.Compromise) statement).target().equals(target);
      case SUSPENDED -> ((Statement.Suspension) statement).target().equals(target);
      case RESUMED -> ((Statement.Resumption) statement).target().equals(target);
      case USED -> ((Statement.Action) statement).request().equals(Optional.of(target));
      case ROTATED -> ((Statement.Enrolment) statement).rotates().equals(Optional.of(target));
      case TRANSFER -> ((Statement.Transfer) statement).agent().equals(target);
      case POLICY, AUTHORITY, LEDGER_KEY -> true;
      case ERASED -> ((Statement.Erasure) statement).target().equals(target);
    };
  }

  private static boolean answers(Statement.Approval approval, Hash target, Decision decision) {
    return approval.target().equals(target) && approval.decision() == decision;
  }
}
