package dev.delegationledger.cli;

import dev.delegationledger.json.Json;
import dev.delegationledger.model.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON object being written; what is absent is {@code null}, never left out. */
final class JsonObject {
  /** Deeper values, which only a hostile entry holds, are written as a string of JSON. */
  private static final int MAX_VALUE_DEPTH = 64;

  private final Map<String, Value> members = new TreeMap<>();

  JsonObject put(String name, Value value) {
    members.put(name, value);
    return this;
  }

  JsonObject put(String name, JsonObject object) {
    return put(name, object.value());
  }

  JsonObject put(String name, String text) {
    return put(name, Value.of(SafeText.wellFormed(text)));
  }

  JsonObject put(String name, long number) {
    return put(name, Value.of(number));
  }

  JsonObject put(String name, boolean truth) {
    return put(name, Value.of(truth));
  }

  JsonObject put(String name, Optional<String> text) {
    return text.isPresent() ? put(name, text.get()) : put(name, Value.NULL);
  }

  JsonObject putTexts(String name, Collection<String> texts) {
    return put(name, Value.arr(texts.stream().map(t -> Value.of(SafeText.wellFormed(t))).toList()));
  }

  /** A value from an entry, whose depth is anybody's choice. */
  JsonObject putForeign(String name, Value value) {
    return put(name, fitting(value));
  }

  static Value fitting(Value value) {
    return depthWithin(value) ? value : Value.of(Json.canonicalText(value));
  }

  Value value() {
    return Value.obj(members);
  }

  /** One line of canonical JSON that is safe on a terminal. */
  String line() {
    return SafeText.json(Json.canonicalText(value()));
  }

  private record Nested(Value value, int depth) {}

  private static boolean depthWithin(Value value) {
    Deque<Nested> open = new ArrayDeque<>();
    open.push(new Nested(value, 1));
    while (!open.isEmpty()) {
      Nested next = open.pop();
      if (next.depth() > MAX_VALUE_DEPTH) {
        return false;
      }
      Collection<Value> inner =
          next.value() instanceof Value.Arr array
              ? array.items()
              : next.value() instanceof Value.Obj object
                  ? object.members().values()
                  : java.util.List.of();
      inner.forEach(v -> open.push(new Nested(v, next.depth() + 1)));
    }
    return true;
  }
}
