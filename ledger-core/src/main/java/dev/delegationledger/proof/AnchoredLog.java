package dev.delegationledger.proof;

import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.InclusionProof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof.ProvenRecord;
import dev.delegationledger.proof.AuthorityProof.ProvenStatus;
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
  private final Optional<Witnessing> witnesses;
  private final NavigableMap<Long, RawRecord> records;
  private final LedgerIdentity identity;

  private AnchoredLog(
      AuthorityProof proof,
      TrustAnchors.Anchor anchor,
      Checkpoint checkpoint,
      Optional<Witnessing> witnesses,
      NavigableMap<Long, RawRecord> records,
      LedgerIdentity identity) {
    this.proof = proof;
    this.anchor = anchor;
    this.checkpoint = checkpoint;
    this.witnesses = witnesses;
    this.records = records;
    this.identity = identity;
  }

  static AnchoredLog of(AuthorityProof proof, TrustAnchors trust, Trail trail)
      throws RefusedException {
    SignedCheckpoint signed =
        trail.check(Check.CHECKPOINT_SIGNATURE, () -> SignedCheckpoint.parse(proof.checkpoint()));
    Checkpoint checkpoint = signed.checkpoint();
    TrustAnchors.Anchor anchor =
        trail.check(Check.CHECKPOINT_SIGNATURE, () -> anchor(signed, trust));
    Optional<Witnessing> witnesses = WitnessCheck.judge(signed, anchor, trail);
    NavigableMap<Long, RawRecord> records =
        trail.check(Check.INCLUSION, () -> included(proof, checkpoint));
    LedgerIdentity identity = trail.check(Check.GENESIS, () -> genesis(records, anchor));
    trail.check(Check.STATUS_PROOFS, () -> requireStatuses(proof, checkpoint, records));
    WitnessCheck.requireTime(witnesses, required(records, checkpoint.size() - 1, "newest"), trail);
    return new AnchoredLog(proof, anchor, checkpoint, witnesses, records, identity);
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

  private static NavigableMap<Long, RawRecord> included(AuthorityProof proof, Checkpoint checkpoint)
      throws RefusedException {
    NavigableMap<Long, RawRecord> records = new TreeMap<>();
    Optional<RawRecord> before = Optional.empty();
    for (Map.Entry<Long, ProvenRecord> proven : proof.records().entrySet()) {
      long index = proven.getKey();
      RawRecord record = included(index, proven.getValue(), checkpoint);
      if (before.isPresent()) {
        requireSuccessor(before.get(), record);
      }
      records.put(index, record);
      before = Optional.of(record);
    }
    return records;
  }

  private static RawRecord included(long index, ProvenRecord proven, Checkpoint checkpoint)
      throws RefusedException {
    RawRecord record;
    try {
      record = RawRecord.parse(proven.bytes());
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal().orAt(index));
    }
    if (record.index() != index) {
      throw refuse(
          index,
          Reason.INDEX_MISMATCH,
          "read record: expected index " + index + ", got " + record.index());
    }
    if (!InclusionProof.verify(
        index, checkpoint.size(), record.leafHash(), proven.path(), checkpoint.root())) {
      throw refuse(
          index,
          Reason.INCLUSION_INVALID,
          "check inclusion: expected the path to lead to the root of size " + checkpoint.size());
    }
    return record;
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

  private static LedgerIdentity genesis(
      NavigableMap<Long, RawRecord> records, TrustAnchors.Anchor anchor) throws RefusedException {
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

  private static void requireStatuses(
      AuthorityProof proof, Checkpoint checkpoint, NavigableMap<Long, RawRecord> records)
      throws RefusedException {
    RawRecord newest = required(records, checkpoint.size() - 1, "newest");
    for (Map.Entry<Long, ProvenStatus> entry : proof.statuses().entrySet()) {
      long index = entry.getKey();
      ProvenStatus status = entry.getValue();
      if (!StatusTree.verify(
          index, status.facts().leafHash(), status.siblings(), newest.statusRoot())) {
        throw refuse(
            index,
            Reason.STATUS_PROOF_INVALID,
            "check status: expected the siblings to lead to the status root of record "
                + newest.index());
      }
      for (Fact fact : status.facts().facts()) {
        if (fact.at() <= index || fact.at() >= checkpoint.size()) {
          throw refuse(
              index,
              Reason.STATUS_CONTRADICTION,
              "check status: expected facts between record "
                  + index
                  + " and "
                  + checkpoint.size()
                  + ", got one at "
                  + fact.at());
        }
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

  /** What the witnesses of the trust file's policy say about the checkpoint, if there is one. */
  Optional<Witnessing> witnesses() {
    return witnesses;
  }

  NavigableMap<Long, RawRecord> records() {
    return records;
  }

  /** The time of a record of the proof. */
  long timeMs(long index) {
    return Objects.requireNonNull(records.get(index)).timeMs();
  }

  LedgerIdentity identity() {
    return identity;
  }
}
