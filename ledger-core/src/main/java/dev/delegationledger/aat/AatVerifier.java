package dev.delegationledger.aat;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies stock Attenuating Authorization Tokens: a chain of tokens and the proof of possession
 * for one call (draft-niyikiza-oauth-attenuating-agent-tokens-01 section 7), by the rules of the
 * ledger's own grants. It needs the trust anchors and nothing else, and keeps no state: whoever
 * asks keeps the {@code jti} of what was permitted, and permits nothing twice. Immutable and
 * thread-safe.
 */
public final class AatVerifier {
  private static final int MAX_ANCHOR_BYTES = 64 * 1024;

  private final Set<VerifyingKey> anchors;
  private final Optional<String> audience;

  private AatVerifier(Set<VerifyingKey> anchors, Optional<String> audience) {
    this.anchors = anchors;
    this.audience = audience;
  }

  /** A verifier that accepts a root token by one of these keys, and by no other. */
  public static AatVerifier trusting(VerifyingKey... anchors) {
    return trusting(List.of(anchors));
  }

  /** As {@link #trusting(VerifyingKey...)}; without a key it permits nothing. */
  public static AatVerifier trusting(Collection<VerifyingKey> anchors) {
    return new AatVerifier(Set.copyOf(anchors), Optional.empty());
  }

  /**
   * The same verifier, demanding that the proof of possession names this audience: {@code aat_aud}
   * equals {@code audience} as it is, and so does {@code aud}, or one of it, of each token that
   * states one. Without it no audience is looked at: a proof that was made for another tool server
   * that accepts the same chain is accepted here too.
   */
  public AatVerifier forAudience(String audience) {
    return new AatVerifier(anchors, Optional.of(audience));
  }

  /**
   * Reads a trust anchor: one public JWK, Ed25519 or P-256, that may also have {@code kid}, {@code
   * use} and {@code alg}.
   *
   * @throws RefusedException {@code trust-malformed}; {@code key-invalid}
   */
  public static VerifyingKey anchor(byte[] jwk) throws RefusedException {
    try {
      return PublicJwk.read(Json.parse(jwk, MAX_ANCHOR_BYTES), "", Reason.TRUST_MALFORMED);
    } catch (JsonException malformed) {
      throw RefusedException.of(Reason.TRUST_MALFORMED, "read anchor: " + malformed.getMessage());
    }
  }

  /**
   * Whether {@code call} may be made at {@code at}. Never throws on any text.
   *
   * @param chain compact tokens, root first
   * @param possession the compact proof of possession for this call
   * @param call what is about to be called, as the tool server sees it
   */
  public AatVerdict verify(List<String> chain, String possession, AatCall call, Instant at) {
    return new ChainWalk(anchors, audience, call, at.toEpochMilli()).judge(chain, possession);
  }
}
