package dev.delegationledger.authority;

import dev.delegationledger.authority.BlastRadius.Link;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads all that hangs below one agent or grant at one moment. First it finds everything, level by
 * level and without recursion, so that neither depth nor a circle in a forged ledger matters; then
 * it judges the nearest. For one question, on one thread.
 */
final class BlastRadiusReading {
  private final PastRecords past;
  private final AgentReading judge;
  private final Below below;
  private final int most;
  private final List<Found> found = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();

  /** An entry that was found, not yet read into a node: there may be very many. */
  private record Found(long index, int above, Link link, boolean falls) {}

  /**
   * @param judge judges each by itself
   * @param most how many are judged
   */
  BlastRadiusReading(PastRecords past, AgentReading judge, int most) {
    this.past = past;
    this.judge = judge;
    this.most = most;
    this.below = new Below(past);
  }

  BlastRadius read(PlacedEntry entry, Position asOf) throws RefusedException {
    PlacedEntry top = entry.kind() == Kind.GRANT ? entry : below.first(entry);
    add(top, -1, Link.TOP, true);
    for (int at = 0; at < found.size(); at++) {
      addWhatFallsWith(at);
    }
    int falling = found.size();
    for (int at = 0; at < falling; at++) {
      addHolder(at);
    }
    for (int at = falling; at < found.size(); at++) {
      addAll(below.spawnedBy(entry(at)), at, Link.SPAWNED, false);
    }
    List<BlastRadius.Node> nodes = nodes(Math.min(found.size(), most));
    return new BlastRadius(
        asOf, nodes.get(0).standing(), nodes, (long) found.size() - nodes.size());
  }

  private PlacedEntry entry(int at) throws RefusedException {
    return past.at(found.get(at).index()).orElseThrow();
  }

  private void add(PlacedEntry entry, int above, Link link, boolean falls) {
    if (seen.add(entry.index())) {
      found.add(new Found(entry.index(), above, link, falls));
    }
  }

  private void addAll(Iterable<PlacedEntry> entries, int above, Link link, boolean falls) {
    entries.forEach(entry -> add(entry, above, link, falls));
  }

  /** A grant ends with its holder and with the one above it; a spawned agent with its spawner. */
  private void addWhatFallsWith(int at) throws RefusedException {
    PlacedEntry entry = entry(at);
    if (entry.kind() == Kind.GRANT) {
      addAll(below.narrowing(entry), at, Link.NARROWED, true);
    } else {
      addAll(below.heldBy(entry), at, Link.HELD, true);
      addAll(below.spawnedBy(entry), at, Link.SPAWNED, true);
    }
  }

  private void addHolder(int at) throws RefusedException {
    PlacedEntry entry = entry(at);
    if (entry.kind() == Kind.GRANT) {
      below.holder(entry).ifPresent(holder -> add(holder, at, Link.HOLDER, false));
    }
  }

  /** The first {@code count} that were found, each after the one that it hangs below. */
  private List<BlastRadius.Node> nodes(int count) throws RefusedException {
    List<List<Integer>> children = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      children.add(new ArrayList<>());
      if (at > 0) { // whatever it hangs below was found before it
        children.get(found.get(at).above()).add(at);
      }
    }
    int[] places = new int[count];
    List<BlastRadius.Node> nodes = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    while (!open.isEmpty()) {
      int at = open.pop();
      places[at] = nodes.size();
      int above = found.get(at).above();
      nodes.add(
          above < 0
              ? node(at, OptionalInt.empty(), 0)
              : node(at, OptionalInt.of(places[above]), nodes.get(places[above]).depth() + 1));
      List<Integer> hanging = children.get(at);
      for (int i = hanging.size() - 1; i >= 0; i--) {
        open.push(hanging.get(i));
      }
    }
    return nodes;
  }

  private BlastRadius.Node node(int at, OptionalInt above, int depth) throws RefusedException {
    Found one = found.get(at);
    PlacedEntry entry = entry(at);
    if (entry.entry().statement() instanceof Statement.Grant statement) {
      HeldGrant grant = judge.grant(entry);
      Optional<String> holder =
          below.holder(entry).map(held -> held.as(Statement.Enrolment.class).id());
      return new BlastRadius.Node(
          above,
          depth,
          one.link(),
          one.falls(),
          entry.index(),
          entry.hash(),
          statement.issued().jti(),
          grant.standing(),
          Optional.empty(),
          Optional.of(grant),
          holder);
    }
    AgentReading.Judged judged = judge.agent(entry);
    return new BlastRadius.Node(
        above,
        depth,
        one.link(),
        one.falls(),
        entry.index(),
        entry.hash(),
        entry.as(Statement.Enrolment.class).id(),
        judged.standing(),
        judged.agent(),
        Optional.empty(),
        Optional.empty());
  }
}
