package dev.delegationledger.evidence;

import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records that no honest ledger writes, under one signed checkpoint. Immutable.
 *
 * @param kind what they show
 * @param checkpoint of a log that contains them
 * @param record the index of the record that is wrong
 * @param records leaves of the log verbatim, by the index that they stand at, whatever they state
 * @param recordNodes what leads from them to the root
 * @param statuses for {@link Misbehaviour.Kind#STATUS_ROOT} what had happened to records before
 *     this one
 * @param statusNodes what leads from these to the status root of the record before this one
 * @param disclosures encoded disclosures, by the index of the record whose slots they open
 */
public record BentRecords(
    Kind kind,
    SignedCheckpoint checkpoint,
    long record,
    NavigableMap<Long, Bytes> records,
    InclusionMultiproof recordNodes,
    NavigableMap<Long, StatusList> statuses,
    Optional<StatusMultiproof> statusNodes,
    NavigableMap<Long, List<String>> disclosures)
    implements Misbehaviour {

  /**
   * @throws IllegalArgumentException if another type holds what this kind needs, or there are
   *     statuses without nodes or nodes without statuses
   */
  public BentRecords {
    records = Collections.unmodifiableNavigableMap(new TreeMap<>(records));
    statuses = Collections.unmodifiableNavigableMap(new TreeMap<>(statuses));
    disclosures = Collections.unmodifiableNavigableMap(new TreeMap<>(disclosures));
    if (kind == Kind.TWO_HISTORIES || kind == Kind.RULE) {
      throw new IllegalArgumentException("expected a kind that is about records, got " + kind);
    }
    if (statuses.isEmpty() == statusNodes.isPresent()) {
      throw new IllegalArgumentException("expected statuses and their nodes, or neither");
    }
  }

  @Override
  public List<SignedCheckpoint> notes() {
    return List.of(checkpoint);
  }

  @Override
  public Optional<Hash> genesis() {
    return Optional.ofNullable(records.get(0L)).map(bytes -> Merkle.leafHash(bytes.toArray()));
  }

  @Override
  public Map<String, Value> members() {
    Map<String, Value> leaves = new TreeMap<>();
    records.forEach((index, bytes) -> leaves.put(index.toString(), verbatim(bytes)));
    Map<String, Value> facts = new TreeMap<>();
    statuses.forEach((index, list) -> facts.put(index.toString(), list.toValue()));
    Map<String, Value> opened = new TreeMap<>();
    disclosures.forEach(
        (index, encoded) ->
            opened.put(index.toString(), Value.arr(encoded.stream().map(Value::of).toList())));
    Map<String, Value> members = new TreeMap<>();
    members.put("checkpoint", Value.of(checkpoint.text()));
    members.put("record", Value.of(record));
    members.put("records", Value.obj(leaves));
    members.put("recordNodes", Value.of(recordNodes.bytes().base64()));
    statusNodes.ifPresent(
        nodes -> {
          members.put("statuses", Value.obj(facts));
          members.put("statusNodes", Value.of(nodes.bytes().base64()));
        });
    if (!disclosures.isEmpty()) {
      members.put("disclosures", Value.obj(opened));
    }
    return members;
  }

  private static Value verbatim(Bytes record) {
    return Value.of(new String(record.toArray(), StandardCharsets.UTF_8));
  }
}
