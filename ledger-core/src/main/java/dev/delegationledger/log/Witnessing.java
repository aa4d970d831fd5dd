package dev.delegationledger.log;

import java.util.List;
import java.util.Optional;

/**
 * What the witnesses of one policy say about one checkpoint. Immutable.
 *
 * <p>A witness states that, when it signed, this checkpoint was the largest of this log that it had
 * seen, and that all it had seen are one history. It has not read a record: order within the tree,
 * record times, statuses, charges and rules are not its business. So a quorum of which one witness
 * is honest says:
 *
 * <ul>
 *   <li>the checkpoint existed at {@link #existedBy}. Nothing says when it began to: a log may keep
 *       a checkpoint to itself for as long as it likes;
 *   <li>that witness had seen no larger one at {@link #largestAsOf}. The log may have had one.
 * </ul>
 *
 * <p>It excludes a second history only where any two quorums share an honest witness: {@link
 * WitnessPolicy#overlap}.
 *
 * @param policy by which it was judged
 * @param cosigned the witnesses whose cosignatures verify, in the order of the policy, whether or
 *     not the quorum needs them
 * @param absent the witnesses that have no line under the checkpoint, in the order of the policy
 * @param quorumMet whether those that cosigned are enough; always, if the policy demands none
 * @param existedBy in seconds since the epoch, the earliest time by which the witnesses that had
 *     cosigned were a quorum; empty if there is none, or none is demanded. Witnesses that state a
 *     false early time, too few to be a quorum by themselves, cannot make it precede the time of
 *     the honest ones that the quorum needs
 * @param largestAsOf in seconds since the epoch, the latest time such that the witnesses which
 *     cosigned then or later are a quorum; empty as {@code existedBy}
 */
public record Witnessing(
    WitnessPolicy policy,
    List<Cosigned> cosigned,
    List<WitnessPolicy.Witness> absent,
    boolean quorumMet,
    Optional<Long> existedBy,
    Optional<Long> largestAsOf) {
  public Witnessing {
    cosigned = List.copyOf(cosigned);
    absent = List.copyOf(absent);
  }

  /**
   * A witness whose cosignature verifies.
   *
   * @param timestamp when it says it signed, in seconds since the epoch
   */
  public record Cosigned(WitnessPolicy.Witness witness, long timestamp) {}
}
