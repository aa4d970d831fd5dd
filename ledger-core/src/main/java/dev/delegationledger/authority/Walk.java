package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One judgement: the rules, sharing what they have already judged. Everything in it is judged as
 * known at one position, that of what was asked about. For one thread.
 */
final class Walk {
  final Position judgedFor;
  private final LedgerIdentity ledger;
  private final Predicate<Hash> trustedAuthority;
  private final RecordSource source;
  private final Totals totals;
  final Optional<KnownChains> known;
  final long versionSeen;
  final Grounds grounds;
  final Trail trail;
  final Evidence evidence;
  final StatusRules status = new StatusRules(this);
  final AuthorityRules authorities;
  final LedgerKeyRules ledgerKeys = new LedgerKeyRules(this);
  final PolicyRules policies = new PolicyRules(this);
  final GroupRules groups = new GroupRules(this);
  final KeyRules keys = new KeyRules(this);
  final OwnershipRules ownership = new OwnershipRules(this);
  final GrantRules grants = new GrantRules(this);
  final LimitRules limits = new LimitRules(this);
  final DemandRules demands = new DemandRules(this);
  final ApprovalRules approvals = new ApprovalRules(this);
  final CallRules calls = new CallRules(this);
  final ClosingRules closings = new ClosingRules(this);
  final ResumptionRules resumptions = new ResumptionRules(this);
  final EnrolmentRules enrolments = new EnrolmentRules(this);

  private final Map<Long, Boolean> stands = new HashMap<>();
  private final Set<Long> judging = new HashSet<>();
  private boolean closing;

  Walk(
      LedgerIdentity ledger,
      Predicate<Hash> trustedAuthority,
      RecordSource source,
      Trail trail,
      Position judgedFor) {
    this(
        ledger,
        trustedAuthority,
        source,
        Walk::uncounted,
        Optional.empty(),
        0,
        trail,
        judgedFor,
        new Grounds(judgedFor));
  }

  /**
   * @param totals what an action that was not signed is charged on top of
   * @param known where chains that were found good are kept, if anywhere
   * @param versionSeen its version before {@code judgedFor} was taken
   */
  Walk(
      LedgerIdentity ledger,
      Predicate<Hash> trustedAuthority,
      RecordSource source,
      Totals totals,
      Optional<KnownChains> known,
      long versionSeen,
      Trail trail,
      Position judgedFor,
      Grounds grounds) {
    this.totals = totals;
    this.known = known;
    this.versionSeen = versionSeen;
    this.grounds = grounds;
    this.ledger = ledger;
    this.trustedAuthority = trustedAuthority;
    this.source = source;
    this.judgedFor = judgedFor;
    this.trail = trail;
    this.evidence = new Evidence(ledger, source, totals, trail, grounds);
    this.authorities = new AuthorityRules(this, ledger, trustedAuthority);
  }

  /** A judgement as known at the same position, of something else: nothing of it counts here. */
  Walk beside() {
    return new Walk(
        ledger,
        trustedAuthority,
        source,
        totals,
        Optional.empty(),
        0,
        new Trail(),
        judgedFor,
        grounds);
  }

  private static Charges.Total uncounted(long grant) {
    throw new IllegalStateException("judge call: expected a signed one where no totals are given");
  }

  /** A judgement of something else as known at {@code at}: nothing of it counts here. */
  Walk besideAt(Position at) {
    return new Walk(ledger, trustedAuthority, source, new Trail(), at);
  }

