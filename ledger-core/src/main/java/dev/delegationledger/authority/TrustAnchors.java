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

  private final Map<String, Anchor> byOrigin;

  private TrustAnchors(Map<String, Anchor> byOrigin) {
    this.byOrigin = byOrigin;
  }

  /**
   * Trust in one ledger.
   *
   * @param key the pinned checkpoint key; its name is the origin
   * @param secondKey a second key of the ledger's that must have signed, if one is pinned
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
      VerifierKey key,
      Optional<CosignerKey> secondKey,
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
     * Requires that the ledger signed a checkpoint, with each key that is pinned, and that nobody
     * else did but the witnesses and the auditors, unless others are to be ignored. What those
     * signed is not judged: {@link WitnessCheck}.
     *
     * @throws RefusedException {@code checkpoint-signature-invalid}; {@code
     *     checkpoint-signature-unknown}
     */
    public void verify(SignedCheckpoint checkpoint) throws RefusedException {
      List<CosignerKey> others = new ArrayList<>();
      policy.ifPresent(all -> others.addAll(all.cosigners()));
      auditors.ifPresent(all -> others.addAll(all.cosigners()));
      secondKey.ifPresent(others::add);
      checkpoint.verify(key, others, unknownSignatures);
      if (secondKey.isPresent() && !isSignedBy(secondKey.get(), checkpoint)) {
        throw RefusedException.of(
            Reason.CHECKPOINT_SIGNATURE_INVALID,
            "checkpoint: expected a good signature line of " + secondKey.get() + " too");
      }
    }

    private static boolean isSignedBy(CosignerKey key, SignedCheckpoint checkpoint) {
      try {
        return checkpoint.cosignature(key).isPresent();
      } catch (RefusedException doesNotVerify) {
        return false;
      }
    }

    /**
     * The same trust in the ledger's own signature, asking for nothing else: no witness, no
     * auditor, no size. What the ledger is held to, it signed whoever else did and however long
     * ago.
     */
    public Anchor ofSignerAlone() {
      return new Anchor(
          key,
          secondKey,
          genesis,
          authorities,
          Optional.empty(),
          Optional.empty(),
          0,
          UnknownSignatures.IGNORE);
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
    Map<String, Anchor> anchors = new LinkedHashMap<>();
    List<Value> ledgers = top.list("ledgers");
    for (int i = 0; i < ledgers.size(); i++) {
      String pointer = "/ledgers/" + i;
      Anchor anchor = anchor(Members.of(ledgers.get(i), pointer, Reason.TRUST_MALFORMED), pointer);
      if (anchors.put(anchor.key().name(), anchor) != null) {
        throw RefusedException.of(
            Reason.TRUST_MALFORMED, "at " + pointer + "/vkey: expected each origin once");
      }
    }
    top.end();
    return new TrustAnchors(anchors);
  }

  /** Trust in one ledger, and in no other. */
  public static TrustAnchors of(Anchor anchor) {
    return new TrustAnchors(Map.of(anchor.key().name(), anchor));
  }

  private static Anchor anchor(Members ledger, String pointer) throws RefusedException {
    VerifierKey key = VerifierKey.parse(ledger.text("vkey"));
    Optional<CosignerKey> second = secondKey(ledger, key);
    Optional<Hash> genesis = ledger.optionalHash("genesis");
    Set<Hash> authorities = new HashSet<>();
    List<Value> keys = ledger.list("authorities");
    for (int i = 0; i < keys.size(); i++) {
      authorities.add(
          Jwk.thumbprint(
              Jwk.parsePublic(keys.get(i), pointer + "/authorities/" + i, Reason.TRUST_MALFORMED)));
    }
    Optional<WitnessPolicy> policy = policy(ledger, "policy", key, pointer);
    Optional<WitnessPolicy> auditors = policy(ledger, "auditors", key, pointer);
    long minSize = ledger.optionalWhole("minSize").orElse(0L);
    Optional<String> unknown = ledger.optionalText("unknownSignatures");
    if (unknown.isPresent() && !unknown.get().equals("ignore") && !unknown.get().equals("refuse")) {
      throw ledger.refused("unknownSignatures", "expected refuse or ignore");
    }
    ledger.end();
    return new Anchor(
        key,
        second,
        genesis,
        authorities,
        policy,
        auditors,
        minSize,
        unknown.equals(Optional.of("ignore"))
            ? UnknownSignatures.IGNORE
            : UnknownSignatures.REFUSE);
  }

  private static Optional<CosignerKey> secondKey(Members ledger, VerifierKey first)
      throws RefusedException {
    Optional<String> text = ledger.optionalText("mlDsa44");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    CosignerKey key = CosignerKey.parse(text.get());
    if (key.algorithm() != CosignerKey.Algorithm.ML_DSA_44 || !key.name().equals(first.name())) {
      throw ledger.refused("mlDsa44", "expected an ML-DSA-44 key under the origin as its name");
    }
    return Optional.of(key);
  }

  private static Optional<WitnessPolicy> policy(
      Members ledger, String member, VerifierKey key, String pointer) throws RefusedException {
    Optional<String> text = ledger.optionalText(member);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      WitnessPolicy policy = WitnessPolicy.parse(text.get());
      policy.requireFor(key);
      return Optional.of(policy);
    } catch (RefusedException e) {
      throw RefusedException.of(
          e.refusal().reason(), "at " + pointer + "/" + member + ": " + e.refusal().detail());
    }
  }

  /** The trust in the ledger with this origin, if there is any. */
  public Optional<Anchor> of(String origin) {
    return Optional.ofNullable(byOrigin.get(origin));
  }
}
