package dev.delegationledger.evidence;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.IncludedLeaves;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.Comparison.Leaves;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two signed checkpoints, and what shows that no history is both. Equal sizes with different roots
 * need nothing more. Immutable.
 *
 * @param checkpoint the one of more records, or of as many
 * @param other the other one
 * @param prefix what shows the root that {@code checkpoint} has over the records of {@code other}
 * @param leaves those of {@code other} and of {@code checkpoint}, which differ at an index
 */
public record TwoHistories(
    SignedCheckpoint checkpoint,
    SignedCheckpoint other,
    Optional<PrefixProof> prefix,
    Optional<Leaves> leaves)
    implements Misbehaviour {

  /**
   * @throws IllegalArgumentException if {@code other} has more records, the prefix is not of its
   *     size, or there is more to show it than is needed
   */
  public TwoHistories {
    long size = other.checkpoint().size();
    boolean same = size == checkpoint.checkpoint().size();
    int parts = (prefix.isPresent() ? 1 : 0) + (leaves.isPresent() ? 1 : 0);
    if (size > checkpoint.checkpoint().size()
        || prefix.filter(shown -> shown.size() != size).isPresent()
        || parts != (same ? 0 : 1)) {
      throw new IllegalArgumentException(
          "expected the smaller checkpoint as the other, and prefix or leaves unless both have one"
              + " size");
    }
  }

  @Override
  public Kind kind() {
    return Kind.TWO_HISTORIES;
  }

  @Override
  public List<SignedCheckpoint> notes() {
    return List.of(checkpoint, other);
  }

  /** If both have the same. */
  @Override
  public Optional<Hash> genesis() {
    return leaves
        .map(shown -> shown.ofBigger().hashes().get(0L))
        .filter(leaf -> leaf.equals(leaves.orElseThrow().ofSmaller().hashes().get(0L)));
  }

  @Override
  public Map<String, Value> members() {
    Map<String, Value> members = new TreeMap<>();
    members.put("checkpoint", Value.of(checkpoint.text()));
    members.put("other", Value.of(other.text()));
    prefix.ifPresent(shown -> members.put("prefix", Value.of(shown.bytes().base64())));
    leaves.ifPresent(
        shown -> {
          members.put("leaves", value(shown.ofBigger()));
          members.put("otherLeaves", value(shown.ofSmaller()));
        });
    return members;
  }

  private static Value value(IncludedLeaves leaves) {
    Map<String, Value> hashes = new TreeMap<>();
    leaves.hashes().forEach((index, hash) -> hashes.put(index.toString(), Value.of(hash.base64())));
    return Value.obj(
        Map.of("hashes", Value.obj(hashes), "nodes", Value.of(leaves.nodes().bytes().base64())));
  }

  /**
   * What it shows, if both checkpoints are signed.
   *
   * @throws RefusedException why it shows nothing
   */
  Refusal judge() throws RefusedException {
    Checkpoint bigger = checkpoint.checkpoint();
    Checkpoint smaller = other.checkpoint();
    if (!bigger.origin().equals(smaller.origin())) {
      throw nothing("expected two checkpoints of one origin");
    }
    if (bigger.size() == smaller.size()) {
      if (bigger.root().equals(smaller.root())) {
        throw nothing("expected two roots of size " + bigger.size() + ", got the same one twice");
      }
      return convicted("signed two roots of size " + bigger.size());
    }
    return prefix.isPresent() ? prefix(prefix.get()) : leaves(leaves.orElseThrow());
  }

  private Refusal prefix(PrefixProof shown) throws RefusedException {
    Optional<Hash> root = shown.rootWithin(checkpoint.checkpoint());
    if (root.isEmpty()) {
      throw RefusedException.of(
          Reason.CONSISTENCY_INVALID,
          "check evidence: expected nodes that lead to the root of size "
              + checkpoint.checkpoint().size());
    }
    if (root.get().equals(other.checkpoint().root())) {
      throw nothing("expected another root of size " + shown.size() + ", got the one it signed");
    }
    return convicted(
        "signed one root of size "
            + shown.size()
            + ", and then a log of "
            + checkpoint.checkpoint().size()
            + " that has another there");
  }

  private Refusal leaves(Leaves shown) throws RefusedException {
    if (!shown.ofBigger().areUnder(checkpoint.checkpoint())
        || !shown.ofSmaller().areUnder(other.checkpoint())) {
      throw RefusedException.of(
          Reason.INCLUSION_INVALID, "check evidence: expected leaves that lead to both roots");
    }
    if (!shown.differ()) {
      throw nothing("expected different leaves at one index");
    }
    return convicted("signed two logs that have different records at one index");
  }

  private static Refusal convicted(String what) {
    return Refusal.of(Reason.HISTORY_REWRITTEN, "check evidence: the ledger " + what);
  }

  private static RefusedException nothing(String detail) {
    return RefusedException.of(Reason.NOTHING_SHOWN, "check evidence: " + detail);
  }
}
