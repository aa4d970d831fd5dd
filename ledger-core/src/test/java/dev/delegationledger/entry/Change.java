package dev.delegationledger.entry;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Claims sets as JSON, and the same with one value put elsewhere or taken away. */
final class Change {
  private static final int HASH_LENGTH = 43;
  private static final Set<String> NO_REFERENCES = Set.of("x", "y", "digest", "end");

  private Change() {}

  static Value.Obj claims(Statement statement) {
    return (Value.Obj) parse(new String(StatementWriter.write(statement), StandardCharsets.UTF_8));
  }

  static Value parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try {
      return Json.parse(bytes, bytes.length);
    } catch (JsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /**
   * {@code claims} with {@code json} at {@code path}, names and indexes with slashes between, or
   * without what stands there.
   */
  static Value at(Value claims, String path, @Nullable String json) {
    Value value = json == null ? null : parse(json);
    return at(claims, List.of(path.split("/")), value);
  }

  private static Value at(Value outer, List<String> path, @Nullable Value value) {
    String name = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (outer instanceof Value.Arr array) {
      int index = Integer.parseInt(name);
      List<Value> items = new ArrayList<>(array.items());
      Value item = rest.isEmpty() ? value : at(items.get(index), rest, value);
      if (item == null) {
        items.remove(index);
      } else {
        items.set(index, item);
      }
      return Value.arr(items);
    }
    Map<String, Value> members = new TreeMap<>(((Value.Obj) outer).members());
    Value inner = members.get(name);
    if (!rest.isEmpty() && inner == null) {
      throw new IllegalArgumentException("there is no " + name + " on the way to " + path);
    }
    Value member = rest.isEmpty() || inner == null ? value : at(inner, rest, value);
    if (member == null) {
      members.remove(name);
    } else {
      members.put(name, member);
    }
    return Value.obj(members);
  }

  /** The paths of all objects in {@code value}, itself included, as {@link #at} takes them. */
  static List<String> objects(Value value, String path) {
    List<String> paths = new ArrayList<>();
    if (value instanceof Value.Obj object) {
      paths.add(path);
      object.members().forEach((name, v) -> paths.addAll(objects(v, path + "/" + name)));
    } else if (value instanceof Value.Arr array) {
      for (int i = 0; i < array.items().size(); i++) {
        paths.addAll(objects(array.items().get(i), path + "/" + i));
      }
    }
    return paths;
  }

  /**
   * What looks like a reference: the texts in {@code dl}, and the references at the top, that are
   * hashes. Keys, digests of slots and thumbprints are none.
   */
  static List<Hash> hashes(Value.Obj claims) {
    List<Hash> hashes = new ArrayList<>();
    claims
        .members()
        .forEach(
            (name, value) -> {
              if (name.equals("dl") || name.equals("par_hash") || name.equals("aat_hash")) {
                collect(value, hashes);
              }
            });
    return hashes;
  }

  private static void collect(Value value, List<Hash> hashes) {
    if (value instanceof Value.Str text) {
      if (text.value().length() == HASH_LENGTH) {
        hashes.add(Hash.fromBase64Url(text.value()));
      }
    } else if (value instanceof Value.Arr array) {
      array.items().forEach(item -> collect(item, hashes));
    } else if (value instanceof Value.Obj object) {
      object
          .members()
          .forEach(
              (name, member) -> {
                if (!NO_REFERENCES.contains(name)) {
                  collect(member, hashes);
                }
              });
    }
  }
}
