package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * Tokens of another implementation: vectors that the draft's authors published, made again from
 * their claims and key seeds. The digests of their signing inputs and the signatures are the
 * published ones, so these are the very bytes. They were made for version 02, of which they have
 * the types and {@code aat_hash}; nothing in them contradicts version 01.
 */
final class OtherImplementationTest {
  private static final long NOW = 1_704_067_500L;
  private static final String TOKEN = "{\"alg\":\"Ed25519\",\"typ\":\"aat+jwt\"}";
  private static final String PROOF = "{\"alg\":\"Ed25519\",\"typ\":\"aat-pop+jwt\"}";
  private static final String URN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";
  private static final String AUDIENCE = "https://tools.example.com";

  private static final InMemorySigner CONTROL_PLANE = Stock.ed(1);
  private static final InMemorySigner ORCHESTRATOR = Stock.ed(2);
  private static final InMemorySigner WORKER = Stock.ed(3);
  private static final InMemorySigner SECOND_WORKER = Stock.ed(4);

  private static final String SINGLE =
      Stock.signed(
          TOKEN,
          "{\"authorization_details\":[{\"tools\":{\"read_file\":{\"path\":"
              + "{\"constraint_type\":\"wildcard\"}}},\"type\":\"attenuating_agent_token\"}],"
              + "\"cnf\":{\"jwk\":{\"crv\":\"Ed25519\",\"kty\":\"OKP\","
              + "\"x\":\"gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q\"}},\"del_depth\":0,"
              + "\"del_max_depth\":3,\"exp\":1704070800,\"iat\":1704067200,"
              + "\"iss\":\"https://auth.example.com\","
              + "\"jti\":\"019471f8-0000-7000-8000-000000000001\"}",
          CONTROL_PLANE);

  private static final String ROOT =
      Stock.signed(
          TOKEN,
          "{\"authorization_details\":[{\"tools\":{\"read_file\":{\"path\":"
              + "{\"constraint_type\":\"one_of\",\"values\":[\"/data/q3-report.pdf\","
              + "\"/data/q4-report.pdf\"]}},\"search_index\":{\"limit\":"
              + "{\"constraint_type\":\"range\",\"max\":100},"
              + "\"query\":{\"constraint_type\":\"wildcard\"}}},"
              + "\"type\":\"attenuating_agent_token\"}],"
              + "\"cnf\":{\"jwk\":{\"crv\":\"Ed25519\",\"kty\":\"OKP\","
              + "\"x\":\"gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q\"}},\"del_depth\":0,"
              + "\"del_max_depth\":3,\"exp\":1704070800,\"iat\":1704067200,"
              + "\"iss\":\"https://auth.example.com\","
              + "\"jti\":\"019471f8-0000-7000-8000-000000000010\"}",
          CONTROL_PLANE);

  private static final String MIDDLE =
      Stock.signed(
          TOKEN,
          "{\"authorization_details\":[{\"tools\":{\"read_file\":{\"path\":"
              + "{\"constraint_type\":\"one_of\",\"values\":[\"/data/q3-report.pdf\"]}},"
              + "\"search_index\":{\"limit\":{\"constraint_type\":\"range\",\"max\":20},"
              + "\"query\":{\"constraint_type\":\"exact\",\"value\":\"public filings\"}}},"
              + "\"type\":\"attenuating_agent_token\"}],"
              + "\"cnf\":{\"jwk\":{\"crv\":\"Ed25519\",\"kty\":\"OKP\","
              + "\"x\":\"7UkoxijRwsbq6QM4kFmVYSlZJzpcY_k2NsFGFKyHN9E\"}},\"del_depth\":1,"
              + "\"del_max_depth\":2,\"exp\":1704069000,\"iat\":1704067260,\"iss\":\""
              + URN
              + "aVBtapLd11SUVKIMGJfPzOEDuN0sXcmzJQNVT-_sKEU\","
              + "\"jti\":\"019471f8-0000-7000-8000-000000000011\","
              + "\"par_hash\":\"BR0nHWoCPtlrdOSpY8vPj7ejvLGj1SSJfK97P-ZWV0g\"}",
          ORCHESTRATOR);

  private static final String LEAF =
      Stock.signed(
          TOKEN,
          "{\"authorization_details\":[{\"tools\":{\"read_file\":{\"path\":"
              + "{\"constraint_type\":\"exact\",\"value\":\"/data/q3-report.pdf\"}}},"
              + "\"type\":\"attenuating_agent_token\"}],"
              + "\"cnf\":{\"jwk\":{\"crv\":\"Ed25519\",\"kty\":\"OKP\","
              + "\"x\":\"ypOsFwUYcHHWe4PH_w7-gQjo7EUwV113JoeTM9vavnw\"}},\"del_depth\":2,"
              + "\"del_max_depth\":2,\"exp\":1704068400,\"iat\":1704067320,\"iss\":\""
              + URN
              + "nRIE2VmKdMjL1JD7tbV7fXVgXxmv0GKnMFWRUJMTf9Q\","
              + "\"jti\":\"019471f8-0000-7000-8000-000000000012\","
              + "\"par_hash\":\"3kFpxq53WreeYGKbIxNqnCqjRSmVjwNoHjjZKIuqRw0\"}",
          WORKER);

