package dev.delegationledger.docs;

import static dev.delegationledger.docs.Schemas.agree;
import static dev.delegationledger.docs.Schemas.errors;
import static dev.delegationledger.docs.Schemas.member;
import static dev.delegationledger.docs.Schemas.name;
import static dev.delegationledger.docs.Schemas.parse;
import static dev.delegationledger.docs.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.testing.EveryKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the schema of each kind of claims set to its reader: what one accepts the other does, over
 * many small changes.
 */
final class ClaimsSchemaTest {
  @TestFactory
  Stream<DynamicTest> everyChangeOfAnEntry_isRefusedByItsSchemaIfByTheReader() {
    return samples().entrySet().stream()
        .flatMap(
            kind ->
                kind.getValue().stream()
                    .map(
                        claims ->
                            DynamicTest.dynamicTest(
                                name(kind.getKey()) + " " + kind.getValue().indexOf(claims),
                                () ->
                                    agree(
                                        name(kind.getKey()),
                                        claims,
                                        changed -> isEntry(kind.getKey(), changed)))));
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

  /** Statements of all kinds, and what no statement writes though it is read. */
  private static Map<Kind, List<Value>> samples() {
    Map<Kind, List<Value>> samples = new EnumMap<>(Kind.class);
    EveryKind.statements()
        .forEach(
            (kind, statements) -> {
              List<Value> claims = new ArrayList<>();
              statements.forEach(
                  statement ->
                      claims.add(
                          parse(
                              SignedEntry.sign(statement, EveryKind.SIGNER, List.of()).payload())));
              String fullest = Json.canonicalText(claims.get(0));
              claims.add(parse(fullest.replace("\"v\":1", "\"v\":1.0")));
              samples.put(kind, claims);
            });
    List<Value> grants = samples.getOrDefault(Kind.GRANT, List.of());
    String sparse = Json.canonicalText(grants.get(2));
    grants.add(
        parse(
            sparse
                .replaceFirst("\"erp:pay\":", "\"constrained\":" + CONSTRAINTS + ",\"erp:pay\":")
                .replaceFirst(
                    "\"authorization_details\":\\[",
                    "\"authorization_details\":[{\"type\":\"other\",\"free\":1},")));
    return samples;
  }

  private static boolean isEntry(Kind kind, Value claims) {
    try {
      CompactJws jws = CompactJws.sign(kind.typ(), Json.canonical(claims), EveryKind.SIGNER);
      SignedEntry.of(jws.compact(), List.of());
      return true;
    } catch (RefusedException refused) {
      return false;
    }
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
          + "\"i\":{\"constraint_type\":\"any\",\"constraints\":[]},"
          + "\"j\":{\"constraint_type\":\"path_within\",\"root\":\"/data/r\"},"
          + "\"k\":{\"constraint_type\":\"url_within\",\"host\":\"api.example\",\"path\":\"/v1\","
          + "\"port\":8443,\"scheme\":\"https\"},"
          + "\"l\":{\"constraint_type\":\"prefix\",\"value\":\"INV-\"}}";

  @TestFactory
  Stream<DynamicTest> extensionConstraint_fitsItsSchemaIfItIsRead() {
    return Stream.of(
            "{'constraint_type':'path_within','root':'/'}",
            "{'constraint_type':'path_within','root':'/a/.b/..c/d e'}",
            "{'constraint_type':'path_within','root':'/a/'}",
            "{'constraint_type':'path_within','root':'//a'}",
            "{'constraint_type':'path_within','root':'/a/../b'}",
            "{'constraint_type':'path_within','root':'/a./b'}",
            "{'constraint_type':'path_within','root':'/a b /c'}",
            "{'constraint_type':'path_within','root':'a'}",
            "{'constraint_type':'path_within','root':'/a\\\\b'}",
            "{'constraint_type':'path_within','root':'/a%20b'}",
            "{'constraint_type':'path_within','root':'/c:/a'}",
            "{'constraint_type':'path_within','root':'/a;b'}",
            "{'constraint_type':'path_within','root':'/a\\u0085'}",
            url("https", "h", "/a:b", ""),
            url("https", "h", "/a;b", ""),
            url("https", "h", "/a/", ""),
            url("https", "h", "/", ",'port':443"),
            url("https", "h", "/", ",'port':80"),
            url("http", "h", "/", ",'port':80"),
            url("http", "h", "/", ",'port':443.0"),
            url("http", "h", "/", ",'port':80.0"),
            url("x", "h", "/", ",'port':0"),
            url("x", "h", "/", ",'port':65536"),
            url("x", "h", "/", ",'port':1.5"),
            url("X", "h", "/", ""),
            url("x", "h.", "/", ""),
            url("x", "-h", "/", ""),
            url("x", "a.b-c.d", "/", ""),
            url("x", "u@h", "/", ""),
            "{'constraint_type':'prefix','value':' '}")
        .map(
            constraint ->
                DynamicTest.dynamicTest(
                    constraint,
                    () -> {
                      String tools = "{'t':{'x':" + constraint + "}}";
                      Value scope = parse(tools.replace('\'', '"'));
                      assertThat(errors("common.schema.json#/$defs/tools", scope).isEmpty())
                          .isEqualTo(isScope(scope));
                    }));
  }

  private static String url(String scheme, String host, String path, String port) {
    return "{'constraint_type':'url_within','scheme':'%s','host':'%s','path':'%s'%s}"
        .formatted(scheme, host, path, port);
  }

  private static boolean isScope(Value tools) {
    try {
      Scope.parseTools(tools, "");
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }
}
