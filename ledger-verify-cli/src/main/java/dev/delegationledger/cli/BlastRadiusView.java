package dev.delegationledger.cli;

import dev.delegationledger.authority.BlastRadius;
import dev.delegationledger.authority.BlastRadius.Link;
import dev.delegationledger.authority.BlastRadius.Node;
import dev.delegationledger.authority.Standing;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What hung below an agent or a grant, as JSON and as text. */
final class BlastRadiusView implements CheckedLedger.Answer {
  /** A forged ledger may nest deeper than a terminal is wide. */
  private static final int MAX_INDENTED = 12;

  private final BlastRadius radius;
  private final CheckedLedger ledger;
  private final String asked;

  /**
   * @param asked what the command line names
   */
  BlastRadiusView(BlastRadius radius, CheckedLedger ledger, String asked) {
    this.radius = radius;
    this.ledger = ledger;
    this.asked = asked;
  }

  /**
   * 0 if all of it is known, alive or not; else what a node says that is broken, or one that is
   * undecided or was not judged.
   */
  @Override
  public int exitCode() {
    if (radius.nodes().isEmpty()) {
      return Standings.exitCode(radius.standing());
    }
    return radius.nodes().stream()
        .mapToInt(node -> Standings.exitCode(node.standing()))
        .filter(code -> code != ReasonClass.AUTHORITY.exitCode() && code != ExitCode.OK)
        .min()
        .orElse(radius.more() > 0 ? ExitCode.UNDECIDED : ExitCode.OK);
  }

  /** The tree as a list, each node after the one it hangs below: it may be deeper than JSON. */
  @Override
  public JsonObject json() throws RefusedException {
    List<Value> nodes = new ArrayList<>();
    for (Node node : radius.nodes()) {
      nodes.add(json(node).value());
    }
    JsonObject reach = new JsonObject();
    radius
        .reach()
        .forEach(
            (tool, indexes) ->
                reach.put(tool, Value.arr(indexes.stream().map(Value::of).toList())));
    return ledger.grounds(
        Standings.put(radius.standing(), ledger, new JsonObject())
            .put("asOf", ledger.position(radius.asOf()))
            .put("nodes", Value.arr(nodes))
            .put("more", radius.more())
            .put("grants", radius.grants().size())
            .put("grantsAlive", radius.grantsAlive())
            .put("agents", radius.agents().size())
            .put("agentsAlive", radius.agentsAlive())
            .put("reach", reach));
  }

  private JsonObject json(Node node) throws RefusedException {
    return Standings.put(node.standing(), ledger, new JsonObject())
        .put("above", node.above().isPresent() ? Value.of(node.above().getAsInt()) : Value.NULL)
        .put("depth", node.depth())
        .put("link", node.link().code())
        .put("falls", node.falls())
        .put("kind", kind(node))
        .put("index", node.index())
        .put("hash", node.hash().base64Url())
        .put("id", node.id())
        .put("holder", node.holder())
        .put("allows", node.grant().map(grant -> grant.scope().describe()))
        .put("expiresAt", expiresAt(node).map(Times::ofSeconds));
  }

  private static String kind(Node node) {
    return node.isGrant()
        ? "grant"
        : node.agent().map(agent -> agent.kind()).orElse(PrincipalKind.AGENT).code();
  }

  private static Optional<Long> expiresAt(Node node) {
    return node.grant()
        .map(grant -> grant.expiresAt())
        .or(() -> node.agent().map(agent -> agent.expiresAt()));
  }

  @Override
  public String text() throws RefusedException {
    Page page = new Page();
    page.item(Standings.headline(radius.standing()) + "  ", top());
    if (!radius.standing().isAlive()) {
      field("reason", Standings.words(radius.standing(), ledger), page);
      if (radius.standing().since().isEmpty()) {
        radius
            .standing()
            .refusal()
            .ifPresent(refusal -> field("detail", SafeText.of(refusal.detail()), page));
      }
    }
    ledger.position(radius.asOf(), page);
    if (!radius.nodes().isEmpty()) {
      page.gap().line("Below it");
      radius.nodes().forEach(node -> node(node, page));
      if (radius.nodes().stream().anyMatch(node -> !node.falls())) {
        page.item("  ", "A holder, and what it spawned, goes on without the grant that it holds.");
      }
      if (radius.more() > 0) {
        page.item(
            "  ",
            "and "
                + radius.more()
                + " more, not judged and not counted below: these are the nearest "
                + radius.nodes().size());
      }
      page.gap().line("In all");
      counts(page);
    }
    ledger.grounds(page);
    return page.toString();
  }

  private String top() {
    if (radius.nodes().isEmpty()) {
      return SafeText.of(asked);
    }
    Node top = radius.nodes().get(0);
    return (top.isGrant() ? "grant " : "") + SafeText.of(top.id()) + ", record " + top.index();
  }

  private void node(Node node, Page page) {
    int shown = Math.min(node.depth(), MAX_INDENTED);
    String indent = "  " + "   ".repeat(Math.max(0, shown - 1));
    String lead = node.depth() == 0 ? indent : indent + "`- ";
    String inner = " ".repeat(lead.length());
    page.item(
        lead,
        inner + "  ",
        (node.depth() > MAX_INDENTED ? "level " + node.depth() + ", " : "")
            + "record "
            + node.index()
            + ", "
            + words(node.link(), node.isGrant())
            + state(node.standing())
            + name(node));
    if (node.grant().isPresent() && node.standing().isAlive()) {
      page.item(inner + "allows: ", SafeText.of(node.grant().get().scope().describe()));
    }
  }

  private static String words(Link link, boolean grant) {
    return switch (link) {
      case TOP -> grant ? "grant, " : "";
      case HELD -> "grant to it, ";
      case NARROWED -> "narrower grant, ";
      case SPAWNED -> "spawned, ";
      case HOLDER -> "holder, ";
    };
  }

  private static String name(Node node) {
    if (node.link() == Link.HELD) {
      return "";
    }
    return node.isGrant()
        ? ": to " + node.holder().map(SafeText::of).orElse("nobody")
        : ": " + SafeText.of(node.id());
  }

  private static String state(Standing standing) {
    String state = Standings.headline(standing);
    if (standing.refusal().isEmpty()) {
      return state;
    }
    String since =
        standing.since().isEmpty() ? "" : " since record " + standing.since().getAsLong();
    return state + " (" + standing.refusal().get().reason().code() + since + ")";
  }

  private void counts(Page page) {
    field("grants", radius.grantsAlive() + " of " + radius.grants().size() + " alive", page);
    field("agents", radius.agentsAlive() + " of " + radius.agents().size() + " alive", page);
    String reached =
        radius.reach().entrySet().stream()
            .map(
                tool ->
                    SafeText.of(tool.getKey())
                        + " by record "
                        + tool.getValue().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(" and ")))
            .collect(Collectors.joining("; "));
    field(
        "tools",
        radius.reach().size() + " reached" + (reached.isEmpty() ? "" : ": " + reached),
        page);
  }

  private static void field(String label, String words, Page page) {
    page.item(String.format(Locale.ROOT, "  %-13s ", label), words);
  }
}
