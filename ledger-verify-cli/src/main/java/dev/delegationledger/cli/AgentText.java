package dev.delegationledger.cli;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.HeldGrant;
import dev.delegationledger.authority.NeededApproval;
import dev.delegationledger.authority.RoleHolder;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agent was and could do, for a person who was called out: whether it is alive first, then
 * who answers for it, then what it reaches.
 */
final class AgentText {
  private static final String HIDDEN = "(hidden)";

  private final AgentAuthority authority;
  private final CheckedLedger ledger;
  private final Page page = new Page();

  private AgentText(AgentAuthority authority, CheckedLedger ledger) {
    this.authority = authority;
    this.ledger = ledger;
  }

  /**
   * @param asked what the command line names, for an agent whose enrolment never stood
   */
  static String of(AgentAuthority authority, String asked, CheckedLedger ledger)
      throws RefusedException {
    return new AgentText(authority, ledger).write(asked);
  }

  private String write(String asked) throws RefusedException {
    page.item(
        Standings.headline(authority.standing()) + "  ",
        safe(authority.agent().map(AgentAuthority.Agent::id).orElse(asked)));
    if (authority.standing().refusal().isPresent()) {
      reason(authority.standing().refusal().get());
    }
    ledger.position(authority.asOf(), page);
    authority.agent().ifPresent(this::agent);
    reach();
    grants("Live grants", authority.live());
    grants("Closed grants", authority.closed());
    ledger.grounds(page);
    return page.toString();
  }

  private void reason(Refusal refusal) throws RefusedException {
    field("reason", Standings.words(authority.standing(), ledger));
    field("", refusal.reason().meaning());
    if (authority.standing().since().isEmpty()) {
      field("detail", safe(refusal.detail()));
    }
  }

  private void agent(AgentAuthority.Agent agent) {
    field(
        "kind",
        agent.kind().code()
            + agent.archetype().map(archetype -> ", archetype " + safe(archetype)).orElse(""));
    field(
        "enrolled",
        "record "
            + agent.enrolledAt()
            + (agent.keyEnrolledAt() == agent.enrolledAt()
                ? ""
                : ", its newest key by record " + agent.keyEnrolledAt()));
    agent.spawner().ifPresent(spawner -> field("spawned by", safe(spawner)));
    agent.roles().forEach((role, holder) -> field(role.code(), holder(holder)));
    agent
        .operator()
        .ifPresent(
            id ->
                field(
                    "operator",
                    agent
                        .operatorName()
                        .map(n -> safe(n) + " (" + safe(id) + ")")
                        .orElse(safe(id))));
    agent.model().ifPresent(model -> field("model", safe(model)));
    if (!agent.triggers().isEmpty()) {
      field("triggers", safe(String.join(", ", agent.triggers())));
    }
    NextEnd.of(authority)
        .ifPresent(
            next ->
                field(
                    "next end",
                    Times.ofSeconds(next.atSeconds())
                        + ", of "
                        + (next.what().equals("grant")
                            ? "the grant in record " + next.index()
                            : "its enrolment")));
  }

  private static String holder(RoleHolder holder) {
    String group = holder.group().map(AgentText::safe).orElse("");
    if (holder.human().isPresent()) {
      return VerdictText.show(holder.human().get())
          + (group.isEmpty() ? "" : ", on call for " + group);
    }
    return "NOBODY"
        + (group.isEmpty() ? "" : " of " + group)
        + holder.unresolved().map(why -> ": " + why.reason().code()).orElse("");
  }

  /** By tool, what each grant alive allows: a call has to satisfy one of them. */
  private void reach() {
    page.gap().line("Reach");
    if (authority.live().isEmpty()) {
      page.line("  nothing: it holds no grant that is alive");
    }
    authority
        .reach()
        .forEach(
            (tool, indexes) ->
                authority.live().stream()
                    .filter(grant -> indexes.contains(grant.index()))
                    .forEach(
                        grant ->
                            page.item(
                                "  ",
                                "    ",
                                safe(call(tool, grant.scope().constraints(tool)))
                                    + ", by record "
                                    + grant.index())));
  }

  private static String call(String tool, Map<String, Constraint> constraints) {
    return new Scope(Map.of(tool, constraints)).describe();
  }

  private void grants(String title, List<HeldGrant> grants) throws RefusedException {
    if (grants.isEmpty()) {
      return;
    }
    page.gap().line(title);
    for (HeldGrant grant : grants) {
      page.item(
          "  record " + grant.index() + "  ",
          grant.standing().isAlive()
              ? "until " + Times.ofSeconds(grant.expiresAt())
              : Standings.words(grant.standing(), ledger));
      page.item("    grant: ", safe(grant.id()));
      grant.human().ifPresent(human -> page.item("    root signed by: ", VerdictText.show(human)));
      grant
          .taskId()
          .ifPresent(
              id ->
                  page.item(
                      "    task: ",
                      safe(id) + ": " + grant.taskText().map(AgentText::safe).orElse(HIDDEN)));
      page.item("    allows: ", safe(grant.scope().describe()));
      if (grant.standing().isAlive()) {
        whatIsLeft(grant);
      }
    }
  }

  private void whatIsLeft(HeldGrant grant) {
    if (!grant.context().isEmpty()) {
      page.item("    only in: ", safe(call("context", grant.context())));
    }
    String left =
        Stream.of(
                grant.usesLeft().map(uses -> uses + " uses"),
                grant
                    .spendLeft()
                    .map(
                        spend ->
                            spend
                                + " to spend, in minor units of "
                                + grant.currency().map(AgentText::safe).orElse("?")),
                grant.perAction().map(most -> "at most " + most + " in one action"))
            .flatMap(one -> one.stream())
            .collect(Collectors.joining(", "));
    if (!left.isEmpty()) {
      page.item("    left: ", left);
    }
    grant
        .approvals()
        .forEach(
            (tool, needed) ->
                needed.forEach(one -> page.item("    approval: ", approval(tool, one))));
    if (grant.delegable() > 0) {
      page.item("    may be narrowed: ", grant.delegable() + " times over");
    }
  }

  private static String approval(String tool, NeededApproval needed) {
    String from =
        Stream.concat(
                needed.from().stream().map(AgentText::safe),
                needed.roles().stream().map(Named::code).sorted().map(role -> "its " + role))
            .collect(Collectors.joining(" or "));
    return safe(needed.when().isEmpty() ? tool : call(tool, needed.when()))
        + " needs "
        + needed.count()
        + " of "
        + from
        + ", as record "
        + needed.statedBy()
        + " demands";
  }

  private void field(String label, String words) {
    page.item(String.format(Locale.ROOT, "  %-13s ", label), words);
  }

  private static String safe(String text) {
    return SafeText.of(text);
  }
}
