package dev.delegationledger.proof;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A proof file as data, nothing of it checked but its form (docs/format.md, "Authority proof").
 * Immutable.
 *
 * @param action the index of the action it is about
 * @param checkpoint the text of a signed checkpoint
 * @param records records verbatim, by the index that each states
 * @param recordNodes what leads from all records to the root of the checkpoint
 * @param statuses what has happened to records, by index
 * @param statusNodes what leads from all statuses to the status root of the newest record
 * @param disclosures encoded disclosures, by the index of the record whose slots they open
 * @param since what shows the root over the first records of the log, for a verifier who kept an
 *     older checkpoint; most proofs have none
 */
public record AuthorityProof(
    long action,
    String checkpoint,
    NavigableMap<Long, RawRecord> records,
    InclusionMultiproof recordNodes,
    NavigableMap<Long, StatusList> statuses,
    StatusMultiproof statusNodes,
    NavigableMap<Long, List<String>> disclosures,
    Optional<PrefixProof> since) {
  /** The largest proof file in bytes. */
  public static final int MAX_SIZE = 4 << 20;

  /** The most records, and the most statuses, in one proof. */
  static final int MAX_RECORDS = 1024;

  /** The most disclosures in one proof. */
  static final int MAX_DISCLOSURES = 4096;

  private static final String FORMAT = "authority-proof/2";

  /**
   * @throws IllegalArgumentException if a record stands under another index than it states
   */
  public AuthorityProof {
    records = Collections.unmodifiableNavigableMap(new TreeMap<>(records));
    statuses = Collections.unmodifiableNavigableMap(new TreeMap<>(statuses));
    disclosures = Collections.unmodifiableNavigableMap(new TreeMap<>(disclosures));
    records.forEach(AuthorityProof::requireStated);
  }

  /** A proof for a verifier who kept no older checkpoint. */
  public AuthorityProof(
      long action,
      String checkpoint,
      NavigableMap<Long, RawRecord> records,
      InclusionMultiproof recordNodes,
      NavigableMap<Long, StatusList> statuses,
      StatusMultiproof statusNodes,
      NavigableMap<Long, List<String>> disclosures) {
    this(
        action,
        checkpoint,
        records,
        recordNodes,
        statuses,
        statusNodes,
        disclosures,
        Optional.empty());
  }

  private static void requireStated(long index, RawRecord record) {
    if (record.index() != index) {
      throw new IllegalArgumentException(
          "expected record " + index + ", got one that states " + record.index());
    }
  }

  /** Canonical JSON, UTF-8. */
  public byte[] toBytes() {
    return Json.canonical(toValue());
  }

  /** The file as a JSON value. */
  public Value toValue() {
    Map<String, Value> facts = new TreeMap<>();
    statuses.forEach((index, list) -> facts.put(Long.toString(index), list.toValue()));
    Map<String, Value> opened = new TreeMap<>();
    disclosures.forEach(
        (index, encoded) ->
            opened.put(Long.toString(index), Value.arr(encoded.stream().map(Value::of).toList())));
    Map<String, Value> top = new TreeMap<>();
    top.put("format", Value.of(FORMAT));
    top.put("action", Value.of(action));
    top.put("checkpoint", Value.of(checkpoint));
    top.put("records", Value.arr(records.values().stream().map(AuthorityProof::verbatim).toList()));
    top.put("recordNodes", Value.of(recordNodes.bytes().base64()));
    top.put("statuses", Value.obj(facts));
    top.put("statusNodes", Value.of(statusNodes.bytes().base64()));
    top.put("disclosures", Value.obj(opened));
    since.ifPresent(
        prefix ->
            top.put(
                "since",
                Value.obj(
                    Map.of(
                        "size", Value.of(prefix.size()),
                        "nodes", Value.of(prefix.bytes().base64())))));
    return Value.obj(top);
  }

  private static Value verbatim(RawRecord record) {
    return Value.of(new String(record.bytes().toArray(), StandardCharsets.US_ASCII));
  }

  /**
   * The same proof with one more cosignature under its checkpoint; a line by the same key makes
   * way.
   *
   * @throws RefusedException {@code checkpoint-malformed} if the checkpoint cannot be read
   * @throws IllegalArgumentException if the cosignature is of another checkpoint, or there is no
   *     room for it
   */
  public AuthorityProof with(Cosignature cosignature) throws RefusedException {
    String more = SignedCheckpoint.parse(checkpoint).with(cosignature).text();
    return new AuthorityProof(
        action, more, records, recordNodes, statuses, statusNodes, disclosures, since);
  }

  /** The same proof for a verifier who kept the checkpoint of {@code prefix}'s size. */
  AuthorityProof since(PrefixProof prefix) {
    return new AuthorityProof(
        action,
        checkpoint,
        records,
        recordNodes,
        statuses,
        statusNodes,
        disclosures,
        Optional.of(prefix));
  }

  /**
   * Reads a proof file.
   *
   * @throws RefusedException {@code proof-too-large}, {@code proof-malformed}, {@code
   *     proof-not-canonical}, {@code unknown-version}
   */
  public static AuthorityProof parse(byte[] file) throws RefusedException {
    if (file.length > MAX_SIZE) {
      throw RefusedException.of(
          Reason.PROOF_TOO_LARGE, "read proof: expected at most 4 MiB, got " + file.length);
    }
    Value value;
    try {
      value = Json.parse(file, MAX_SIZE);
    } catch (JsonException malformed) {
      throw RefusedException.of(Reason.PROOF_MALFORMED, "read proof: " + malformed.getMessage());
    }
    AuthorityProof proof = of(Members.of(value, "", Reason.PROOF_MALFORMED));
    if (!Arrays.equals(proof.toBytes(), file)) {
      throw RefusedException.of(
          Reason.PROOF_NOT_CANONICAL, "read proof: expected canonical JSON (RFC 8785)");
    }
    return proof;
  }

  /**
   * Reads the members of a proof, be it a file or a part of one; its spelling is not checked.
   *
   * @throws RefusedException {@code proof-malformed}, {@code unknown-version}, or why a record is
   *     malformed
   */
  public static AuthorityProof of(Members members) throws RefusedException {
    return new ProofParser().proof(members);
  }

  static boolean knowsFormat(String format) {
    return format.equals(FORMAT);
  }
}
