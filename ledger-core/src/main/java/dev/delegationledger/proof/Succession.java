package dev.delegationledger.proof;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Whether a checkpoint that no pinned key signed may be one of a ledger that changed its key: a
 * pinned key named the next one, that perhaps another, and the last one signed it. This is never
 * followed, since whoever stole the pinned key could have named it too; it only tells "pin the new
 * key, once you know it from elsewhere" from "somebody else's signature".
 */
final class Succession {
  private final TrustAnchors.Anchor anchor;
  private final VerifierKey outgoing;
  private final Map<Hash, VerifyingKey> keys = new HashMap<>();

  private Succession(TrustAnchors.Anchor anchor, VerifierKey outgoing) {
    this.anchor = anchor;
    this.outgoing = outgoing;
    keys.put(Jwk.thumbprint(outgoing.key()), outgoing.key());
  }

  /**
   * @param found why the checkpoint was refused
   * @throws RefusedException {@code ledger-key-not-pinned}, naming the key and its first size
   */
  static void requireNone(
      RefusedException found,
      TrustAnchors.Anchor anchor,
      SignedCheckpoint signed,
      NavigableMap<Long, RawRecord> records)
      throws RefusedException {
    Optional<VerifierKey> outgoing = anchor.keys().outgoingBy(signed.checkpoint().size());
    if (found.refusal().reason() == Reason.CHECKPOINT_SIGNATURE_INVALID && outgoing.isPresent()) {
      Succession succession = new Succession(anchor, outgoing.get());
      for (RawRecord record : records.values()) {
        succession.follow(record, signed);
      }
    }
  }

  private void follow(RawRecord record, SignedCheckpoint signed) throws RefusedException {
    Optional<Statement.LedgerKeyChange> change = change(record);
    if (change.isEmpty() || !anchor.keys().leavesOpen(outgoing, record.index() + 1)) {
      return;
    }
    VerifyingKey next = change.get().key();
    keys.put(Jwk.thumbprint(next), next);
    VerifierKey key = VerifierKey.of(anchor.keys().origin(), next);
    if (isSignedBy(key, signed)) {
      throw RefusedException.of(
          Reason.LEDGER_KEY_NOT_PINNED,
          "checkpoint: expected a pinned key's signature, got that of "
              + key.text()
              + ", which record "
              + record.index()
              + " names as the ledger's from size "
              + (record.index() + 1)
              + " on");
    }
  }

  /** What a record says, if a key that a pinned one leads to signed it for this ledger. */
  private Optional<Statement.LedgerKeyChange> change(RawRecord record) {
    try {
      SignedEntry entry = SignedEntry.of(record.jws(), List.of());
      if (!(entry.statement() instanceof Statement.LedgerKeyChange change)
          || !isOfThisLedger(change.issued().ledger().orElse(""))) {
        return Optional.empty();
      }
      entry.verify(thumbprint -> Optional.ofNullable(keys.get(thumbprint)));
      return Optional.of(change);
    } catch (RefusedException unreadable) {
      return Optional.empty();
    }
  }

  private boolean isOfThisLedger(String id) {
    String prefix = anchor.keys().origin() + "#";
    return anchor
        .genesis()
        .map(leaf -> id.equals(prefix + leaf.base64Url()))
        .orElse(id.startsWith(prefix));
  }

  private static boolean isSignedBy(VerifierKey key, SignedCheckpoint signed) {
    try {
      signed.verify(key, UnknownSignatures.IGNORE);
      return true;
    } catch (RefusedException doesNotVerify) {
      return false;
    }
  }
}
