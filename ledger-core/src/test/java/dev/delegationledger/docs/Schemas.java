package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The schemas in docs/schema, and what it means that one says the same as a reader. */
final class Schemas {
  private static final String BASE = "https://delegationledger.dev/schema/1/";
  private static final int MAX = 1 << 20;

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemas(id -> Pages.text("schema/" + id.substring(BASE.length()))));

  /** Says whether a document is accepted. */
  interface Reader {
    boolean accepts(Value document);
  }

  private Schemas() {}

  /** Compares schema and reader on {@code document} and on every document one change away. */
  static void agree(String schema, Value document, Reader reader) {
    assertThat(errors(schema, document)).as("unchanged").isEmpty();
    assertThat(reader.accepts(document)).as("unchanged").isTrue();
    List<Value> changed = changes(document);
    assertThat(changed).hasSizeGreaterThan(15);
    for (Value one : changed) {
      assertThat(errors(schema, one).isEmpty())
          .as("schema %s, as its reader does: %s", schema, Json.canonicalText(one))
          .isEqualTo(reader.accepts(one));
    }
  }

  /** Every document in which one value has another type, or one member is gone or new. */
  private static List<Value> changes(Value value) {
    List<Value> changes = new ArrayList<>();
    for (Value other :
        List.of(
            Value.NULL,
            Value.of(true),
            Value.of(-1),
            Value.of(""),
            Value.arr(List.of()),
            Value.obj(Map.of()))) {
      if (!other.equals(value)) {
        changes.add(other);
      }
    }
    if (value instanceof Value.Obj object) {
      changes.add(with(object, "extra", Value.of("x")));
      for (String name : object.members().keySet()) {
        Map<String, Value> fewer = new TreeMap<>(object.members());
        fewer.remove(name);
        changes.add(Value.obj(fewer));
        changes(member(object, name)).forEach(change -> changes.add(with(object, name, change)));
      }
    } else if (value instanceof Value.Arr array && !array.items().isEmpty()) {
      for (Value change : changes(array.items().get(0))) {
        List<Value> items = new ArrayList<>(array.items());
        items.set(0, change);
        changes.add(Value.arr(items));
      }
    }
    return changes;
  }

  static Value member(Value.Obj object, String name) {
    Value value = object.members().get(name);
    if (value == null) {
      throw new AssertionError("no member " + name);
    }
    return value;
  }

  static Value with(Value.Obj object, String name, Value value) {
    Map<String, Value> members = new TreeMap<>(object.members());
    members.put(name, value);
    return Value.obj(members);
  }

  static List<Error> errors(String name, Value document) {
    String file = name.contains("#") ? name : name + ".schema.json";
    Schema schema = SCHEMAS.getSchema(SchemaLocation.of(BASE + file));
    return schema.validate(Json.canonicalText(document), InputFormat.JSON);
  }

  /** The name of the schema of a kind's claims. */
  static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Value parse(byte[] json) {
    try {
      return Json.parse(json, MAX);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  static Value parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
