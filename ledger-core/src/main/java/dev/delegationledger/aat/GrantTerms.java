package dev.delegationledger.aat;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.scope.Attenuation;
import dev.delegationledger.scope.Scope;
import java.util.Optional;

/**
 * What every grant states, whoever made it, and the rules over nothing but that: invariants I1 to
 * I4 and the limits of draft-niyikiza-oauth-attenuating-agent-tokens-01 sections 4 and 7. The
 * ledger judges its grants by them, and so does whoever judges tokens that no ledger holds. Pure
 * functions; none of them reads a clock. Immutable and thread-safe.
 *
 * @param signer SHA-256 JWK thumbprint of the key that signed it
 * @param holder the key it is bound to
 * @param issuedAt in seconds since the epoch, as claimed
 * @param expiresAt in seconds since the epoch; a grant has ended at exactly this second
 * @param depth 0 for a root
 * @param maxDepth the greatest depth below it
 * @param scope what it allows
 */
public record GrantTerms(
    Hash signer,
    VerifyingKey holder,
    long issuedAt,
    long expiresAt,
    long depth,
    long maxDepth,
    Scope scope) {
  /** The most grants in a chain. */
  public static final int MAX_CHAIN = 32;

  /** The most characters of JWS in a chain. */
  public static final int MAX_CHAIN_BYTES = 256 * 1024;

  private static final long MAX_LIFETIME_SECONDS = 90L * 24 * 60 * 60;

  /** How far a claimed time may lie after the time it is judged at. */
  private static final long ISSUED_SKEW_MS = 30_000;

  /** Refuses a chain of so many grants, or of so many characters. */
  public static Optional<Refusal> size(int grants, long bytes) {
    if (grants > MAX_CHAIN) {
      return refusal(
          Reason.CHAIN_TOO_LONG, "follow par_hash: expected at most " + MAX_CHAIN + " grants");
    }
    return bytes > MAX_CHAIN_BYTES
        ? refusal(
            Reason.CHAIN_TOO_LARGE,
            "follow par_hash: expected at most " + MAX_CHAIN_BYTES + " bytes of grants")
        : Optional.empty();
  }

  /** Refuses a grant that claims to be issued more than 30 s after {@code timeMs}. */
  public Optional<Refusal> issuedBy(long timeMs) {
    return issuedAfter(issuedAt, timeMs)
        ? refusal(
            Reason.ISSUED_IN_FUTURE,
            "check iat: expected at most 30 s after the time it is judged at")
        : Optional.empty();
  }

  /** Refuses a lifetime, an end or a depth that no grant may have at {@code timeMs}. */
  public Optional<Refusal> wellMade(long timeMs) {
    long lifetime = expiresAt - issuedAt;
    if (lifetime <= 0 || lifetime > MAX_LIFETIME_SECONDS) {
      return refusal(
          Reason.LIFETIME_EXCEEDED,
          "check exp: expected 1 s to 90 days after iat, got " + lifetime + " s");
    }
    if (endedBy(expiresAt, timeMs)) {
      return refusal(Reason.GRANT_EXPIRED, "check exp: expected it after the time it is judged at");
    }
    return maxDepth >= MAX_CHAIN
        ? refusal(
            Reason.DEPTH_EXCEEDED,
            "check del_max_depth: expected at most " + (MAX_CHAIN - 1) + ", got " + maxDepth)
        : Optional.empty();
  }

  /** Refuses a grant that cannot be the first of a chain. */
  public Optional<Refusal> root() {
    if (depth != 0) {
      return refusal(
          Reason.DEPTH_MISMATCH, "check del_depth: expected 0 in a root grant, got " + depth);
    }
    return scope.tools().isEmpty()
        ? refusal(Reason.NO_CAPABILITY, "check root: expected at least one tool")
        : Optional.empty();
  }

  /** Refuses unless this grant gives the same as {@code parent} or less. */
  public Optional<Refusal> within(GrantTerms parent) {
    return linked(parent)
        .or(() -> endsWith(parent))
        .or(() -> notIssuedBefore(parent))
        .or(() -> Attenuation.check(parent.scope, scope));
  }

  /** I1 and I2: the parent's holder signed it, one step deeper. */
  public Optional<Refusal> linked(GrantTerms parent) {
    if (!signer.equals(Jwk.thumbprint(parent.holder))) {
      return refusal(
          Reason.NOT_THE_HOLDER, "check signer: expected the parent's holder, got " + signer);
    }
    if (depth != parent.depth + 1) {
      return refusal(
          Reason.DEPTH_MISMATCH,
          "check del_depth: expected " + (parent.depth + 1) + ", got " + depth);
    }
    if (depth > parent.maxDepth || depth > maxDepth) {
      return refusal(
          Reason.DEPTH_EXCEEDED,
          "check del_depth: expected at most "
              + Math.min(parent.maxDepth, maxDepth)
              + ", got "
              + depth);
    }
    return maxDepth > parent.maxDepth
        ? refusal(
            Reason.DEPTH_WIDENED,
            "check del_max_depth: expected at most " + parent.maxDepth + ", got " + maxDepth)
        : Optional.empty();
  }

  /** I3: it does not outlive its parent. */
  public Optional<Refusal> endsWith(GrantTerms parent) {
    return expiresAt > parent.expiresAt
        ? refusal(
            Reason.OUTLIVES_PARENT,
            "check exp: expected at most " + parent.expiresAt + ", got " + expiresAt)
        : Optional.empty();
  }

  /** I3: it is not older than its parent. */
  public Optional<Refusal> notIssuedBefore(GrantTerms parent) {
    return issuedAt < parent.issuedAt
        ? refusal(
            Reason.PREDATES_PARENT,
            "check iat: expected at least " + parent.issuedAt + ", got " + issuedAt)
        : Optional.empty();
  }

  /** Whether a claimed time lies beyond the permitted skew after {@code timeMs}. */
  public static boolean issuedAfter(long issuedAtSeconds, long timeMs) {
    return Math.multiplyExact(issuedAtSeconds, 1000L) > timeMs + ISSUED_SKEW_MS;
  }

  /** Whether what ends at this second has ended by {@code timeMs}. */
  public static boolean endedBy(long expiresAtSeconds, long timeMs) {
    return timeMs >= Math.multiplyExact(expiresAtSeconds, 1000L);
  }

  private static Optional<Refusal> refusal(Reason reason, String detail) {
    return Optional.of(Refusal.of(reason, detail));
  }
}