  private static String proof(String tokenHash, String tokenId, String id, InMemorySigner holder) {
    return Stock.signed(
        PROOF,
        "{\"aat_aud\":\""
            + AUDIENCE
            + "\",\"aat_hash\":\""
            + tokenHash
            + "\",\"aat_id\":\""
            + tokenId
            + "\",\"aat_tool\":\"read_file\",\"hta\":{\"path\":\"/data/q3-report.pdf\"},"
            + "\"iat\":1704067500,\"jti\":\""
            + id
            + "\"}",
        holder);
  }

  private static final String SINGLE_PROOF =
      proof(
          "qz05CjO1S-iTk93CGKmiB8y7bRUdUAe67kXzUwyMzUU",
          "019471f8-0000-7000-8000-000000000001",
          "019471f8-0000-7000-8000-000000000a01",
          ORCHESTRATOR);

  private static final String LEAF_PROOF =
      proof(
          "6JQpH_zCOFYgK-F4EjOrO9yssdlA24Ygm3JRH6stIdk",
          "019471f8-0000-7000-8000-000000000012",
          "019471f8-0000-7000-8000-000000000a03",
          SECOND_WORKER);

  private static AatVerdict verdict(List<String> chain, String proof) {
    AatCall call =
        new AatCall(
            "read_file", ((Value.Obj) Stock.json("{\"path\":\"/data/q3-report.pdf\"}")).members());
    return AatVerifier.trusting(CONTROL_PLANE.publicKey())
        .forAudience(AUDIENCE)
        .verify(chain, proof, call, Instant.ofEpochSecond(NOW));
  }

  @Test
  void madeAgain_theyAreThePublishedBytes() {
    assertThat(Stock.hash(SINGLE)).isEqualTo("qz05CjO1S-iTk93CGKmiB8y7bRUdUAe67kXzUwyMzUU");
    assertThat(SINGLE)
        .endsWith(
            ".G2ZIeMAY5H1nbG0j2f6R9hW8WsP98CC8ZA9-dLpNATy-i7DMR6iAHzgSrAhpdTVt1Y5urMK9iE0ZXMcLHzrHBg");
    assertThat(Stock.hash(SINGLE_PROOF)).isEqualTo("7opfNfdzv4ze5oHSv1P2QZuollP5ux_JIbInLNFwtuc");
    assertThat(Stock.hash(ROOT)).isEqualTo("BR0nHWoCPtlrdOSpY8vPj7ejvLGj1SSJfK97P-ZWV0g");
    assertThat(Stock.hash(MIDDLE)).isEqualTo("3kFpxq53WreeYGKbIxNqnCqjRSmVjwNoHjjZKIuqRw0");
    assertThat(Stock.hash(LEAF)).isEqualTo("6JQpH_zCOFYgK-F4EjOrO9yssdlA24Ygm3JRH6stIdk");
    assertThat(LEAF)
        .endsWith(
            "._GEf1gtu9TArrybn30V9ejlXCcOjAXdNAaC-uAUzrms2nrwsGlB1wUmz28w0jHgbgnKrZEweCD_msemMSeWDBA");
    assertThat(Stock.hash(LEAF_PROOF)).isEqualTo("ZMRcQLrG443CYLyGqnqIiJugvxsjLmCy_0ab7uPNT9c");
  }

  @Test
  void singleToken_isPermitted() {
    Stock.requirePermitted(verdict(List.of(SINGLE), SINGLE_PROOF));
  }

  @Test
  void threeTokens_arePermitted() {
    AatVerdict verdict = verdict(List.of(ROOT, MIDDLE, LEAF), LEAF_PROOF);
    Stock.requirePermitted(verdict);
    assertThat(verdict.chain().get(1).narrowed()).contains("search_index limit: <= 100 -> <= 20");
    assertThat(verdict.performed()).containsExactlyInAnyOrder(AatCheck.values());
    assertThat(verdict.ignoredClaims()).isEmpty();
  }

  @Test
  void partsOfDifferentChains_areRefused() {
    Stock.requireRefused(
        verdict(List.of(SINGLE, MIDDLE, LEAF), LEAF_PROOF),
        Reason.PARENT_MISMATCH,
        OptionalInt.of(1));
    Stock.requireRefused(
        verdict(List.of(ROOT, MIDDLE, LEAF), SINGLE_PROOF),
        Reason.SIGNATURE_INVALID,
        OptionalInt.empty());
    Stock.requireRefused(
        verdict(List.of(ROOT, MIDDLE), LEAF_PROOF), Reason.SIGNATURE_INVALID, OptionalInt.empty());
  }
}
