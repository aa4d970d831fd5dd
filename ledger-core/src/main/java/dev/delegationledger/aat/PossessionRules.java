package dev.delegationledger.aat;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whether a proof of possession is for the leaf, this audience, this very call, and fresh (draft
 * sections 5.3 and 7, step 7), in this order. For one judgement, used by one thread.
 */
final class PossessionRules {
  private static final long MAX_AGE_MS = 30_000;

  private final PossessionProof signed;
  private final Steps steps;
  private final long timeMs;

  PossessionRules(PossessionProof signed, Steps steps, long timeMs) {
    this.signed = signed;
    this.steps = steps;
    this.timeMs = timeMs;
  }

  /**
   * @param tokens the chain, root first
   * @param audience what it has to be for, if that is demanded
   */
  void require(AatCall call, List<Token> tokens, Optional<String> audience)
      throws RefusedException {
    requireLeaf(tokens.get(tokens.size() - 1));
    if (audience.isPresent()) {
      steps.begin(AatCheck.AUDIENCE);
      requireAudience(tokens, audience.get());
      steps.passed(AatCheck.AUDIENCE);
    }
    steps.begin(AatCheck.POSSESSION);
    requireCall(call);
    steps.passed(AatCheck.POSSESSION);
    steps.begin(AatCheck.FRESHNESS);
    requireFresh();
    steps.passed(AatCheck.FRESHNESS);
  }

  private void requireLeaf(Token leaf) throws RefusedException {
    if (!signed.tokenId().equals(leaf.id())) {
      throw RefusedException.of(
          Reason.GRANT_ID_MISMATCH, "check aat_id: expected the jti of the leaf, got another");
    }
    if (!signed.tokenHash().orElse(leaf.hash()).equals(leaf.hash())) {
      throw RefusedException.of(
          Reason.GRANT_ID_MISMATCH,
          "check aat_hash: expected " + leaf.hash() + ", got " + signed.tokenHash().orElseThrow());
    }
  }

  private void requireAudience(List<Token> tokens, String audience) throws RefusedException {
    for (int hop = 0; hop < tokens.size(); hop++) {
      Optional<Set<String>> stated = tokens.get(hop).audiences();
      if (stated.isPresent() && !stated.get().contains(audience)) {
        throw ChainWalk.refused(
            OptionalInt.of(hop),
            Reason.AUDIENCE_MISMATCH,
            "check aud: expected the audience of this verifier among those stated");
      }
    }
    if (!signed.audience().equals(Optional.of(audience))) {
      throw RefusedException.of(
          Reason.AUDIENCE_MISMATCH,
          "check aat_aud: expected the audience of this verifier, got "
              + (signed.audience().isPresent() ? "another" : "none"));
    }
  }

  private void requireCall(AatCall call) throws RefusedException {
    if (!signed.tool().equals(call.tool())) {
      throw RefusedException.of(
          Reason.POP_MISMATCH, "check aat_tool: expected the tool that is called, got another");
    }
    if (!signed.arguments().equals(Value.obj(call.arguments()))) {
      throw RefusedException.of(
          Reason.POP_MISMATCH, "check hta: expected the arguments of the call, got others");
    }
  }

  private void requireFresh() throws RefusedException {
    long ageMs = timeMs - Math.multiplyExact(signed.issuedAt(), 1000L);
    if (Math.abs(ageMs) > MAX_AGE_MS) {
      throw RefusedException.of(
          Reason.POP_STALE,
          "check iat: expected it within 30 s of the time of the call, got "
              + ageMs
              + " ms before it");
    }
    boolean over = signed.expiresAt().isPresent() && !isLater(signed.expiresAt().get());
    if (over || isLater(signed.notBefore().orElse(0L))) {
      throw RefusedException.of(
          Reason.POP_STALE, "check exp and nbf: expected the time of the call between them");
    }
  }

  private boolean isLater(long seconds) {
    return Math.multiplyExact(seconds, 1000L) > timeMs;
  }
}
