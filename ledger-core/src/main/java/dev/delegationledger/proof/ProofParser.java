package dev.delegationledger.proof;

import dev.delegationledger.json.Members;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the members of a proof file: counts, types and bounds, then how each record is framed. */
final class ProofParser {
  private static final String INDEX = "0|[1-9][0-9]{0,12}";

  AuthorityProof proof(Members top) throws RefusedException {
    if (!AuthorityProof.knowsFormat(top.text("format"))) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "at /format: expected authority-proof/2, got another format");
    }
    long action = top.whole("action");
    String checkpoint = top.text("checkpoint");
    List<String> records = texts(top, "records");
    requireCount("/records", records.size(), AuthorityProof.MAX_RECORDS);
    InclusionMultiproof recordNodes = new InclusionMultiproof(base64(top, "recordNodes"));
    NavigableMap<Long, StatusList> statuses = statuses(top.object("statuses"));
    StatusMultiproof statusNodes = new StatusMultiproof(base64(top, "statusNodes"));
    NavigableMap<Long, List<String>> disclosures = disclosures(top.object("disclosures"));
    Optional<PrefixProof> since = since(top);
    top.end();
    return new AuthorityProof(
        action,
        checkpoint,
        records(records),
        recordNodes,
        statuses,
        statusNodes,
        disclosures,
        since);
  }

  private static Optional<PrefixProof> since(Members top) throws RefusedException {
    Optional<Members> since = top.optionalObject("since");
    if (since.isEmpty()) {
      return Optional.empty();
    }
    long size = since.get().whole("size");
    Bytes nodes = base64(since.get(), "nodes");
    try {
      return Optional.of(new PrefixProof(size, nodes));
    } catch (IllegalArgumentException malformed) {
      throw top.refused("since", "expected a size from 1 and hashes of 32 bytes");
    }
  }

  private static NavigableMap<Long, RawRecord> records(List<String> texts) throws RefusedException {
    NavigableMap<Long, RawRecord> records = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      RawRecord record = RawRecord.parse(Bytes.utf8(texts.get(i)));
      if (!records.isEmpty() && record.index() <= records.lastKey()) {
        throw RefusedException.of(
            Reason.PROOF_MALFORMED,
            "at /records/"
                + i
                + ": expected an index above "
                + records.lastKey()
                + ", got "
                + record.index());
      }
      records.put(record.index(), record);
    }
    return records;
  }

  private static NavigableMap<Long, StatusList> statuses(Members members) throws RefusedException {
    requireCount("/statuses", members.names().size(), AuthorityProof.MAX_RECORDS);
    NavigableMap<Long, StatusList> statuses = new TreeMap<>();
    for (String name : members.names()) {
      long index = index(members, name);
      Value facts = members.value(name);
      boolean live = facts instanceof Value.Arr array && array.items().isEmpty();
      statuses.put(
          index,
          live
              ? StatusList.LIVE
              : StatusList.fromValue(facts, members.pointer(name), Reason.PROOF_MALFORMED));
    }
    members.end();
    return statuses;
  }

  private static NavigableMap<Long, List<String>> disclosures(Members members)
      throws RefusedException {
    NavigableMap<Long, List<String>> disclosures = new TreeMap<>();
    int count = 0;
    for (String name : members.names()) {
      long index = index(members, name);
      List<String> encoded = texts(members, name);
      count += encoded.size();
      if (encoded.isEmpty() || !encoded.equals(encoded.stream().sorted().toList())) {
        throw members.refused(name, "expected at least one disclosure, sorted");
      }
      requireCount("/disclosures", count, AuthorityProof.MAX_DISCLOSURES);
      disclosures.put(index, encoded);
    }
    members.end();
    return disclosures;
  }

  private static long index(Members members, String name) throws RefusedException {
    if (!name.matches(INDEX)) {
      throw members.refused(name, "expected the index of a record");
    }
    return Long.parseLong(name);
  }

  private static List<String> texts(Members members, String name) throws RefusedException {
    List<String> texts = new ArrayList<>();
    for (Value item : members.list(name)) {
      if (!(item instanceof Value.Str text)) {
        throw members.refused(name, "expected strings");
      }
      texts.add(text.value());
    }
    return texts;
  }

  private static Bytes base64(Members members, String name) throws RefusedException {
    try {
      return Bytes.fromBase64(members.text(name));
    } catch (IllegalArgumentException malformed) {
      throw members.refused(name, "expected base64 with padding");
    }
  }

  private static void requireCount(String pointer, int count, int limit) throws RefusedException {
    if (count > limit) {
      throw RefusedException.of(
          Reason.PROOF_MALFORMED,
          "at " + pointer + ": expected at most " + limit + " items, got " + count);
    }
  }
}
