package dev.delegationledger.authority;

import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the verifier brings: the ledgers it trusts, and for each the authorities it trusts there.
 * Never read from a proof. Immutable.
 */
public final class TrustAnchors {
  /** The largest trust file accepted, in bytes. */
  public static final int MAX_SIZE = 1 << 20;

  private static final int VERSION = 1;

  private final Map<String, List<Anchor>> byOrigin;

  private TrustAnchors(Map<String, List<Anchor>> byOrigin) {
    this.byOrigin = byOrigin;
  }

  /**
   * Trust in one ledger.
   *
   * @param keys the pinned checkpoint keys; their name is the origin
   * @param genesis the leaf hash of record 0, if it is pinned
   * @param authorities thumbprints of the enrolment authorities trusted in this ledger
   * @param policy which witnesses must have cosigned a checkpoint; empty if the ledger's key alone
   *     is enough
   * @param auditors which auditing cosigners must have cosigned a checkpoint; empty if none is
   *     demanded. A key may stand in both: an auditor checks all that a witness does
   * @param minSize the smallest tree size accepted
   * @param unknownSignatures what to do with signature lines of other keys
   */
  public record Anchor(
      PinnedKeys keys,
      Optional<Hash> genesis,
      Set<Hash> authorities,
      Optional<WitnessPolicy> policy,
      Optional<WitnessPolicy> auditors,
      long minSize,
      UnknownSignatures unknownSignatures) {
    public Anchor {
      authorities = Set.copyOf(authorities);
    }

    /**
     * Requires that the ledger signed a checkpoint, with each key that is pinned for its size, and
     * that nobody else did but the witnesses and the auditors, unless others are to be ignored.
     * What those signed is not judged: {@link WitnessCheck}.
     *
     * @throws RefusedException {@code checkpoint-signature-invalid}; {@code
     *     checkpoint-key-out-of-range}; {@code checkpoint-signature-unknown}
     */
    public void verify(SignedCheckpoint checkpoint) throws RefusedException {
      List<CosignerKey> others = new ArrayList<>();
      policy.ifPresent(all -> others.addAll(all.cosigners()));
      auditors.ifPresent(all -> others.addAll(all.cosigners()));
      keys.verify(checkpoint, others, unknownSignatures);
    }

    /**
     * The same trust in the ledger's own signature, asking for nothing else: no witness, no
     * auditor, no size. What the ledger is held to, it signed whoever else did and however long
     * ago.
     */
    public Anchor ofSignerAlone() {
      return new Anchor(
          keys,
          genesis,
          authorities,
          Optional.empty(),
          Optional.empty(),
          0,
          UnknownSignatures.IGNORE);
    }

    /** Whether the ledger signed a checkpoint, with each key that is pinned for its size. */
    public boolean isSignerOf(SignedCheckpoint checkpoint) {
      try {
        ofSignerAlone().verify(checkpoint);
        return true;
      } catch (RefusedException another) {
        return false;
      }
    }

    boolean trustsAuthority(Hash thumbprint) {
      return authorities.contains(thumbprint);
    }
  }

