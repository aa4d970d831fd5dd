package dev.delegationledger.authority;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything below one agent or one grant, as of one record: the grants to the agent, the grants
 * that narrow them, who holds these, the agents that were spawned, and so on. Each is judged by
 * itself, as {@link AgentAuthority} judges it; what never stood is there too, and says why.
 * Immutable.
 *
 * @param asOf the last record that counts, and the time that it is judged for
 * @param standing whether the agent or grant itself was alive; {@code unknown-reference} if it was
 *     not recorded yet
 * @param nodes the tree, each node after the one that it hangs below; the first is what was asked
 *     about. Each entry is there once, below the first that leads to it. Empty if that was not
 *     recorded yet
 * @param more how many further ones there are, which were not judged: the first {@value #MAX_NODES}
 *     are there, those nearest to the top
 */
public record BlastRadius(Position asOf, Standing standing, List<Node> nodes, long more) {
  /** The most nodes that are judged. */
  public static final int MAX_NODES = 10_000;

  public BlastRadius {
    nodes = List.copyOf(nodes);
  }

  /** How a node hangs below another. */
  public enum Link implements Named {
    /** What was asked about. */
    TOP,
    /** A grant to the agent above. */
    HELD,
    /** A grant that narrows the grant above. */
    NARROWED,
    /** An agent that the agent above spawned. */
    SPAWNED,
    /** The holder of the grant above. */
    HOLDER
  }

  /**
   * An agent, a service, or a grant.
   *
   * @param above where the node that it hangs below stands among the {@link #nodes}; empty at the
   *     top
   * @param depth how many nodes stand above it
   * @param link how it hangs below that one
   * @param falls whether it ends when the top is revoked, and halts while the top is suspended. The
   *     holder of a grant that falls, and what that one spawned, lose what they hold through the
   *     top, and no more
   * @param index its record; of an agent, that of its first enrolment
   * @param hash what references to it hold
   * @param id the principal id of an agent, the jti of a grant: labels
   * @param standing whether it was alive
   * @param agent what the agent was; empty if its enrolment never stood, and for a grant
   * @param grant the grant; empty for an agent
   * @param holder principal id of who holds the grant, if that is an agent or a service
   */
  public record Node(
      OptionalInt above,
      int depth,
      Link link,
      boolean falls,
      long index,
      Hash hash,
      String id,
      Standing standing,
      Optional<AgentAuthority.Agent> agent,
      Optional<HeldGrant> grant,
      Optional<String> holder) {
    /** Whether it is a grant; else it is an agent or a service. */
    public boolean isGrant() {
      return grant.isPresent();
    }
  }

  static BlastRadius unknown(Position asOf, Refusal refusal) {
    return new BlastRadius(asOf, Standing.refused(refusal, OptionalLong.empty()), List.of(), 0);
  }

  /** The grants among the nodes. */
  public List<Node> grants() {
    return nodes.stream().filter(Node::isGrant).toList();
  }

  /** The agents and services among the nodes. */
  public List<Node> agents() {
    return nodes.stream().filter(node -> !node.isGrant()).toList();
  }

  /** How many of the grants were alive. */
  public long grantsAlive() {
    return grants().stream().filter(node -> node.standing().isAlive()).count();
  }

  /** How many of the agents and services were alive. */
  public long agentsAlive() {
    return agents().stream().filter(node -> node.standing().isAlive()).count();
  }

  /**
   * What could be reached: each tool that a grant alive allows, and the records of those grants.
   */
  public SortedMap<String, List<Long>> reach() {
    SortedMap<String, List<Long>> reach = new TreeMap<>();
    for (Node node : nodes) {
      if (node.grant().isPresent() && node.standing().isAlive()) {
        for (String tool : node.grant().get().scope().tools().keySet()) {
          reach.computeIfAbsent(tool, t -> new ArrayList<>()).add(node.index());
        }
      }
    }
    return Collections.unmodifiableSortedMap(reach);
  }

  /** All that was found against any of them. */
  public List<Refusal> findings() {
    return nodes.stream().flatMap(node -> node.standing().refusal().stream()).toList();
  }
}
