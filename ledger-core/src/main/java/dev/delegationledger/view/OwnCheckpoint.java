package dev.delegationledger.view;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/** Tells whether a checkpoint that was kept is one of this ledger's. Stateless. */
public final class OwnCheckpoint {
  private OwnCheckpoint() {}

  /**
   * Requires that the ledger's own key signed a checkpoint, and that it stands for the first
   * records of this ledger. Cosignatures are not judged.
   *
   * @throws RefusedException {@code checkpoint-signature-invalid} if that key did not sign it;
   *     {@code record-missing} if it stands for more records than the ledger has; {@code
   *     inclusion-invalid} if for others
   */
  public static void require(SignedCheckpoint kept, StoredLedger ledger) throws RefusedException {
    LedgerIdentity identity = ledger.identity();
    kept.verify(
        VerifierKey.of(identity.origin(), identity.checkpointKey()), UnknownSignatures.IGNORE);
    Checkpoint said = kept.checkpoint();
    long size = ledger.head().size();
    if (said.size() > size) {
      throw RefusedException.of(
          Reason.RECORD_MISSING,
          "check kept checkpoint: expected " + said.size() + " records, got " + size);
    }
    if (!rootAt(said.size(), ledger).equals(said.root())) {
      throw RefusedException.of(
          Reason.INCLUSION_INVALID,
          "check kept checkpoint: expected its root over the first "
              + said.size()
              + " records, got another");
    }
  }

  private static Hash rootAt(long size, StoredLedger ledger) throws RefusedException {
    try {
      return MerkleTree.root(size, ledger::logNode);
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof RefusedException contradiction) {
        throw contradiction; // a tree node, met inside a tree walk that cannot throw findings
      }
      throw e;
    }
  }
}