  /**
   * Reads a trust file: {@code {"version":1,"ledgers":[{"vkey","authorities",...}]}}, see
   * docs/format.md, "Trust file".
   *
   * @throws RefusedException {@code trust-malformed}; {@code unknown-version}; {@code
   *     witness-policy-malformed}
   */
  public static TrustAnchors parse(byte[] file) throws RefusedException {
    Value value;
    try {
      value = Json.parse(file, MAX_SIZE);
    } catch (JsonException malformed) {
      throw RefusedException.of(
          Reason.TRUST_MALFORMED, "read trust file: " + malformed.getMessage());
    }
    Members top = Members.of(value, "", Reason.TRUST_MALFORMED);
    long version = top.whole("version");
    if (version != VERSION) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "read trust file: expected version 1, got " + version);
    }
    Map<String, List<Anchor>> anchors = new LinkedHashMap<>();
    List<Value> ledgers = top.list("ledgers");
    for (int i = 0; i < ledgers.size(); i++) {
      String pointer = "/ledgers/" + i;
      Anchor anchor = anchor(Members.of(ledgers.get(i), pointer, Reason.TRUST_MALFORMED), pointer);
      List<Anchor> same = anchors.computeIfAbsent(anchor.keys().origin(), o -> new ArrayList<>());
      requireToldApart(same, anchor, pointer);
      same.add(anchor);
    }
    top.end();
    return new TrustAnchors(anchors);
  }

  /** Of a ledger that was begun again under its origin, genesis says which one it is. */
  private static void requireToldApart(List<Anchor> others, Anchor anchor, String pointer)
      throws RefusedException {
    for (Anchor other : others) {
      if (anchor.genesis().isEmpty()
          || other.genesis().isEmpty()
          || anchor.genesis().equals(other.genesis())) {
        throw RefusedException.of(
            Reason.TRUST_MALFORMED,
            "at "
                + pointer
                + ": expected each origin once, or each time with another genesis pinned");
      }
    }
  }

  /** Trust in one ledger, and in no other. */
  public static TrustAnchors of(Anchor anchor) {
    return new TrustAnchors(Map.of(anchor.keys().origin(), List.of(anchor)));
  }

  private static Anchor anchor(Members ledger, String pointer) throws RefusedException {
    PinnedKeys pinned = PinnedKeysReader.read(ledger, pointer);
    Optional<Hash> genesis = ledger.optionalHash("genesis");
    Set<Hash> authorities = new HashSet<>();
    List<Value> keys = ledger.list("authorities");
    for (int i = 0; i < keys.size(); i++) {
      authorities.add(
          Jwk.thumbprint(
              Jwk.parsePublic(keys.get(i), pointer + "/authorities/" + i, Reason.TRUST_MALFORMED)));
    }
    Optional<WitnessPolicy> policy = policy(ledger, "policy", pinned, pointer);
    Optional<WitnessPolicy> auditors = policy(ledger, "auditors", pinned, pointer);
    long minSize = ledger.optionalWhole("minSize").orElse(0L);
    Optional<String> unknown = ledger.optionalText("unknownSignatures");
    if (unknown.isPresent() && !unknown.get().equals("ignore") && !unknown.get().equals("refuse")) {
      throw ledger.refused("unknownSignatures", "expected refuse or ignore");
    }
    ledger.end();
    return new Anchor(
        pinned,
        genesis,
        authorities,
        policy,
        auditors,
        minSize,
        unknown.equals(Optional.of("ignore"))
            ? UnknownSignatures.IGNORE
            : UnknownSignatures.REFUSE);
  }

  private static Optional<WitnessPolicy> policy(
      Members ledger, String member, PinnedKeys keys, String pointer) throws RefusedException {
    Optional<String> text = ledger.optionalText(member);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      WitnessPolicy policy = WitnessPolicy.parse(text.get());
      for (VerifierKey key : keys.keys()) {
        policy.requireFor(key);
      }
      for (CosignerKey second : keys.seconds()) {
        policy.requireWithout(second);
      }
      return Optional.of(policy);
    } catch (RefusedException e) {
      throw RefusedException.of(
          e.refusal().reason(), "at " + pointer + "/" + member + ": " + e.refusal().detail());
    }
  }

  /**
   * The trust in each ledger that a checkpoint may be of, by who signed it. There are several only
   * where ledgers of one origin were given one key; what says different things about them then says
   * nothing against it. Where its origin is pinned once, neither signature nor genesis is looked
   * at.
   *
   * @param genesis the leaf hash of its record 0, if that is at hand
   */
  public List<Anchor> signersOf(SignedCheckpoint checkpoint, Optional<Hash> genesis) {
    List<Anchor> anchors = byOrigin.getOrDefault(checkpoint.checkpoint().origin(), List.of());
    return anchors.size() == 1
        ? List.of(anchors.get(0))
        : anchors.stream()
            .filter(anchor -> genesis.isEmpty() || anchor.genesis().equals(genesis))
            .filter(anchor -> anchor.isSignerOf(checkpoint))
            .toList();
  }

  /**
   * The trust in a ledger, if there is any.
   *
   * @param genesis the leaf hash of its record 0, if that is at hand: it tells ledgers of one
   *     origin apart, and is not compared where the origin is pinned once
   */
  public Optional<Anchor> of(String origin, Optional<Hash> genesis) {
    List<Anchor> anchors = byOrigin.getOrDefault(origin, List.of());
    if (anchors.size() == 1) {
      return Optional.of(anchors.get(0));
    }
    return anchors.stream()
        .filter(anchor -> genesis.isPresent() && anchor.genesis().equals(genesis))
        .findFirst();
  }
}
