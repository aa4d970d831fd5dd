package dev.delegationledger.evidence;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.Comparison;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An evidence file as data, nothing of it checked but its form (docs/format.md, "Evidence of
 * misbehaviour"). It says which kind of misbehaviour it is about, and not that there was any:
 * {@link EvidenceVerifier} does. Immutable.
 */
public sealed interface Misbehaviour permits TwoHistories, BentRecords, BrokenRule {
  /** The largest evidence file in bytes. */
  int MAX_SIZE = 4 << 20;

  /** What evidence can be about. */
  enum Kind implements Named {
    /** Two signed checkpoints that cannot be of one history. */
    TWO_HISTORIES,
    /** Records whose context contradicts their place, their time or the record before them. */
    CONTEXT,
    /** A record whose status root does not follow from the one before it. */
    STATUS_ROOT,
    /** A record whose charges do not follow from those before it. */
    CHARGES,
    /** One statement in two records. */
    DUPLICATE,
    /** A record that the rules do not allow where it stands. */
    RULE,
    /** All records from the first on, to be derived again. */
    REPLAY
  }

  /** What it is about. */
  Kind kind();

  /** The checkpoints that the ledger is held to. */
  List<SignedCheckpoint> notes();

  /** The leaf hash of record 0 under the first of these, if that is here. */
  Optional<Hash> genesis();

  /** The members of the file but for {@code format} and {@code kind}. */
  Map<String, Value> members();

  /** Canonical JSON, UTF-8. */
  default byte[] toBytes() {
    Map<String, Value> top = new TreeMap<>(members());
    top.put("format", Value.of(MisbehaviourParser.FORMAT));
    top.put("kind", Value.of(kind().code()));
    return Json.canonical(Value.obj(top));
  }

  /** The evidence that a comparison found, if that is of two histories. */
  static Optional<Misbehaviour> of(Comparison comparison) {
    return comparison.relation() == Comparison.Relation.TWO_HISTORIES
        ? Optional.of(
            new TwoHistories(
                comparison.bigger(),
                comparison.smaller(),
                comparison.prefix(),
                comparison.leaves()))
        : Optional.empty();
  }

  /**
   * Whether a file says that it is evidence of misbehaviour, of any version; it may be malformed.
   */
  static boolean isOne(byte[] file) {
    try {
      return file.length <= MAX_SIZE
          && Json.parse(file, MAX_SIZE) instanceof Value.Obj top
          && top.members().get("format") instanceof Value.Str format
          && format.value().startsWith(MisbehaviourParser.FORMAT_OF_ANY_VERSION);
    } catch (JsonException malformed) {
      return false;
    }
  }

  /**
   * Reads an evidence file.
   *
   * @throws RefusedException {@code proof-too-large}, {@code proof-malformed}, {@code
   *     proof-not-canonical}, {@code unknown-version}, {@code checkpoint-malformed}
   */
  static Misbehaviour parse(byte[] file) throws RefusedException {
    if (file.length > MAX_SIZE) {
      throw RefusedException.of(
          Reason.PROOF_TOO_LARGE, "read evidence: expected at most 4 MiB, got " + file.length);
    }
    Value value;
    try {
      value = Json.parse(file, MAX_SIZE);
    } catch (JsonException malformed) {
      throw RefusedException.of(Reason.PROOF_MALFORMED, "read evidence: " + malformed.getMessage());
    }
    Misbehaviour evidence =
        new MisbehaviourParser(Members.of(value, "", Reason.PROOF_MALFORMED)).evidence();
    if (!Arrays.equals(evidence.toBytes(), file)) {
      throw RefusedException.of(
          Reason.PROOF_NOT_CANONICAL, "read evidence: expected canonical JSON (RFC 8785)");
    }
    return evidence;
  }
}
