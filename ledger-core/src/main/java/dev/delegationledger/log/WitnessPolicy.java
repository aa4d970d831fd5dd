package dev.delegationledger.log;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which witnesses a verifier knows, and which of them together are enough (C2SP tlog-policy). A
 * verifier brings it; it is never read from what it judges. Immutable. Thread-safe.
 *
 * <p>What a quorum says is worth what the assumption behind the policy is worth: that witnesses of
 * different operators do not lie together. {@link #smallestQuorum} and {@link #overlap} say how
 * many have to.
 */
public final class WitnessPolicy {
  /** The most characters of a policy. */
  public static final int MAX_SIZE = 1 << 18;

  /** The most logs, the most witnesses, and the most groups of a policy. */
  public static final int MAX_NAMED = 64;

  private final List<Log> logs;
  private final List<Witness> witnesses;
  private final Optional<Quorum> quorum;

  WitnessPolicy(List<Log> logs, List<Witness> witnesses, Optional<Quorum> quorum) {
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.quorum = quorum;
  }

  /**
   * A log that the policy is about.
   *
   * @param key of a log: a {@link VerifierKey}, or a {@link CosignerKey} with ML-DSA-44
   * @param url what the policy says after it; no meaning here
   */
  public record Log(NoteKey key, Optional<String> url) {}

  /**
   * A witness that the policy knows.
   *
   * @param name what the policy calls it, which need not be the name of its key
   * @param key what verifies its cosignatures
   * @param url where it takes checkpoints (C2SP tlog-witness, the submission prefix), as written
   */
  public record Witness(String name, CosignerKey key, Optional<String> url) {}

  /**
   * Reads a policy: UTF-8 text, every line ended by a newline, at most {@link #MAX_SIZE}
   * characters.
   *
   * @throws RefusedException with {@link Reason#WITNESS_POLICY_MALFORMED}, naming the line, on
   *     anything that the document does not allow; also on more than {@link #MAX_NAMED} logs,
   *     witnesses or groups, and on a quorum of more witnesses than have room under a checkpoint
   */
  public static WitnessPolicy parse(String text) throws RefusedException {
    return new PolicyParser().policy(text);
  }

  /** The logs it is about, in the order of the text; none if that is known from elsewhere. */
  public List<Log> logs() {
    return logs;
  }

  /** The witnesses it knows, in the order of the text; not each of them need be in the quorum. */
  public List<Witness> witnesses() {
    return witnesses;
  }

  /** Their keys. */
  public List<CosignerKey> cosigners() {
    return witnesses.stream().map(Witness::key).toList();
  }

  /**
   * Requires that the policy can be one for this ledger.
   *
   * @throws RefusedException with {@link Reason#WITNESS_POLICY_MALFORMED} if it names logs and this
   *     one is not among them, or a witness whose bare key or name is the ledger's: a ledger cannot
   *     witness itself
   */
  public void requireFor(VerifierKey ledger) throws RefusedException {
    if (!logs.isEmpty() && logs.stream().noneMatch(log -> log.key().equals(ledger))) {
      throw RefusedException.of(
          Reason.WITNESS_POLICY_MALFORMED,
          "witness policy: expected no log line, or one of " + ledger.text());
    }
    if (witnesses.stream()
        .map(Witness::key)
        .anyMatch(key -> key.isSameKeyAs(ledger) || key.name().equals(ledger.name()))) {
      throw RefusedException.of(
          Reason.WITNESS_POLICY_MALFORMED,
          "witness policy: expected no witness with the ledger's own key or name");
    }
  }

  /**
   * Requires that no witness has the bare key that a ledger signs its own checkpoints with,
   * whatever its name.
   *
   * @throws RefusedException with {@link Reason#WITNESS_POLICY_MALFORMED} if one has
   */
  public void requireWithout(CosignerKey second) throws RefusedException {
    if (witnesses.stream().anyMatch(witness -> witness.key().isSameKeyAs(second))) {
      throw RefusedException.of(
          Reason.WITNESS_POLICY_MALFORMED,
          "witness policy: expected no witness with the ledger's own second key");
    }
  }

  /** Whether the cosignatures of these witnesses would be enough. */
  public boolean isQuorum(Collection<Witness> cosigning) {
    Map<String, Long> times = new HashMap<>();
    cosigning.forEach(witness -> times.put(witness.name(), 0L));
    return quorum.isEmpty() || quorum.get().metAt(times, Comparator.naturalOrder()).isPresent();
  }

  /** Whether it demands any cosignature: false only for {@code quorum none}. */
  public boolean demandsWitnesses() {
    return quorum.isPresent();
  }

  /**
   * The fewest witnesses that are a quorum: so many have to lie together before a checkpoint looks
   * older than it is. 0 if none is demanded.
   */
  public int smallestQuorum() {
    return quorum.map(Quorum::smallest).orElse(0);
  }

  /**
   * The fewest witnesses that any two quorums have in common: so many have to lie together, with
   * the log, before two histories can both have a quorum. 0 means that it takes no lying witness:
   * the policy does not exclude a split view.
   */
  public int overlap() {
    return quorum.map(Quorum::overlap).orElse(0);
  }

  /**
   * Verifies the cosignatures of this policy's witnesses on a checkpoint, and whether they are
   * enough. The log's own signature is not looked at: {@link SignedCheckpoint#verify(VerifierKey,
   * java.util.Collection, UnknownSignatures)}.
   *
   * @throws RefusedException with {@link Reason#COSIGNATURE_INVALID} if a line that claims to be by
   *     a witness does not verify, whether or not the others are enough: such a note is malformed
   */
  public Witnessing judge(SignedCheckpoint checkpoint) throws RefusedException {
    List<Witnessing.Cosigned> cosigned = new ArrayList<>();
    List<Witness> absent = new ArrayList<>();
    Map<String, Long> times = new HashMap<>();
    for (Witness witness : witnesses) {
      Optional<Cosignature> found = checkpoint.cosignature(witness.key());
      if (found.isPresent()) {
        cosigned.add(new Witnessing.Cosigned(witness, found.get().timestamp()));
        times.put(witness.name(), found.get().timestamp());
      } else {
        absent.add(witness);
      }
    }
    Optional<Long> existedBy = quorum.flatMap(q -> q.metAt(times, Comparator.naturalOrder()));
    Optional<Long> largestAsOf = quorum.flatMap(q -> q.metAt(times, Comparator.reverseOrder()));
    return new Witnessing(
        this, cosigned, absent, quorum.isEmpty() || existedBy.isPresent(), existedBy, largestAsOf);
  }
}
