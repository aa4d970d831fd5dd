package dev.delegationledger.authority;

import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Narrowed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts what a walk passed into a verdict. */
final class VerdictWriter {
  private static final String AUTHORITY_ENROLLED = "enrolled-by-authority";
  private static final String UNTRUSTED_ENROLLED = "enrolled-by-untrusted-authority";

  private final Trail trail;
  private final RecordSource source;
  private final PlacedEntry action;
  private final Optional<PlacedEntry> outcome;
  private boolean late;

  VerdictWriter(
      Trail trail, RecordSource source, PlacedEntry action, Optional<PlacedEntry> outcome) {
    this.trail = trail;
    this.source = source;
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
    } else {
      trail.notPerformed(Check.HUMAN_NAME);
    }
    if (undecided.isEmpty() && !named) {
      long index = trail.hops().get(0).delegator().self().index();
      undecided =
          Optional.of(
              Refusal.at(
                  index,
                  Reason.NAME_NOT_DISCLOSED,
                  "read name: expected the disclosure of slot name"));
    }
    return write(undecided, true);
  }

  private Verdict write(Optional<Refusal> refusal, boolean walked) {
    return new Verdict(
        refusal.map(Verdict::findingOf).orElse(Finding.PROVEN),
        refusal,
        human(),
        hops(),
        Optional.of(action()),
        walked ? outcome.map(this::outcome) : Optional.empty(),
        answersFor(),
        trail.checks(),
        Optional.empty(),
        ignoredClaims());
  }

  private Optional<Verdict.Human> human() {
    return trail.hops().stream().findFirst().map(hop -> human(hop.delegator()));
  }

  private Verdict.Human human(Lineage human) {
    SignedEntry entry = human.self().entry().signed();
    return new Verdict.Human(human.id(), entry.readText(SlotName.NAME), binding(human));
  }

  private String binding(Lineage human) {
    return trail.isNoted(Reason.AUTHORITY_NOT_TRUSTED, human.self().index())
        ? UNTRUSTED_ENROLLED
        : AUTHORITY_ENROLLED;
  }

  private List<Verdict.Hop> hops() {
    List<Verdict.Hop> hops = new ArrayList<>();
    for (int i = 0; i < trail.hops().size(); i++) {
      Chain.Hop hop = trail.hops().get(i);
      Statement.Grant grant = hop.statement();
      List<String> narrowed =
          i == 0
              ? List.of()
              : Narrowed.between(trail.hops().get(i - 1).statement().scope(), grant.scope());
      hops.add(
          new Verdict.Hop(
              hop.grant().index(),
              hop.grant().hash(),
              grant.issued().jti(),
              hop.delegator().id(),
              hop.delegate().id(),
              grant.task().map(Statement.Task::id),
              hop.grant().entry().signed().readText(SlotName.TASK),
              hop.grant().position().timeMs(),
              grant.expiresAt(),
              grant.scope().describe(),
              narrowed,
              revokedAt(hop.grant().index())));
    }
    return hops;
  }

  private Optional<Long> revokedAt(long index) {
    return facts(index).stream()
        .filter(fact -> fact.is().equals(Evidence.REVOKED))
        .map(Fact::at)
        .findFirst();
  }

  private List<Fact> facts(long index) {
    try {
      return source.status(index).map(StatusList::facts).orElse(List.of());
    } catch (RefusedException unreadable) {
      return List.of();
    }
  }

  private Verdict.Action action() {
    Statement.Action statement = action.as(Statement.Action.class);
    SignedEntry entry = action.entry().signed();
    Map<String, Optional<Value>> arguments = new LinkedHashMap<>();
    for (String name : statement.arguments().keySet()) {
      arguments.put(name, entry.read(SlotName.argument(name)));
    }
    return new Verdict.Action(
        statement.issued().jti(),
        action.hash(),
        action.index(),
        action.position().timeMs(),
        statement.tool(),
        statement.audience(),
        Collections.unmodifiableMap(arguments),
        entry.readText(SlotName.INTENT),
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

  /** Of the holder of the last grant that passed, if that is the grant the action names. */
  private Optional<Verdict.AnswersFor> answersFor() {
    List<Chain.Hop> hops = trail.hops();
    if (hops.isEmpty()) {
      return Optional.empty();
    }
    Chain.Hop last = hops.get(hops.size() - 1);
    if (!last.grant().hash().equals(action.as(Statement.Action.class).grant())) {
      return Optional.empty();
    }
    Lineage agent = last.delegate();
    boolean owned = agent.root().principal() == PrincipalKind.HUMAN;
    return Optional.of(
        new Verdict.AnswersFor(
            agent.id(),
            agent.statement().agent().map(Statement.AgentFacts::archetype),
            owned ? Optional.of(human(agent.root())) : Optional.empty(),
            agent.operator().map(o -> o.as(Statement.Enrolment.class).id()),
            agent.operator().flatMap(o -> o.entry().signed().readText(SlotName.NAME)),
            agent.model().map(m -> m.provider() + "/" + m.name() + "/" + m.version())));
  }

  private Set<String> ignoredClaims() {
    Set<String> ignored = new TreeSet<>(ignored(action));
    outcome.ifPresent(entry -> ignored.addAll(ignored(entry)));
    for (Chain.Hop hop : trail.hops()) {
      ignored.addAll(ignored(hop.grant()));
      for (Lineage principal : List.of(hop.delegator(), hop.delegate())) {
        for (Optional<Lineage> next = Optional.of(principal);
            next.isPresent();
            next = next.get().above()) {
          ignored.addAll(ignored(next.get().self()));
          next.get().statedOperator().ifPresent(entry -> ignored.addAll(ignored(entry)));
        }
      }
    }
    return ignored;
  }

  private static Set<String> ignored(PlacedEntry entry) {
    return entry.entry().statement().issued().ignoredClaims();
  }
}
