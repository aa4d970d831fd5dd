package dev.delegationledger.authority;

import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts what a walk passed into a verdict. */
final class VerdictWriter {
  private final Trail trail;
  private final RecordSource source;
  private final Portraits portraits;
  private final Erasures erasures;
  private final PlacedEntry action;
  private final Optional<PlacedEntry> outcome;
  private boolean late;

  VerdictWriter(Walk walk, RecordSource source, PlacedEntry action, Optional<PlacedEntry> outcome) {
    this.trail = walk.trail;
    this.source = source;
    this.portraits = new Portraits(walk, source, action.position());
    this.erasures = new Erasures(walk);
    this.action = action;
    this.outcome = outcome;
  }

  void late(boolean outcomeIsLate) {
    late = outcomeIsLate;
  }

  Verdict refused(Refusal refusal) {
    return write(Optional.of(refusal), false);
  }

  /** Proven, unless something stayed undecided or the human has no name here. */
  Verdict decided() {
    Optional<Refusal> undecided = trail.firstUndecided();
    boolean named = human().flatMap(Verdict.Human::name).isPresent();
    if (named) {
      trail.performed(Check.HUMAN_NAME);
    }
    if (undecided.isEmpty() && !named) {
      PlacedEntry enrolment = trail.hops().get(0).delegator().first().self();
      undecided =
          Optional.of(
              Refusal.at(
                  enrolment.index(),
                  Reason.NAME_NOT_DISCLOSED,
                  "read name: expected the disclosure of slot name" + erased(enrolment)));
    }
    return write(undecided, true);
  }

  private String erased(PlacedEntry enrolment) {
    return erasures.of(enrolment).stream()
        .findFirst()
        .map(one -> ", which record " + one.at() + " erased")
        .orElse("");
  }

  private Verdict write(Optional<Refusal> refusal, boolean walked) {
    Optional<Verdict.Human> human = human();
    List<Verdict.Approver> approvedBy = approvedBy();
    Optional<Verdict.AnswersFor> answersFor = answersFor();
    return new Verdict(
        refusal.map(Verdict::findingOf).orElse(Finding.PROVEN),
        refusal,
        human,
        approvedBy,
        portraits.hops(trail.hops()),
        Optional.of(action()),
        walked ? outcome.map(this::outcome) : Optional.empty(),
        answersFor,
        trail.checks(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ignoredClaims(),
        erased(walked));
  }

  /** Of all whose slots are shown, in the order of the log. */
  private List<Verdict.Erased> erased(boolean walked) {
    SortedMap<Long, PlacedEntry> shown = new TreeMap<>(portraits.shown());
    shown.put(action.index(), action);
    trail.hops().forEach(hop -> shown.put(hop.grant().index(), hop.grant()));
    if (walked) {
      outcome.ifPresent(entry -> shown.put(entry.index(), entry));
    }
    return shown.values().stream().flatMap(entry -> erasures.of(entry).stream()).toList();
  }

  private Optional<Verdict.Human> human() {
    return trail.hops().stream().findFirst().map(hop -> portraits.human(hop.delegator()));
  }

  private List<Verdict.Approver> approvedBy() {
    List<Verdict.Approver> approvers = new ArrayList<>();
    for (Approved one : trail.approvals()) {
      PlacedEntry approval = one.approval();
      OptionalLong target = source.indexOf(approval.as(Statement.Approval.class).target());
      approvers.add(
          new Verdict.Approver(
              approval.index(),
              approval.position().timeMs(),
              target.orElseThrow(),
              portraits.human(one.approver())));
    }
    return approvers;
  }

  private Verdict.Action action() {
    Statement.Action statement = action.as(Statement.Action.class);
    SignedEntry entry = action.entry().signed();
    Statement.Call call = statement.call();
    Map<String, Optional<Value>> arguments = new LinkedHashMap<>();
    for (String name : call.arguments().keySet()) {
      arguments.put(name, entry.read(SlotName.argument(name)));
    }
    Map<String, Optional<Value>> context = new LinkedHashMap<>();
    for (String key : call.context().keySet()) {
      context.put(key, entry.read(SlotName.context(key)));
    }
    return new Verdict.Action(
        statement.issued().jti(),
        action.hash(),
        action.index(),
        action.position().timeMs(),
        call.tool(),
        call.audience(),
        Collections.unmodifiableMap(arguments),
        Collections.unmodifiableMap(context),
        entry.readText(SlotName.INTENT),
        charges(),
        statement.causedBy());
  }

  private Verdict.Outcome outcome(PlacedEntry entry) {
    Statement.Outcome statement = entry.as(Statement.Outcome.class);
    return new Verdict.Outcome(
        entry.index(),
        entry.position().timeMs(),
        statement.status().code(),
        entry.entry().signed().read(SlotName.RESULT),
        late);
  }

  private String charges() {
    try {
      return source.charges(action).toString();
    } catch (RefusedException unreadable) {
      return "unreadable";
    }
  }

  /** Of the holder of the last grant that passed, if that is the grant the action names. */
  private Optional<Verdict.AnswersFor> answersFor() {
    List<Chain.Hop> hops = trail.hops();
    if (hops.isEmpty()) {
      return Optional.empty();
    }
    Chain.Hop last = hops.get(hops.size() - 1);
    if (!last.grant().hash().equals(action.as(Statement.Action.class).call().grant())) {
      return Optional.empty();
    }
    return Optional.of(portraits.answersFor(last.delegate()));
  }

  private Set<String> ignoredClaims() {
    Set<String> ignored = new TreeSet<>(ignored(action));
    outcome.ifPresent(entry -> ignored.addAll(ignored(entry)));
    for (Chain.Hop hop : trail.hops()) {
      ignored.addAll(ignored(hop.grant()));
      for (Lineage principal : List.of(hop.delegator(), hop.delegate())) {
        ignored(principal, ignored);
      }
    }
    trail.approvals().forEach(one -> ignored.addAll(ignored(one.approval())));
    return ignored;
  }

  private static void ignored(Lineage principal, Set<String> ignored) {
    ignored.addAll(ignored(principal.self()));
    principal.rotated().ifPresent(before -> ignored(before, ignored));
    principal.operator().ifPresent(operator -> ignored(operator, ignored));
    principal.spawner().ifPresent(spawner -> ignored(spawner, ignored));
    principal.owner().flatMap(Assignee::human).ifPresent(owner -> ignored(owner, ignored));
  }

  private static Set<String> ignored(PlacedEntry entry) {
    return entry.entry().statement().issued().ignoredClaims();
  }
}
