package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds docs/schema to the readers: what one accepts the other does, over many small changes. */
final class SchemaTest {
  private static final String BASE = "https://delegationledger.dev/schema/1/";
  private static final int MAX = 1 << 20;

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemas(id -> Pages.text("schema/" + id.substring(BASE.length()))));

  private static final InMemorySigner ANYONE = InMemorySigner.ed25519(Bytes.of(new byte[32]));

  /** Says whether a document is accepted. */
  private interface Reader {
    boolean accepts(Value document);
  }

  @TestFactory
  Stream<DynamicTest> everyEntryOfTheExample_fitsItsSchema() {
    return ExampleLedger.make().entries().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.statement().issued().jti(),
                    () ->
                        assertThat(errors(name(entry.kind()), parse(entry.payload()))).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyChangeOfAnEntry_isRefusedByItsSchemaIfByTheReader() {
    return samples().entrySet().stream()
        .flatMap(
            kind ->
                kind.getValue().stream()
                    .map(
                        claims ->
                            DynamicTest.dynamicTest(
                                name(kind.getKey()) + " " + claims.hashCode(),
                                () ->
                                    agree(
                                        name(kind.getKey()),
                                        claims,
                                        changed -> isEntry(kind.getKey(), changed)))));
  }

  @Test
  void everyChangeOfATrustFile_isRefusedByItsSchemaIfByTheReader() {
    Value full =
        parse(
            new String(Pages.bytes("examples/trust.json"), StandardCharsets.UTF_8)
                .replace(
                    "\"vkey\"",
                    "\"minSize\":3,\"policy\":\"p\",\"unknownSignatures\":\"ignore\",\"vkey\""));
    agree("trust", full, SchemaTest::isTrustFile);
  }

  @Test
  void everyChangeOfAProof_isRefusedByItsSchemaIfByTheReader() {
    agree(
        "authority-proof",
        parse(small(Pages.text("examples/authority-proof.json"))),
        SchemaTest::isProof);
  }

  @Test
  void unknownMembers_areRefusedInDlAndIgnoredAtTheTop() {
    for (Map.Entry<Kind, List<Value>> kind : samples().entrySet()) {
      Value.Obj claims = (Value.Obj) kind.getValue().get(0);
      Map<String, Value> dl = new TreeMap<>(((Value.Obj) member(claims, "dl")).members());
      dl.put("extra", Value.of(1));
      String schema = name(kind.getKey());
      assertThat(errors(schema, with(claims, "dl", Value.obj(dl)))).as(schema).isNotEmpty();
      assertThat(errors(schema, with(claims, "extra", Value.of(1)))).as(schema).isEmpty();
    }
  }

  /** Compares schema and reader on {@code document} and on every document one change away. */
  private static void agree(String schema, Value document, Reader reader) {
    assertThat(errors(schema, document)).as("unchanged").isEmpty();
    assertThat(reader.accepts(document)).as("unchanged").isTrue();
    List<Value> changed = changes(document);
    assertThat(changed).hasSizeGreaterThan(20);
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

  private static Value member(Value.Obj object, String name) {
    Value value = object.members().get(name);
    if (value == null) {
      throw new AssertionError("no member " + name);
    }
    return value;
  }

  private static Value with(Value.Obj object, String name, Value value) {
    Map<String, Value> members = new TreeMap<>(object.members());
    members.put(name, value);
    return Value.obj(members);
  }

  /** The entries of the example, and for each kind one that states whatever can be stated. */
  private static Map<Kind, List<Value>> samples() {
    Map<Kind, List<Value>> samples = new EnumMap<>(Kind.class);
    ExampleLedger example = ExampleLedger.make();
    for (SignedEntry entry : example.entries()) {
      samples.computeIfAbsent(entry.kind(), k -> new ArrayList<>()).add(parse(entry.payload()));
    }
    String hash = example.entries().get(1).hash().base64Url();
    for (Map.Entry<Kind, List<Value>> kind : samples.entrySet()) {
      String first = Json.canonicalText(kind.getValue().get(0));
      String full =
          switch (kind.getKey()) {
            case GENESIS -> first.replace("\"v\":1", "\"v\":1.0");
            case ENROLMENT ->
                first.replace(
                    "\"suite\"", "\"may_grant\":{\"t\":{},\"u\":" + CONSTRAINTS + "},\"suite\"");
            case GRANT ->
                first
                    .replaceFirst("\"erp:pay\":", "\"every\":" + CONSTRAINTS + ",\"erp:pay\":")
                    .replaceFirst(
                        "\"authorization_details\":\\[",
                        "\"authorization_details\":[{\"type\":\"other\",\"free\":1},")
                    .replaceFirst("\"task\"", "\"nbf\":5,\"task\"");
            case ACTION ->
                first
                    .replaceFirst("\"aat_id\"", "\"aat_aud\":\"https://erp.example\",\"aat_id\"")
                    .replaceFirst("\"intent\"", "\"caused_by\":\"" + hash + "\",\"intent\"");
            case OUTCOME ->
                first.replaceFirst("\"status\"", "\"service\":\"" + hash + "\",\"status\"");
            case REVOCATION ->
                first.replaceFirst("\"target\"", "\"reason\":{\"value\":[1,null]},\"target\"");
          };
      kind.getValue().add(parse(full));
    }
    return samples;
  }

  private static final String CONSTRAINTS =
      "{\"a\":{\"constraint_type\":\"exact\",\"value\":true},"
          + "\"b\":{\"constraint_type\":\"range\",\"max\":2.5,\"max_inclusive\":false,\"min\":1,"
          + "\"min_inclusive\":true},\"c\":{\"constraint_type\":\"one_of\",\"values\":[1]},"
          + "\"d\":{\"constraint_type\":\"not_one_of\",\"excluded\":[]},"
          + "\"e\":{\"constraint_type\":\"contains\",\"required\":[\"x\"]},"
          + "\"f\":{\"allowed\":[{\"k\":[]}],\"constraint_type\":\"subset\"},"
          + "\"g\":{\"constraint_type\":\"wildcard\"},"
          + "\"h\":{\"constraint_type\":\"all\",\"constraints\":[{\"constraint_type\":\"wildcard\"}]},"
          + "\"i\":{\"constraint_type\":\"any\",\"constraints\":[]}}";

  /** The first two records and statuses only: every change of the form, in less time. */
  private static String small(String proof) {
    Value.Obj file = (Value.Obj) parse(proof);
    Value.Arr records = (Value.Arr) member(file, "records");
    Value.Arr statuses = (Value.Arr) member(file, "statuses");
    Value cut = with(file, "records", Value.arr(records.items().subList(0, 2)));
    return Json.canonicalText(
        with((Value.Obj) cut, "statuses", Value.arr(statuses.items().subList(4, 6))));
  }

  private static boolean isEntry(Kind kind, Value claims) {
    try {
      CompactJws jws = CompactJws.sign(kind.typ(), Json.canonical(claims), ANYONE);
      SignedEntry.of(jws.compact(), List.of());
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  private static boolean isTrustFile(Value value) {
    try {
      TrustAnchors.parse(Json.canonical(value));
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  private static boolean isProof(Value value) {
    try {
      AuthorityProof.parse(Json.canonical(value));
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  private static List<Error> errors(String name, Value document) {
    Schema schema = SCHEMAS.getSchema(SchemaLocation.of(BASE + name + ".schema.json"));
    return schema.validate(Json.canonicalText(document), InputFormat.JSON);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Value parse(byte[] json) {
    try {
      return Json.parse(json, MAX);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private static Value parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
