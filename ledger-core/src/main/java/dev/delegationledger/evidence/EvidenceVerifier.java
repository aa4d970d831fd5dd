package dev.delegationledger.evidence;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.EvidenceVerdict.Finding;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;

/**
 * Verifies evidence of misbehaviour offline: it needs the file and the verifier's own trust
 * anchors, and nothing else. A key is convicted only if the verifier pinned it, it signed the
 * checkpoints in the file, and what they commit it to is nothing that an honest ledger writes,
 * whoever made the file and whatever was left out of it. Immutable and thread-safe.
 */
public final class EvidenceVerifier {
  private final TrustAnchors trust;

  private EvidenceVerifier(TrustAnchors trust) {
    this.trust = trust;
  }

  /** A verifier with these trust anchors. */
  public static EvidenceVerifier trusting(TrustAnchors trust) {
    return new EvidenceVerifier(trust);
  }

  /** The verdict on an evidence file. Never throws on any bytes. */
  public EvidenceVerdict verify(byte[] file) {
    try {
      return verify(Misbehaviour.parse(file));
    } catch (RefusedException e) {
      return notConvicted(e.refusal(), Optional.empty());
    }
  }

  /** The verdict on evidence that was just made; the same steps, without the file's form. */
  public EvidenceVerdict verify(Misbehaviour evidence) {
    try {
      List<SignedCheckpoint> notes = evidence.notes();
      TrustAnchors.Anchor anchor = anchor(notes.get(0), evidence.genesis());
      for (SignedCheckpoint note : notes) {
        anchor.verify(note);
      }
      Refusal shown = judge(evidence, anchor);
      return new EvidenceVerdict(
          Finding.CONVICTED,
          shown,
          Optional.of(evidence.kind()),
          notes.stream().map(note -> key(anchor, note)).distinct().toList(),
          notes);
    } catch (RefusedException e) {
      return notConvicted(e.refusal(), Optional.of(evidence.kind()));
    }
  }

  /** The key that is pinned for the note's size, and signed it. */
  private static String key(TrustAnchors.Anchor anchor, SignedCheckpoint note) {
    return anchor.keys().signersOf(note.checkpoint().size()).get(0).text();
  }

  /** Of a key that was given to several ledgers nobody can say which of them it signed for. */
  private TrustAnchors.Anchor anchor(SignedCheckpoint note, Optional<Hash> genesis)
      throws RefusedException {
    List<TrustAnchors.Anchor> signers = trust.signersOf(note, genesis);
    if (signers.size() != 1) {
      throw RefusedException.of(
          Reason.UNKNOWN_LEDGER,
          "find trust anchor: expected one for the checkpoint's origin and key, got "
              + signers.size());
    }
    return signers.get(0).ofSignerAlone();
  }

  private static Refusal judge(Misbehaviour evidence, TrustAnchors.Anchor anchor)
      throws RefusedException {
    if (evidence instanceof TwoHistories histories) {
      return histories.judge();
    }
    if (evidence instanceof BrokenRule broken) {
      return broken.judge(anchor);
    }
    return RecordsJudge.judge((BentRecords) evidence, anchor);
  }

  private static EvidenceVerdict notConvicted(Refusal why, Optional<Misbehaviour.Kind> kind) {
    return new EvidenceVerdict(Finding.NOT_CONVICTED, why, kind, List.of(), List.of());
  }
}
