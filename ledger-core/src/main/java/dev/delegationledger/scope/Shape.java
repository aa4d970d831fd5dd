package dev.delegationledger.scope;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object, read member by member; what was not asked for is refused at the end. */
final class Shape {
  private final Map<String, Value> members;
  private final String pointer;
  private final Set<String> asked = new HashSet<>();

  private Shape(Map<String, Value> members, String pointer) {
    this.members = members;
    this.pointer = pointer;
  }

  static Shape of(Value value, String pointer) throws RefusedException {
    if (value instanceof Value.Obj object) {
      return new Shape(object.members(), pointer);
    }
    throw malformed(pointer, "an object", kind(value));
  }

  static List<Value> array(Value value, String pointer) throws RefusedException {
    if (value instanceof Value.Arr array) {
      return array.items();
    }
    throw malformed(pointer, "an array", kind(value));
  }

  Set<String> names() {
    return members.keySet();
  }

  /** The RFC 6901 pointer of a member, its name in printable ASCII. */
  String pointer(String name) {
    return pointer + "/" + Ascii.escape(name.replace("~", "~0").replace("/", "~1"));
  }

  Value value(String name) throws RefusedException {
    Value value = get(name);
    if (value == null) {
      throw malformed(pointer(name), "a member", "none");
    }
    return value;
  }

  List<Value> array(String name) throws RefusedException {
    return array(value(name), pointer(name));
  }

  String text(String name) throws RefusedException {
    if (value(name) instanceof Value.Str string) {
      return string.value();
    }
    throw malformed(pointer(name), "a string", kind(value(name)));
  }

  Optional<Boolean> optionalTruth(String name) throws RefusedException {
    Value value = get(name);
    if (value == null) {
      return Optional.empty();
    } else if (value instanceof Value.Bool bool) {
      return Optional.of(bool.value());
    }
    throw malformed(pointer(name), "true or false", kind(value));
  }

  Optional<BigDecimal> optionalNumber(String name) throws RefusedException {
    Value value = get(name);
    if (value == null) {
      return Optional.empty();
    } else if (value instanceof Value.Num number) {
      return Optional.of(number.value());
    }
    throw malformed(pointer(name), "a number", kind(value));
  }

  private @Nullable Value get(String name) {
    asked.add(name);
    return members.get(name);
  }

  void end() throws RefusedException {
    for (String name : members.keySet()) {
      if (!asked.contains(name)) {
        throw malformed(pointer(name), "no such member", "one");
      }
    }
  }

  static RefusedException malformed(String pointer, String expected, String got) {
    String detail = "at " + pointer + ": expected " + expected + ", got " + got;
    return RefusedException.of(Reason.CLAIMS_MALFORMED, detail);
  }

  static String kind(Value value) {
    if (value instanceof Value.Bool) {
      return "a truth value";
    } else if (value instanceof Value.Num) {
      return "a number";
    } else if (value instanceof Value.Str) {
      return "a string";
    } else if (value instanceof Value.Arr) {
      return "an array";
    }
    return value instanceof Value.Obj ? "an object" : "null";
  }
}
