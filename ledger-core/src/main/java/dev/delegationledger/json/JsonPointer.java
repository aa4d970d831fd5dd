package dev.delegationledger.json;

import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path into a JSON value (RFC 6901). Immutable.
 *
 * @param tokens names of members and indexes of elements, unescaped; empty for the whole value
 */
public record JsonPointer(List<String> tokens) {
  /*
   * Looked for, and not the whole grammar matched: a repeated group would take one stack frame for
   * each character, and pointers come from anybody.
   */
  private static final Pattern LONE_TILDE = Pattern.compile("~(?![01])");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /** Reads a pointer; nothing on text that is none. */
  public static Optional<JsonPointer> parse(String pointer) {
    boolean root = pointer.isEmpty() || pointer.startsWith("/");
    if (!root || (pointer.indexOf('~') >= 0 && LONE_TILDE.matcher(pointer).find())) {
      return Optional.empty();
    }
    List<String> tokens = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String token : pointer.substring(1).split("/", -1)) {
        tokens.add(token.replace("~1", "/").replace("~0", "~"));
      }
    }
    return Optional.of(new JsonPointer(tokens));
  }

  /** The pointer without its first token, which it must have. */
  public JsonPointer rest() {
    return new JsonPointer(tokens.subList(1, tokens.size()));
  }

  /** What stands there in {@code value}, if anything does. */
  public Optional<Value> in(Value value) {
    Optional<Value> found = Optional.of(value);
    for (String token : tokens) {
      found = found.flatMap(v -> step(v, token));
    }
    return found;
  }

  private static Optional<Value> step(Value value, String token) {
    if (value instanceof Value.Obj object) {
      return Optional.ofNullable(object.members().get(token));
    }
    if (value instanceof Value.Arr array && INDEX.matcher(token).matches()) {
      int index = Integer.parseInt(token);
      return index < array.items().size()
          ? Optional.of(array.items().get(index))
          : Optional.empty();
    }
    return Optional.empty();
  }
}
