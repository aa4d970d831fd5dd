package dev.delegationledger.docs;

import static dev.delegationledger.docs.Schemas.agree;
import static dev.delegationledger.docs.Schemas.errors;
import static dev.delegationledger.docs.Schemas.member;
import static dev.delegationledger.docs.Schemas.parse;
import static dev.delegationledger.docs.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                    "\"minSize\":3,\"policy\":\"quorum none\\n"
                        + "\",\"unknownSignatures\":\"ignore\",\"mlDsa44\":\""
                        + secondKey()
                        + "\",\"vkey\""));
    agree("trust", full, SchemaTest::isTrustFile);
  }

  private static String secondKey() {
    MlDsa44Signer signer = MlDsa44Signer.ofSeed(Bytes.of(new byte[32]));
    return CosignerKey.of("example.com/payables", signer.publicKey()).text();
  }

  @Test
  void everyChangeOfAProof_isRefusedByItsSchemaIfByTheReader() {
    agree(
        "authority-proof",
        small(parse(Pages.text("examples/authority-proof.json"))),
        SchemaTest::isProof);
  }

  @Test
  void everyChangeOfEvidence_isRefusedByItsSchemaIfByTheReader() {
    Value.Obj histories = (Value.Obj) parse(Pages.text("examples/misbehaviour.json"));
    assertThat(errors("misbehaviour", histories)).isEmpty();
    Value proof = small(parse(Pages.text("examples/authority-proof.json")));
    agree("misbehaviour", evidence("rule", Map.of("proof", proof)), SchemaTest::isEvidence);
    Value records = Value.obj(Map.of("4", Value.of("any text"), "5", Value.of("")));
    Value statuses = member((Value.Obj) proof, "statuses");
    Value note = member(histories, "checkpoint");
    agree(
        "misbehaviour",
        evidence(
            "status-root",
            Map.of(
                "checkpoint", note,
                "record", Value.of(5),
                "records", records,
                "recordNodes", Value.of("AAAA"),
                "statuses", statuses,
                "statusNodes", Value.of(""),
                "disclosures", Value.obj(Map.of("4", Value.arr(List.of(Value.of("x"))))))),
        SchemaTest::isEvidence);
  }

  private static Value evidence(String kind, Map<String, Value> members) {
    Map<String, Value> all = new TreeMap<>(members);
    all.put("format", Value.of("misbehaviour/1"));
    all.put("kind", Value.of(kind));
    return Value.obj(all);
  }

  private static boolean isEvidence(Value value) {
    try {
      Misbehaviour.parse(Json.canonical(value));
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  /** Two records and the statuses of two only: every change of the form, in less time. */
  private static Value small(Value proof) {
    Value.Obj file = (Value.Obj) proof;
    Value.Arr records = (Value.Arr) member(file, "records");
    Value.Obj statuses = (Value.Obj) member(file, "statuses");
    Value cut = with(file, "records", Value.arr(records.items().subList(0, 2)));
    Map<String, Value> two = Map.of("4", member(statuses, "4"), "5", member(statuses, "5"));
    Value since = Value.obj(Map.of("size", Value.of(7), "nodes", Value.of("")));
    Value.Obj asked = (Value.Obj) with((Value.Obj) cut, "since", since);
    return with(asked, "statuses", Value.obj(two));
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
