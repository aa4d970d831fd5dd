package dev.delegationledger.evidence;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.RecordJudgement;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A record, and all that the rules need to judge it where it stands, in the form of an authority
 * proof: its {@code action} is the record, of whatever kind its entry is. For charges there are
 * earlier records too, which state what its grants had been charged before. Immutable.
 *
 * @param kind {@link Misbehaviour.Kind#RULE} or {@link Misbehaviour.Kind#CHARGES}
 * @param checkpoint the proof's
 * @param proof the closed set of the record
 * @param earlier records before it, by index
 * @param earlierNodes what leads from the earlier records to the checkpoint's root
 */
public record BrokenRule(
    Kind kind,
    SignedCheckpoint checkpoint,
    AuthorityProof proof,
    NavigableMap<Long, RawRecord> earlier,
    Optional<InclusionMultiproof> earlierNodes)
    implements Misbehaviour {
  /** Against the evidence as a whole, so in the hand of whoever adds to it; or no misbehaviour. */
  static final Set<Reason> NO_CONVICTION =
      EnumSet.of(Reason.CHAIN_TOO_LARGE, Reason.DISCLOSURE_REQUIRED);

  private static final Set<Reason> ABOUT_A_SIGNATURE =
      EnumSet.of(Reason.SIGNATURE_INVALID, Reason.POSSESSION_UNPROVEN);

  /**
   * @throws IllegalArgumentException if the checkpoint is not the proof's, or there are earlier
   *     records without nodes or nodes without them, or where they are not asked for
   */
  public BrokenRule {
    earlier = Collections.unmodifiableNavigableMap(new TreeMap<>(earlier));
    if (!proof.checkpoint().equals(checkpoint.text())) {
      throw new IllegalArgumentException("expected the checkpoint of the proof");
    }
    if (kind != Kind.RULE && kind != Kind.CHARGES) {
      throw new IllegalArgumentException("expected a kind that is about rules, got " + kind);
    }
    if (earlier.isEmpty() == earlierNodes.isPresent()
        || (kind == Kind.RULE && !earlier.isEmpty())) {
      throw new IllegalArgumentException("expected earlier records for charges, with their nodes");
    }
  }

  /** Evidence that a rule is broken. */
  static BrokenRule rule(SignedCheckpoint checkpoint, AuthorityProof proof) {
    return new BrokenRule(Kind.RULE, checkpoint, proof, new TreeMap<>(), Optional.empty());
  }

  @Override
  public List<SignedCheckpoint> notes() {
    return List.of(checkpoint);
  }

  @Override
  public Optional<Hash> genesis() {
    return Optional.ofNullable(proof.records().get(0L)).map(RawRecord::leafHash);
  }

  @Override
  public Map<String, Value> members() {
    Map<String, Value> members = new TreeMap<>(Map.of("proof", proof.toValue()));
    earlierNodes.ifPresent(
        nodes -> {
          Map<String, Value> records = new TreeMap<>();
          earlier.forEach((index, record) -> records.put(index.toString(), verbatim(record)));
          members.put("records", Value.obj(records));
          members.put("recordNodes", Value.of(nodes.bytes().base64()));
        });
    return members;
  }

  private static Value verbatim(RawRecord record) {
    return Value.of(new String(record.bytes().toArray(), StandardCharsets.US_ASCII));
  }

  /**
   * What it shows, if the checkpoint is signed.
   *
   * @throws RefusedException why it shows nothing
   */
  Refusal judge(TrustAnchors.Anchor anchor) throws RefusedException {
    RecordJudgement judgement = RecordJudgement.of(proof, TrustAnchors.of(anchor));
    return kind == Kind.CHARGES ? charges(judgement) : rule(judgement);
  }

  private Refusal rule(RecordJudgement judgement) throws RefusedException {
    Refusal found =
        judgement
            .refusal()
            .orElseThrow(
                () ->
                    nothing(
                        "expected a record that the rules refuse, got one that they allow where it"
                            + " stands"));
    Reason reason = found.reason();
    boolean definite =
        (reason.reasonClass() == ReasonClass.AUTHORITY && !NO_CONVICTION.contains(reason))
            || ABOUT_A_SIGNATURE.contains(reason);
    if (!definite) {
      throw new RefusedException(found);
    }
    return found.orAt(proof.action());
  }

  private Refusal charges(RecordJudgement judgement) throws RefusedException {
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    earlier.forEach((index, record) -> leaves.put(index, record.leafHash()));
    if (earlierNodes.isPresent()
        && !earlierNodes
            .get()
            .verify(leaves, checkpoint.checkpoint().size(), checkpoint.checkpoint().root())) {
      throw RefusedException.of(
          Reason.INCLUSION_INVALID,
          "check evidence: expected earlier records that lead to the checkpoint's root");
    }
    NavigableMap<Long, RawRecord> known = new TreeMap<>(proof.records());
    known.putAll(earlier);
    EarlierCharges before =
        new EarlierCharges(known.headMap(proof.action(), false), proof.action());
    Charges stated = judgement.record().charges();
    Charges least = judgement.charges(before);
    if (before.allow(stated, least, judgement.isDisclosed())) {
      throw nothing(
          "expected charges that cannot follow from the records before, got ones that can");
    }
    return Refusal.at(
        proof.action(),
        Reason.CHARGES_MISMATCH,
        "check evidence: expected charges of " + least + " or later ones, got " + stated);
  }

  private static RefusedException nothing(String detail) {
    return RefusedException.of(Reason.NOTHING_SHOWN, "check evidence: " + detail);
  }
}
