package dev.delegationledger.proof;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A proof file as data, nothing of it checked but its form (docs/format.md, "Authority proof").
 * Immutable.
 *
 * @param action the index of the action it is about
 * @param checkpoint the text of a signed checkpoint
 * @param records records verbatim with their inclusion paths, by index
 * @param statuses what has happened to records, with the siblings that lead to the status root, by
 *     index
 * @param disclosures encoded disclosures, by the index of the record whose slots they open
 */
public record AuthorityProof(
    long action,
    String checkpoint,
    NavigableMap<Long, ProvenRecord> records,
    NavigableMap<Long, ProvenStatus> statuses,
    NavigableMap<Long, List<String>> disclosures) {
  /** The largest proof file in bytes. */
  public static final int MAX_SIZE = 4 << 20;

  /** The most records, and the most statuses, in one proof. */
  static final int MAX_RECORDS = 1024;

  /** The most disclosures in one proof. */
  static final int MAX_DISCLOSURES = 4096;

  private static final String FORMAT = "authority-proof/1";

  public AuthorityProof {
    records = Collections.unmodifiableNavigableMap(new TreeMap<>(records));
    statuses = Collections.unmodifiableNavigableMap(new TreeMap<>(statuses));
    disclosures = Collections.unmodifiableNavigableMap(new TreeMap<>(disclosures));
  }

  /** A record and its path to the root of the checkpoint (RFC 6962 section 2.1.1). */
  public record ProvenRecord(Bytes bytes, List<Hash> path) {
    public ProvenRecord {
      path = List.copyOf(path);
    }
  }

  /** A status list and its siblings by level; a sibling that is the default is left out. */
  public record ProvenStatus(StatusList facts, NavigableMap<Integer, Hash> siblings) {
    public ProvenStatus {
      siblings = Collections.unmodifiableNavigableMap(new TreeMap<>(siblings));
    }
  }

  /** Canonical JSON, UTF-8. */
  public byte[] toBytes() {
    Map<String, Value> top = new TreeMap<>();
    top.put("format", Value.of(FORMAT));
    top.put("action", Value.of(action));
    top.put("checkpoint", Value.of(checkpoint));
    List<Value> recordList = new ArrayList<>();
    records.forEach(
        (index, record) ->
            recordList.add(
                Value.obj(
                    Map.of(
                        "index", Value.of(index),
                        "record", Value.of(ascii(record.bytes())),
                        "path", hashes(record.path())))));
    top.put("records", Value.arr(recordList));
    List<Value> statusList = new ArrayList<>();
    statuses.forEach((index, status) -> statusList.add(status(index, status)));
    top.put("statuses", Value.arr(statusList));
    Map<String, Value> opened = new TreeMap<>();
    disclosures.forEach(
        (index, encoded) ->
            opened.put(Long.toString(index), Value.arr(encoded.stream().map(Value::of).toList())));
    top.put("disclosures", Value.obj(opened));
    return Json.canonical(Value.obj(top));
  }

  private static Value status(long index, ProvenStatus status) {
    Map<String, Value> siblings = new TreeMap<>();
    status
        .siblings()
        .forEach((level, hash) -> siblings.put(Integer.toString(level), Value.of(hash.base64())));
    return Value.obj(
        Map.of(
            "index", Value.of(index),
            "facts", status.facts().toValue(),
            "siblings", Value.obj(siblings)));
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
    return new AuthorityProof(action, more, records, statuses, disclosures);
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
    AuthorityProof proof = new ProofParser().proof(Members.of(value, "", Reason.PROOF_MALFORMED));
    if (!Arrays.equals(proof.toBytes(), file)) {
      throw RefusedException.of(
          Reason.PROOF_NOT_CANONICAL, "read proof: expected canonical JSON (RFC 8785)");
    }
    return proof;
  }

  static boolean knowsFormat(String format) {
    return format.equals(FORMAT);
  }

  private static Value hashes(List<Hash> hashes) {
    return Value.arr(hashes.stream().map(hash -> Value.of(hash.base64())).toList());
  }

  private static String ascii(Bytes bytes) {
    return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
