package dev.delegationledger.proof;

import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Vouched;
import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of a proof, each tied to the checkpoint of a ledger that the verifier trusts. Can
 * only be made by {@link #of}; what it holds is in the log, whatever it says.
 */
final class AnchoredLog {
  private final AuthorityProof proof;
  private final TrustAnchors.Anchor anchor;
  private final Checkpoint checkpoint;
  private final Vouched vouched;
  private final LedgerIdentity identity;

  private AnchoredLog(
      AuthorityProof proof,
      TrustAnchors.Anchor anchor,
      Checkpoint checkpoint,
      Vouched vouched,
      LedgerIdentity identity) {
    this.proof = proof;
    this.anchor = anchor;
    this.checkpoint = checkpoint;
    this.vouched = vouched;
    this.identity = identity;
  }

  /**
   * @param kept an older history that the log must continue, if the verifier kept one
   */
  static AnchoredLog of(
      AuthorityProof proof, TrustAnchors trust, Optional<KeptHistory> kept, Trail trail)
      throws RefusedException {
    SignedCheckpoint signed =
        trail.check(Check.CHECKPOINT_SIGNATURE, () -> SignedCheckpoint.parse(proof.checkpoint()));
    Checkpoint checkpoint = signed.checkpoint();
    TrustAnchors.Anchor anchor =
        trail.check(Check.CHECKPOINT_SIGNATURE, () -> anchor(signed, trust));
    Vouched vouched = WitnessCheck.judge(signed, anchor, trail);
    trail.check(Check.INCLUSION, () -> requireIncluded(proof, checkpoint));
    if (kept.isPresent()) {
      trail.check(Check.CONSISTENCY, () -> requireContinues(proof, kept.get(), trust, trail));
    }
    LedgerIdentity identity = trail.check(Check.GENESIS, () -> genesis(proof.records(), anchor));
    trail.check(Check.STATUS_PROOFS, () -> requireStatuses(proof, checkpoint));
    WitnessCheck.requireTime(
        vouched, required(proof.records(), checkpoint.size() - 1, "newest"), trail);
    return new AnchoredLog(proof, anchor, checkpoint, vouched, identity);
  }

  private static TrustAnchors.Anchor anchor(SignedCheckpoint signed, TrustAnchors trust)
      throws RefusedException {
    Checkpoint checkpoint = signed.checkpoint();
    Optional<TrustAnchors.Anchor> found = trust.of(checkpoint.origin());
    if (found.isEmpty()) {
      throw RefusedException.of(
          Reason.UNKNOWN_LEDGER, "find trust anchor: expected one for the checkpoint's origin");
    }
    TrustAnchors.Anchor anchor = found.get();
    anchor.verify(signed);
    if (checkpoint.size() < anchor.minSize()) {
      throw RefusedException.of(
          Reason.CHECKPOINT_TOO_OLD,
          "check size: expected at least " + anchor.minSize() + ", got " + checkpoint.size());
    }
    return anchor;
  }

  private static void requireIncluded(AuthorityProof proof, Checkpoint checkpoint)
      throws RefusedException {
    requireBelow(checkpoint.size(), proof.records(), Reason.INCLUSION_INVALID);
    if (!proof
        .recordNodes()
        .verify(RecordLeaves.of(proof.records()), checkpoint.size(), checkpoint.root())) {
      throw RefusedException.of(
          Reason.INCLUSION_INVALID,
          "check inclusion: expected records and nodes that lead to the root of size "
              + checkpoint.size());
    }
    Optional<RawRecord> before = Optional.empty();
    for (RawRecord record : proof.records().values()) {
      if (before.isPresent()) {
        requireSuccessor(before.get(), record);
      }
      before = Optional.of(record);
    }
  }

  /** That nothing shows it is noted: nothing that is checked later rests on it. */
  private static void requireContinues(
      AuthorityProof proof, KeptHistory kept, TrustAnchors trust, Trail trail)
      throws RefusedException {
    KeptHistory here = KeptHistory.of(proof);
    Comparison found = Comparison.of(kept, here, trust);
    boolean older = kept.size() <= here.size();
    switch (found.relation()) {
      case SAME, PREFIX -> {
        if (!older) {
          trail.note(tooOld(kept, here));
        }
      }
      case TWO_HISTORIES ->
          throw RefusedException.of(
              Reason.HISTORY_REWRITTEN,
              "check consistency: expected to continue the checkpoint of size "
                  + kept.size()
                  + " that was kept, got one of size "
                  + here.size()
                  + " that cannot");
      case OTHER_LEDGER, NOT_SHOWN -> trail.note(older ? missing(kept) : tooOld(kept, here));
    }
  }

  private static Refusal tooOld(KeptHistory kept, KeptHistory here) {
    return Refusal.of(
        Reason.CHECKPOINT_TOO_OLD,
        "check consistency: expected at least the "
            + kept.size()
            + " records of the checkpoint that was kept, got "
            + here.size());
  }

  private static Refusal missing(KeptHistory kept) {
    return Refusal.of(
        Reason.CONSISTENCY_MISSING,
        "check consistency: expected what leads from size "
            + kept.size()
            + " to this checkpoint; ledger-verify prove --since puts it into the proof");
  }

  private static void requireBelow(long size, NavigableMap<Long, ?> parts, Reason reason)
      throws RefusedException {
    Long beyond = parts.ceilingKey(size);
    if (beyond != null) {
      throw refuse(
          beyond, reason, "check indexes: expected each to be below " + size + ", got " + beyond);
    }
  }

  private static void requireSuccessor(RawRecord before, RawRecord record) throws RefusedException {
    boolean adjacent = before.index() + 1 == record.index();
    if (adjacent && !record.previous().equals(before.leafHash())) {
      throw refuse(
          record.index(),
          Reason.LINK_BROKEN,
          "check link: expected previous " + before.leafHash() + ", got " + record.previous());
    }
    if (record.timeMs() < before.timeMs()) {
      throw refuse(
          record.index(),
          Reason.TIME_REVERSED,
          "check time: expected at least " + before.timeMs() + ", got " + record.timeMs());
    }
  }

  static LedgerIdentity genesis(NavigableMap<Long, RawRecord> records, TrustAnchors.Anchor anchor)
      throws RefusedException {
    RawRecord first = required(records, 0, "genesis");
    Optional<Hash> pinned = anchor.genesis();
    if (pinned.isPresent() && !pinned.get().equals(first.leafHash())) {
      throw refuse(
          0,
          Reason.GENESIS_MISMATCH,
          "check genesis: expected leaf hash " + pinned.get() + ", got " + first.leafHash());
    }
    LedgerIdentity identity = LedgerIdentity.of(first);
    if (!identity.checkpointKey().equals(anchor.key().key())
        || !identity.origin().equals(anchor.key().name())) {
      throw refuse(
          0, Reason.GENESIS_INVALID, "check genesis: expected the pinned origin and ledger key");
    }
    return identity;
  }

  private static void requireStatuses(AuthorityProof proof, Checkpoint checkpoint)
      throws RefusedException {
    RawRecord newest = required(proof.records(), checkpoint.size() - 1, "newest");
    requireBelow(checkpoint.size(), proof.statuses(), Reason.STATUS_PROOF_INVALID);
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    proof.statuses().forEach((index, list) -> leaves.put(index, list.leafHash()));
    if (!proof.statusNodes().verify(leaves, newest.statusRoot())) {
      throw RefusedException.of(
          Reason.STATUS_PROOF_INVALID,
          "check statuses: expected facts and nodes that lead to the status root of record "
              + newest.index());
    }
    for (Map.Entry<Long, StatusList> status : proof.statuses().entrySet()) {
      requireWithin(checkpoint.size(), status.getKey(), status.getValue());
    }
  }

  private static void requireWithin(long size, long index, StatusList list)
      throws RefusedException {
    for (Fact fact : list.facts()) {
      if (fact.at() <= index || fact.at() >= size) {
        throw refuse(
            index,
            Reason.STATUS_CONTRADICTION,
            "check status: expected facts between record "
                + index
                + " and "
                + size
                + ", got one at "
                + fact.at());
      }
    }
  }

  private static RawRecord required(NavigableMap<Long, RawRecord> records, long index, String what)
      throws RefusedException {
    RawRecord record = records.get(index);
    if (record == null) {
      throw refuse(
          index, Reason.RECORD_MISSING, "read proof: expected the " + what + " record " + index);
    }
    return record;
  }

  private static RefusedException refuse(long index, Reason reason, String detail) {
    return new RefusedException(Refusal.at(index, reason, detail));
  }

  AuthorityProof proof() {
    return proof;
  }

  TrustAnchors.Anchor anchor() {
    return anchor;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** What others than the ledger say about the checkpoint. */
  Vouched vouched() {
    return vouched;
  }

  NavigableMap<Long, RawRecord> records() {
    return proof.records();
  }

  /** The time of a record of the proof. */
  long timeMs(long index) {
    return Objects.requireNonNull(proof.records().get(index)).timeMs();
  }

  LedgerIdentity identity() {
    return identity;
  }
}
