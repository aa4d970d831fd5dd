package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every example of the draft with real signatures. Its root token is bound to the key of RFC 8037
 * appendix A.1, of which everybody has the private part; the key of its derived token is another
 * here, since that one is none.
 */
final class DraftExamplesTest {
  private static final String REPORTS =
      "{\"constraint_type\":\"one_of\",\"values\":[\"/data/q3-report.pdf\",\"/data/q4-report.pdf\"]}";
  private static final String Q3 =
      "{\"constraint_type\":\"exact\",\"value\":\"/data/q3-report.pdf\"}";

  private static final InMemorySigner RFC_8037 =
      InMemorySigner.ed25519(
          Bytes.of(Base64.getUrlDecoder().decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")));

  /** Section 3.6's two tokens and section 5.2's proof of possession. */
  private static Stock example() {
    Stock stock =
        Stock.of(
            "{\"read_file\":{\"path\":" + REPORTS + "},\"search_index\":{}}",
            "{\"read_file\":{\"path\":" + Q3 + "}}");
    stock.root().with("jti", "\"01957a3f-4e23-7b01-a9d1-0050569c2e4f\"").holder(RFC_8037);
    stock
        .leaf()
        .signer(RFC_8037)
        .with("iss", "\"" + Jwk.thumbprintUri(RFC_8037.publicKey()) + "\"")
        .with("jti", "\"01957a41-0081-7c20-bf3a-00a0c91e1234\"")
        .with("iat", "1741600120")
        .with("exp", "1741601920");
    stock
        .proof
        .with("iat", "1741600300")
        .with("aat_id", "\"01957a41-0081-7c20-bf3a-00a0c91e1234\"");
    return stock;
  }

  @Test
  void rootTokensKey_isTheOneOfTheExample() {
    assertThat(RFC_8037.publicKey().raw().base64Url())
        .isEqualTo("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assertThat(example().root().claim("cnf"))
        .isEqualTo(
            "{\"jwk\":{\"crv\":\"Ed25519\",\"kty\":\"OKP\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}");
  }

  /** It has the form of a key, and is no point of the curve. */
  @Test
  void derivedTokensKey_canHoldNoToken() {
    Stock stock = example();
    stock
        .leaf()
        .with(
            "cnf",
            "{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                + "\"x\":\"rAl9xvTDAeUADPnIWlGpFHtGg4Y8OqcQE5N4XYNdLPs\"}}");
    stock.isRefused(Reason.KEY_INVALID, 1);
  }

  @Test
  void derivedTokenAndItsProof_arePermitted() {
    AatVerdict verdict = example().verdict();
    Stock.requirePermitted(verdict);
    assertThat(verdict.chain()).hasSize(2);
    assertThat(verdict.chain().get(0).issuer()).isEqualTo("https://auth.example.com");
    assertThat(verdict.chain().get(0).narrowed()).isEmpty();
    assertThat(verdict.chain().get(1).narrowed())
        .containsExactly(
            "read_file path: one of [\"/data/q3-report.pdf\", \"/data/q4-report.pdf\"] ->"
                + " = \"/data/q3-report.pdf\"",
            "tool search_index dropped");
    assertThat(verdict.possession().orElseThrow().audience()).contains(Stock.AUDIENCE);
  }

  @Test
  void derivedToken_authorisesNeitherTheOtherReportNorTheDroppedTool() {
    example()
        .call("read_file", "{\"path\":\"/data/q4-report.pdf\"}")
        .isRefused(Reason.ARGUMENT_OUT_OF_SCOPE, 1);
    example().call("search_index", "{}").isRefused(Reason.TOOL_NOT_GRANTED, 1);
  }

  @Test
  void derivedToken_endsAfterHalfAnHour_theRootAfterAnHour() {
    Stock stock = example();
    stock.at = Instant.ofEpochSecond(1741601919);
    stock.proof.with("iat", "1741601919");
    stock.isPermitted();
    stock.at = Instant.ofEpochSecond(1741601920);
    stock.isRefused(Reason.GRANT_EXPIRED, 1);
    stock.at = Instant.ofEpochSecond(1741603600);
    stock.isRefused(Reason.GRANT_EXPIRED, 0);
  }

  @Test
  void rootToken_mayBeUsedByItsHolder() {
    Stock stock = example().withoutLeaf();
    stock.proof.with("aat_id", "\"01957a3f-4e23-7b01-a9d1-0050569c2e4f\"");
    stock.isPermitted();
    stock.call("read_file", "{\"path\":\"/data/q4-report.pdf\"}").isPermitted();
    stock.call("search_index", "{\"limit\":1000,\"query\":\"anything\"}").isPermitted();
    stock.call("read_file", "{\"path\":\"/data/q5\"}").isRefused(Reason.ARGUMENT_OUT_OF_SCOPE, 0);
  }

  /** Section 3.3. */
  @Test
  void capabilityClaims_areAClosedWorld() {
    String tools =
        "{\"read_file\":{\"path\":"
            + REPORTS
            + "},\"search_index\":{\"query\":{\"constraint_type\":\"one_of\",\"values\":[\"public"
            + " filings\",\"public"
            + " releases\"]},\"limit\":{\"constraint_type\":\"range\",\"max\":100}}}";
    Stock stock = Stock.of(tools, tools);
    stock.call("search_index", "{\"limit\":100,\"query\":\"public releases\"}").isPermitted();
    stock
        .call("search_index", "{\"limit\":100.5,\"query\":\"public releases\"}")
        .isRefused(Reason.ARGUMENT_OUT_OF_SCOPE, 1);
    stock
        .call("search_index", "{\"query\":\"public releases\"}")
        .isRefused(Reason.ARGUMENT_MISSING, 1);
    stock
        .call("search_index", "{\"limit\":1,\"page\":2,\"query\":\"public releases\"}")
        .isRefused(Reason.ARGUMENT_NOT_GRANTED, 1);
  }

  /**
   * Section 3.5.3: a type that this program does not know denies, whether its tool is called or
   * not.
   */
  @Test
  void registeredType_thatIsNotKnownHere_permitsNothing() {
    String containment = "{\"constraint_type\":\"path_containment\",\"root\":\"/data\"}";
    Stock stock =
        Stock.ofConstraints(
            containment, "{\"constraint_type\":\"exact\",\"value\":\"/data/a\"}", "\"/data/a\"");
    stock.isRefused(Reason.UNKNOWN_CONSTRAINT_TYPE, 0);
    assertThat(stock.verdict().finding()).isEqualTo(AatVerdict.Finding.UNDECIDED);
    assertThat(stock.verdict().refusal().orElseThrow().detail()).contains("path_containment");
    Stock.of("{\"t\":{},\"u\":{\"a\":" + containment + "}}", "{\"t\":{}}")
        .call("t", "{}")
        .isRefused(Reason.UNKNOWN_CONSTRAINT_TYPE, 0);
  }

  /** Section 4.3: a root that allows no depth has no children. */
  @Test
  void terminalRoot_isUsedAndNotDerivedFrom() {
    Stock stock = example();
    stock.root().with("del_max_depth", "0");
    stock.leaf().with("del_max_depth", "0");
    stock.isRefused(Reason.DEPTH_EXCEEDED, 1);
    stock.withoutLeaf();
    stock.proof.with("aat_id", "\"01957a3f-4e23-7b01-a9d1-0050569c2e4f\"");
    stock.isPermitted();
  }

  /** Section 6: the same authority handed to another key. */
  @Test
  void childOfTheSameScope_isAHandOff() {
    String tools = "{\"read_file\":{\"path\":" + REPORTS + "}}";
    Stock stock = Stock.of(tools, tools);
    assertThat(stock.verdict().chain().get(1).narrowed()).isEmpty();
    stock.isPermitted();
  }

  /** Section 3.3: a token in between may grant nothing, and then nothing below it grants more. */
  @Test
  void tokenInBetween_mayGrantNothing_andTheLeafMustStateSomething() {
    Stock none = example().derive("third", Stock.STRANGER, "{}");
    none.tokens.get(1).with("authorization_details", "[]");
    none.isRefused(Reason.TOOL_NOT_GRANTED, 2);
    none.tokens.get(2).tools("{\"read_file\":{\"path\":" + Q3 + "}}");
    none.isRefused(Reason.TOOL_WIDENED, 2);
    none.tokens.get(2).with("authorization_details", "[{\"type\":\"payment\",\"sum\":5}]");
    none.isRefused(Reason.NO_CAPABILITY, 2);
  }

  @Test
  void entriesOfOtherTypes_areIgnored_twoOfThisTypeAreNot() {
    String entry = "{\"tools\":{\"read_file\":{}},\"type\":\"attenuating_agent_token\"}";
    Stock stock = Stock.of("{\"read_file\":{}}", "{\"read_file\":{}}");
    stock.root().with("authorization_details", "[{\"type\":\"payment\",\"sum\":5}," + entry + "]");
    stock.isPermitted();
    stock.root().with("authorization_details", "[" + entry + "," + entry + "]");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
  }

  /** The tools whose names differ only in what people would call spelling are different tools. */
  @Test
  void toolNames_areComparedAsTheyAre() {
    for (String other : List.of("Read_file", "read_file ", "read%5Ffile", "read_file/")) {
      Stock stock = Stock.of("{\"read_file\":{}}", "{\"read_file\":{}}");
      stock.call(other, "{}").isRefused(Reason.TOOL_NOT_GRANTED, 1);
    }
  }
}
