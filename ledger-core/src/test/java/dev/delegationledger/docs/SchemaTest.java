package dev.delegationledger.docs;

import static dev.delegationledger.docs.Schemas.agree;
import static dev.delegationledger.docs.Schemas.errors;
import static dev.delegationledger.docs.Schemas.member;
import static dev.delegationledger.docs.Schemas.parse;
import static dev.delegationledger.docs.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the schemas of files, and the example's entries, to docs/schema. */
final class SchemaTest {
  @TestFactory
  Stream<DynamicTest> everyEntryOfTheExample_fitsItsSchema() {
    return ExampleLedger.make().entries().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.statement().issued().jti(),
                    () ->
                        assertThat(errors(Schemas.name(entry.kind()), parse(entry.payload())))
                            .isEmpty()));
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
        small(parse(Pages.text("examples/authority-proof.json"))),
        SchemaTest::isProof);
  }

  /** Two records and the statuses of two only: every change of the form, in less time. */
  private static Value small(Value proof) {
    Value.Obj file = (Value.Obj) proof;
    Value.Arr records = (Value.Arr) member(file, "records");
    Value.Obj statuses = (Value.Obj) member(file, "statuses");
    Value cut = with(file, "records", Value.arr(records.items().subList(0, 2)));
    Map<String, Value> two = Map.of("4", member(statuses, "4"), "5", member(statuses, "5"));
    return with((Value.Obj) cut, "statuses", Value.obj(two));
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
}