  /** Judges an entry by the list of its kind. */
  void judge(PlacedEntry entry) throws RefusedException {
    switch (entry.kind()) {
      case GENESIS -> {
        if (!entry.equals(evidence.ledger().genesis())) {
          throw refuse(
              entry.index(),
              Reason.GENESIS_INVALID,
              "check kind: expected genesis in record 0 only");
        }
      }
      case ENROLMENT -> enrolments.judge(entry);
      case GRANT -> grants.judge(entry);
      case ACTION -> calls.judgeAction(entry);
      case REQUEST -> calls.judgeRequest(entry);
      case OUTCOME -> new OutcomeRules(this).judge(entry);
      case POLICY -> policies.judgePolicy(entry);
      case ARCHETYPE -> policies.judgeArchetype(entry);
      case GROUP -> groups.judge(entry);
      case AUTHORITY -> authorities.judge(entry);
      case LEDGER_KEY -> ledgerKeys.judge(entry);
      case APPROVAL -> approvals.judge(entry);
      case TRANSFER -> ownership.judgeTransfer(entry);
      case REVOCATION -> closings.judgeRevocation(entry);
      case SUSPENSION -> closings.judgeSuspension(entry);
      case COMPLETION -> closings.judgeCompletion(entry);
      case RESUMPTION -> resumptions.judge(entry);
      case COMPROMISE -> keys.judgeCompromise(entry);
      case DENIAL -> new ServiceRules(this).judgeDenial(entry);
      case FOREIGN_CALL -> new ForeignCallRules(this).judge(entry);
      case ERASURE -> new ErasureRules(this).judge(entry);
    }
  }

  /**
   * The record that caused a fact on the leaf of {@code target}, if it says so and stands: judged
   * by its own list, nothing definite is broken. What is undecided about it is noted.
   */
  Optional<PlacedEntry> standingCause(Fact fact, PlacedEntry target) throws RefusedException {
    Optional<PlacedEntry> cause = evidence.cause(fact, target);
    return cause.isPresent() && stands(cause.get()) ? cause : Optional.empty();
  }

  /**
   * Whether a reason is one against all the evidence together, and so not against one record: that
   * it is too much, or that two records bind one key. Else whoever adds to the evidence would
   * choose which void, rotation or denial in it does not stand.
   */
  private static boolean isAboutTheWhole(Reason reason) {
    return reason == Reason.CHAIN_TOO_LARGE || reason == Reason.KEY_ALREADY_ENROLLED;
  }

  /** Who may close: nothing that others added to the evidence stands in the way of closing. */
  <T> T closing(Trail.Step<T> step) throws RefusedException {
    boolean outer = closing;
    closing = true;
    try {
      return step.run();
    } finally {
      closing = outer;
    }
  }

  private boolean stands(PlacedEntry entry) throws RefusedException {
    Boolean known = stands.get(entry.index());
    if (known != null) {
      return known;
    }
    if (!judging.add(entry.index())) {
      return false; // it cannot rest on itself
    }
    boolean standing;
    try {
      trail.aside(() -> judge(entry));
      standing = true;
    } catch (RefusedException e) {
      if (isAboutTheWhole(e.refusal().reason())) {
        if (closing) {
          return false;
        }
        throw e;
      }
      standing = e.refusal().reason().reasonClass() == ReasonClass.UNDECIDED;
      if (standing) {
        evidence.note(e.refusal());
      }
    } finally {
      judging.remove(entry.index());
    }
    stands.put(entry.index(), standing);
    return standing;
  }

  /**
   * Follows a reference to somebody who can be assigned: the enrolment of a human, or a group.
   *
   * @param otherwise why any other principal is refused
   */
  Assignee assignee(Hash reference, Position citing, Reason otherwise, OptionalInt hop)
      throws RefusedException {
    PlacedEntry found = evidence.followAny(reference, citing, hop);
    if (found.kind() == Kind.GROUP) {
      groups.judge(found);
      return Assignee.of(found);
    }
    if (found.kind() != Kind.ENROLMENT) {
      throw Evidence.wrongKind("enrolment+jwt or group+jwt", found, citing, hop);
    }
    Lineage principal = enrolments.judge(found);
    if (principal.principal() != dev.delegationledger.entry.PrincipalKind.HUMAN) {
      throw refuse(
          citing.index(),
          hop,
          otherwise,
          "follow reference: expected a human or a group, got " + principal.principal().code());
    }
    return Assignee.of(principal);
  }

  /** As {@link #assignee} from outside any chain. */
  Assignee assignee(Hash reference, Position citing, Reason otherwise) throws RefusedException {
    return assignee(reference, citing, otherwise, NO_HOP);
  }
}
