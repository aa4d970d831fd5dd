package dev.delegationledger.evidence;

import dev.delegationledger.json.Members;
import dev.delegationledger.log.IncludedLeaves;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Comparison;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the members of an evidence file: counts, types and bounds. */
final class MisbehaviourParser {
  static final String FORMAT_OF_ANY_VERSION = "misbehaviour/";
  static final String FORMAT = FORMAT_OF_ANY_VERSION + "1";

  /** The most records, statuses and leaves, each. */
  static final int MAX_RECORDS = 4096;

  private static final String INDEX = "0|[1-9][0-9]{0,12}";

  private final Members top;

  MisbehaviourParser(Members top) {
    this.top = top;
  }

  Misbehaviour evidence() throws RefusedException {
    if (!top.text("format").equals(FORMAT)) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "at /format: expected " + FORMAT + ", got another format");
    }
    Optional<Misbehaviour.Kind> kind = Named.ofCode(Misbehaviour.Kind.class, top.text("kind"));
    if (kind.isEmpty()) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "at /kind: expected a kind of " + FORMAT + ", got another");
    }
    try {
      Misbehaviour evidence =
          switch (kind.get()) {
            case TWO_HISTORIES -> twoHistories();
            case RULE, CHARGES -> brokenRule(kind.get());
            case CONTEXT, STATUS_ROOT, DUPLICATE, REPLAY -> bentRecords(kind.get());
          };
      top.end();
      return evidence;
    } catch (IllegalArgumentException wrong) {
      throw RefusedException.of(Reason.PROOF_MALFORMED, "read evidence: " + wrong.getMessage());
    }
  }

  private TwoHistories twoHistories() throws RefusedException {
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(top.text("checkpoint"));
    SignedCheckpoint other = SignedCheckpoint.parse(top.text("other"));
    Optional<PrefixProof> prefix = Optional.empty();
    if (top.optionalText("prefix").isPresent()) {
      prefix = Optional.of(new PrefixProof(other.checkpoint().size(), base64(top, "prefix")));
    }
    Optional<IncludedLeaves> leaves = leaves("leaves");
    Optional<IncludedLeaves> otherLeaves = leaves("otherLeaves");
    if (leaves.isPresent() != otherLeaves.isPresent()) {
      throw top.refused("leaves", "expected leaves of both checkpoints, or of neither");
    }
    return new TwoHistories(
        checkpoint,
        other,
        prefix,
        leaves.map(of -> new Comparison.Leaves(otherLeaves.orElseThrow(), of)));
  }

  private Optional<IncludedLeaves> leaves(String name) throws RefusedException {
    Optional<Members> leaves = top.optionalObject(name);
    if (leaves.isEmpty()) {
      return Optional.empty();
    }
    Members hashes = leaves.get().object("hashes");
    NavigableMap<Long, Hash> read = new TreeMap<>();
    for (String index : indexes(hashes)) {
      read.put(Long.parseLong(index), hash(hashes, index));
    }
    return Optional.of(
        new IncludedLeaves(read, new InclusionMultiproof(base64(leaves.get(), "nodes"))));
  }

  private BrokenRule brokenRule(Misbehaviour.Kind kind) throws RefusedException {
    AuthorityProof proof = AuthorityProof.of(top.object("proof"));
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(proof.checkpoint());
    NavigableMap<Long, RawRecord> earlier = new TreeMap<>();
    Optional<InclusionMultiproof> nodes = Optional.empty();
    Optional<Members> records = top.optionalObject("records");
    if (records.isPresent()) {
      for (Map.Entry<Long, Bytes> record : records(records.get()).entrySet()) {
        earlier.put(record.getKey(), earlier(record.getKey(), record.getValue()));
      }
      nodes = Optional.of(new InclusionMultiproof(base64(top, "recordNodes")));
    }
    return new BrokenRule(kind, checkpoint, proof, earlier, nodes);
  }

  private RawRecord earlier(long index, Bytes bytes) throws RefusedException {
    RawRecord record = RawRecord.parse(bytes);
    if (record.index() != index) {
      throw top.refused("records", "expected each under the index that it states");
    }
    return record;
  }

  private static NavigableMap<Long, Bytes> records(Members texts) throws RefusedException {
    NavigableMap<Long, Bytes> records = new TreeMap<>();
    for (String index : indexes(texts)) {
      records.put(Long.parseLong(index), Bytes.utf8(texts.text(index)));
    }
    return records;
  }

  private BentRecords bentRecords(Misbehaviour.Kind kind) throws RefusedException {
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(top.text("checkpoint"));
    NavigableMap<Long, Bytes> records = records(top.object("records"));
    NavigableMap<Long, StatusList> statuses = new TreeMap<>();
    Optional<StatusMultiproof> nodes = Optional.empty();
    Optional<Members> facts = top.optionalObject("statuses");
    if (facts.isPresent()) {
      for (String index : indexes(facts.get())) {
        statuses.put(Long.parseLong(index), status(facts.get(), index));
      }
      nodes = Optional.of(new StatusMultiproof(base64(top, "statusNodes")));
    }
    return new BentRecords(
        kind,
        checkpoint,
        top.whole("record"),
        records,
        new InclusionMultiproof(base64(top, "recordNodes")),
        statuses,
        nodes,
        disclosures());
  }

  private static StatusList status(Members facts, String index) throws RefusedException {
    Value list = facts.value(index);
    boolean live = list instanceof Value.Arr array && array.items().isEmpty();
    return live
        ? StatusList.LIVE
        : StatusList.fromValue(list, facts.pointer(index), Reason.PROOF_MALFORMED);
  }

  private NavigableMap<Long, List<String>> disclosures() throws RefusedException {
    NavigableMap<Long, List<String>> disclosures = new TreeMap<>();
    Optional<Members> opened = top.optionalObject("disclosures");
    if (opened.isEmpty()) {
      return disclosures;
    }
    for (String index : indexes(opened.get())) {
      List<String> encoded = opened.get().texts(index);
      if (encoded.isEmpty() || !encoded.equals(encoded.stream().sorted().toList())) {
        throw opened.get().refused(index, "expected at least one disclosure, sorted");
      }
      disclosures.put(Long.parseLong(index), encoded);
    }
    return disclosures;
  }

  /** The names of the members, each an index; at least one. */
  private static Iterable<String> indexes(Members members) throws RefusedException {
    if (members.names().isEmpty() || members.names().size() > MAX_RECORDS) {
      throw RefusedException.of(
          Reason.PROOF_MALFORMED,
          "read evidence: expected 1 to "
              + MAX_RECORDS
              + " members, got "
              + members.names().size());
    }
    for (String name : members.names()) {
      if (!name.matches(INDEX)) {
        throw members.refused(name, "expected the index of a record");
      }
    }
    return members.names();
  }

  private static Hash hash(Members members, String name) throws RefusedException {
    Bytes bytes = base64(members, name);
    if (bytes.size() != Hash.SIZE) {
      throw members.refused(name, "expected 32 bytes in base64");
    }
    return Hash.of(bytes.toArray());
  }

  private static Bytes base64(Members members, String name) throws RefusedException {
    try {
      return Bytes.fromBase64(members.text(name));
    } catch (IllegalArgumentException malformed) {
      throw members.refused(name, "expected base64 with padding");
    }
  }
}
