package dev.delegationledger.authority.reference;

import static java.util.Objects.requireNonNull;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.ForgedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What can be done to a proof file on its way. For one thread. */
final class BentFile {
  private final SplittableRandom random;

  BentFile(SplittableRandom random) {
    this.random = random;
  }

  /** The file with something changed, and with proofs that are right for it as far as it goes. */
  byte[] bend(ForgedLog log, AuthorityProof proof) {
    return switch (random.nextInt(4)) {
      case 0 -> flip(proof.toBytes());
      case 1 -> change(proof.toBytes());
      default -> parts(log, proof).toBytes();
    };
  }

  /** Another selection of what the log has. */
  private AuthorityProof parts(ForgedLog log, AuthorityProof proof) {
    Map<Long, RawRecord> records = new TreeMap<>(proof.records());
    Map<Long, StatusList> statuses = new TreeMap<>(proof.statuses());
    Map<Long, List<String>> disclosures = new TreeMap<>(proof.disclosures());
    long any = random.nextInt(log.lines.size());
    switch (random.nextInt(disclosures.isEmpty() ? 4 : 6)) {
      case 0 -> removeOne(records);
      case 1 -> records.put(any, log.record(any));
      case 2 -> removeOne(statuses);
      case 3 -> statuses.put(any, log.status(any));
      case 4 -> disclosures.remove(one(disclosures));
      default -> {
        List<String> more = new ArrayList<>(requireNonNull(disclosures.get(one(disclosures))));
        more.remove(random.nextInt(more.size()));
        disclosures.put(any, more.isEmpty() ? List.of("e30") : more);
      }
    }
    return log.with(proof, records, statuses, disclosures);
  }

  /** But the last: there is no proof of nothing. */
  private <T> void removeOne(Map<Long, T> parts) {
    if (parts.size() > 1) {
      parts.remove(one(parts));
    }
  }

  private <T> long one(Map<Long, T> parts) {
    List<Long> indexes = List.copyOf(parts.keySet());
    return indexes.get(random.nextInt(indexes.size()));
  }

  private byte[] flip(byte[] file) {
    byte[] flipped = file.clone();
    int at = random.nextInt(file.length);
    switch (random.nextInt(4)) {
      case 0 -> flipped[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> flipped[at] = flipped[random.nextInt(file.length)];
      case 2 -> flipped = Arrays.copyOf(file, at);
      default -> flipped = Arrays.copyOf(file, file.length + 1);
    }
    return flipped;
  }

  /** Canonical JSON still, of something else. */
  private byte[] change(byte[] file) {
    try {
      return Json.canonical(changed(Json.parse(file, file.length)));
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private Value changed(Value value) {
    if (value instanceof Value.Obj object && !object.members().isEmpty()) {
      Map<String, Value> members = new TreeMap<>(object.members());
      List<String> names = List.copyOf(members.keySet());
      String name = names.get(random.nextInt(names.size()));
      Value member = members.remove(name);
      if (member != null && random.nextInt(8) > 0) {
        members.put(random.nextInt(8) > 0 ? name : name + "0", changed(member));
      }
      return Value.obj(members);
    } else if (value instanceof Value.Arr array && !array.items().isEmpty()) {
      List<Value> items = new ArrayList<>(array.items());
      int at = random.nextInt(items.size());
      int to = random.nextInt(items.size());
      switch (random.nextInt(4)) {
        case 0 -> items.remove(at);
        case 1 -> items.add(to, items.remove(at));
        case 2 -> items.add(to, items.get(at));
        default -> items.set(at, changed(items.get(at)));
      }
      return Value.arr(items);
    } else if (value instanceof Value.Num number) {
      return Value.of(Math.max(0, number.value().longValue() + random.nextInt(-2, 3)));
    } else if (value instanceof Value.Str text && !text.value().isEmpty()) {
      char[] letters = text.value().toCharArray();
      int at = random.nextInt(letters.length);
      letters[at] = letters[random.nextInt(letters.length)];
      return Value.of(random.nextInt(6) > 0 ? new String(letters) : text.value().substring(at));
    }
    return Value.of("");
  }
}
