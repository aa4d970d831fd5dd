package dev.delegationledger.proof;

import dev.delegationledger.json.Members;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof.ProvenRecord;
import dev.delegationledger.proof.AuthorityProof.ProvenStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads the members of a proof file: counts, types and bounds, before anything is hashed. */
final class ProofParser {
  private static final int MAX_PATH = StatusTree.HEIGHT;

  AuthorityProof proof(Members top) throws RefusedException {
    if (!AuthorityProof.knowsFormat(top.text("format"))) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "at /format: expected authority-proof/1, got another format");
    }
    AuthorityProof proof =
        new AuthorityProof(
            top.whole("action"),
            top.text("checkpoint"),
            records(top.list("records")),
            statuses(top.list("statuses")),
            disclosures(top.object("disclosures")));
    top.end();
    return proof;
  }

  private static NavigableMap<Long, ProvenRecord> records(List<Value> list)
      throws RefusedException {
    requireCount("/records", list.size(), AuthorityProof.MAX_RECORDS);
    NavigableMap<Long, ProvenRecord> records = new TreeMap<>();
    for (int i = 0; i < list.size(); i++) {
      Members record = Members.of(list.get(i), "/records/" + i, Reason.PROOF_MALFORMED);
      List<Value> path = record.list("path");
      requireCount(record.pointer("path"), path.size(), MAX_PATH);
      List<Hash> hashes = new ArrayList<>();
      for (int k = 0; k < path.size(); k++) {
        hashes.add(hash(path.get(k), record.pointer("path") + "/" + k));
      }
      String bytes = record.text("record");
      if (!bytes.chars().allMatch(c -> c < 0x80)) {
        throw record.refused("record", "expected ASCII");
      }
      long index = record.whole("index");
      record.end();
      if (records.put(index, new ProvenRecord(Bytes.utf8(bytes), hashes)) != null) {
        throw record.refused("index", "expected each record once");
      }
    }
    return records;
  }

  private static NavigableMap<Long, ProvenStatus> statuses(List<Value> list)
      throws RefusedException {
    requireCount("/statuses", list.size(), AuthorityProof.MAX_RECORDS);
    NavigableMap<Long, ProvenStatus> statuses = new TreeMap<>();
    for (int i = 0; i < list.size(); i++) {
      Members status = Members.of(list.get(i), "/statuses/" + i, Reason.PROOF_MALFORMED);
      Value facts = status.value("facts");
      boolean live = facts instanceof Value.Arr array && array.items().isEmpty();
      StatusList list1 =
          live
              ? StatusList.LIVE
              : StatusList.fromValue(facts, status.pointer("facts"), Reason.PROOF_MALFORMED);
      Members siblings = status.object("siblings");
      NavigableMap<Integer, Hash> hashes = new TreeMap<>();
      for (String level : siblings.names()) {
        if (!level.matches("[0-9]|[1-3][0-9]")) {
          throw siblings.refused(level, "expected a level from 0 to 39");
        }
        hashes.put(Integer.parseInt(level), hash(siblings.value(level), siblings.pointer(level)));
      }
      siblings.end();
      long index = status.whole("index");
      status.end();
      if (statuses.put(index, new ProvenStatus(list1, hashes)) != null) {
        throw status.refused("index", "expected each status once");
      }
    }
    return statuses;
  }

  private static NavigableMap<Long, List<String>> disclosures(Members members)
      throws RefusedException {
    NavigableMap<Long, List<String>> disclosures = new TreeMap<>();
    int count = 0;
    for (String name : members.names()) {
      if (!name.matches("0|[1-9][0-9]{0,12}")) {
        throw members.refused(name, "expected the index of a record");
      }
      List<String> encoded = new ArrayList<>();
      for (Value item : members.list(name)) {
        if (!(item instanceof Value.Str text)) {
          throw members.refused(name, "expected strings");
        }
        encoded.add(text.value());
      }
      count += encoded.size();
      if (encoded.isEmpty() || !encoded.equals(encoded.stream().sorted().toList())) {
        throw members.refused(name, "expected at least one disclosure, sorted");
      }
      requireCount("/disclosures", count, AuthorityProof.MAX_DISCLOSURES);
      disclosures.put(Long.parseLong(name), encoded);
    }
    members.end();
    return disclosures;
  }

  private static Hash hash(Value value, String pointer) throws RefusedException {
    if (value instanceof Value.Str text) {
      try {
        return Hash.fromBase64(text.value());
      } catch (IllegalArgumentException malformed) {
        // refused below like any other value
      }
    }
    throw RefusedException.of(
        Reason.PROOF_MALFORMED, "at " + pointer + ": expected 32 bytes in base64");
  }

  private static void requireCount(String pointer, int count, int limit) throws RefusedException {
    if (count > limit) {
      throw RefusedException.of(
          Reason.PROOF_MALFORMED,
          "at " + pointer + ": expected at most " + limit + " items, got " + count);
    }
  }
}
