package dev.delegationledger.aat;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a verifier says of a token chain and one call under it. It never says that a human
 * authorised anything: a token chain leads to a key that the verifier trusts, and no further.
 *
 * @param finding the answer
 * @param refusal why not; present unless permitted. Its hop is the token's place, 0 for the root;
 *     it has none if the finding is about the call or its proof of possession
 * @param call the call that was asked about
 * @param chain the tokens that were read, root first; all of them if permitted
 * @param possession the proof of possession, once its signature was verified
 * @param performed checks that ran and passed for everything they are about
 * @param failed the check that refused, if one did
 */
public record AatVerdict(
    Finding finding,
    Optional<Refusal> refusal,
    AatCall call,
    List<Hop> chain,
    Optional<Possession> possession,
    Set<AatCheck> performed,
    Set<AatCheck> failed) {
  /** What tokens cannot show, whoever checks them: said in every verdict. */
  public static final List<String> CAVEATS =
      List.of(
          "replay: whoever asks keeps each jti of a proof of possession that was permitted, for"
              + " 60 s, and calls no tool for one that it has already",
          "revocation: no token shows that it, its parent or a key was revoked",
          "human: the chain leads to a trusted key, not to a named human",
          "issuer: what the root token calls its issuer is the anchor's word",
          "uses, spending, approvals: no token shows them",
          "time: the time it was judged at is the asker's word",
          "execution: what the tool did");

  public AatVerdict {
    chain = List.copyOf(chain);
    performed = Set.copyOf(performed);
    failed = Set.copyOf(failed);
  }

  /** The answer. */
  public enum Finding implements Named {
    /** Every check passed: the tool may be called, once. */
    PERMITTED,
    /** A rule refused. */
    REFUSED,
    /** Something needed is missing or unknown; it permits nothing either. */
    UNDECIDED
  }

  /**
   * One token of the chain.
   *
   * @param id its {@code jti}, a label
   * @param issuer its {@code iss}: of the root a name, else the thumbprint URI of its signer
   * @param hash what {@code par_hash} of its children holds
   * @param holder SHA-256 JWK thumbprint of the key it is bound to
   * @param issuedAt in seconds since the epoch, as claimed
   * @param expiresAt in seconds since the epoch
   * @param allows what it allows, in words
   * @param narrowed what it narrowed against its parent, in words
   * @param ignored names of claims that carry no meaning in the draft and had no effect
   */
  public record Hop(
      String id,
      String issuer,
      Hash hash,
      Hash holder,
      long issuedAt,
      long expiresAt,
      String allows,
      List<String> narrowed,
      Set<String> ignored) {
    public Hop {
      narrowed = List.copyOf(narrowed);
      ignored = Set.copyOf(ignored);
    }
  }

  /**
   * The proof of possession.
   *
   * @param id its {@code jti}: what is kept to recognise a replay
   * @param issuedAt in seconds since the epoch, as claimed
   * @param audience {@code aat_aud}, if it states one
   * @param ignored names of claims that carry no meaning in the draft and had no effect
   */
  public record Possession(
      String id, long issuedAt, Optional<String> audience, Set<String> ignored) {
    public Possession {
      ignored = Set.copyOf(ignored);
    }
  }

  /** Whether the tool may be called. */
  public boolean permitted() {
    return finding == Finding.PERMITTED;
  }

  /** A verdict reached before a token was read. */
  public static AatVerdict early(Refusal refusal, AatCall call) {
    return new AatVerdict(
        findingOf(refusal),
        Optional.of(refusal),
        call,
        List.of(),
        Optional.empty(),
        Set.of(),
        Set.of());
  }

  /** Codes of {@link #performed}, in the order the checks run. */
  public List<String> performedCodes() {
    return codes(performed);
  }

  /** Codes of {@link #failed}. */
  public List<String> failedCodes() {
    return codes(failed);
  }

  /** Codes of the checks that did not run or could not be decided, then {@link #CAVEATS}. */
  public List<String> notPerformedCodes() {
    EnumSet<AatCheck> open = EnumSet.allOf(AatCheck.class);
    open.removeAll(performed);
    open.removeAll(failed);
    List<String> all = new ArrayList<>(codes(open));
    all.addAll(CAVEATS);
    return all;
  }

  /** The names of all claims that had no effect, of the tokens and of the proof of possession. */
  public Set<String> ignoredClaims() {
    Set<String> names = new TreeSet<>();
    chain.forEach(hop -> names.addAll(hop.ignored()));
    possession.ifPresent(proof -> names.addAll(proof.ignored()));
    return names;
  }

  static Finding findingOf(Refusal refusal) {
    return switch (refusal.reason().reasonClass()) {
      case UNDECIDED -> Finding.UNDECIDED;
      case INTEGRITY, AUTHORITY, MALFORMED -> Finding.REFUSED;
    };
  }

  private static List<String> codes(Set<AatCheck> checks) {
    return checks.stream().sorted().map(AatCheck::code).toList();
  }
}
