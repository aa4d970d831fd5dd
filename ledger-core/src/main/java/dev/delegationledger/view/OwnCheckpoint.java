package dev.delegationledger.view;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.ConsistencyProof;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/** Tells whether a checkpoint that was kept is one of this ledger's. Stateless. */
public final class OwnCheckpoint {
  private OwnCheckpoint() {}

  /**
   * Requires that the key which the ledger has at its size signed a checkpoint, and that it stands
   * for the first records of this ledger. Cosignatures are not judged.
   *
   * @throws RefusedException {@code checkpoint-signature-invalid} if that key did not sign it;
   *     {@code record-missing} if it stands for more records than the ledger has; {@code
   *     inclusion-invalid} if for others
   */
  public static void require(SignedCheckpoint kept, StoredLedger ledger) throws RefusedException {
    Checkpoint said = kept.checkpoint();
    kept.verify(ledger.ledgerKeys().at(said.size()), UnknownSignatures.IGNORE);
    Head head = ledger.head();
    long size = head.size();
    if (said.size() > size) {
      throw RefusedException.of(
          Reason.RECORD_MISSING,
          "check kept checkpoint: expected " + said.size() + " records, got " + size);
    }
    if (!Contradictions.thrown(() -> isBeginning(said, head, ledger))) {
      throw RefusedException.of(
          Reason.INCLUSION_INVALID,
          "check kept checkpoint: expected its root over the first "
              + said.size()
              + " records, got another");
    }
  }

  /** Also that the nodes which give its root stand under the head's: no others are read twice. */
  private static boolean isBeginning(Checkpoint said, Head head, StoredLedger ledger) {
    return said.size() > 0
        && MerkleTree.root(said.size(), ledger::logNode).equals(said.root())
        && ConsistencyProof.verify(
            said.size(),
            head.size(),
            said.root(),
            head.root(),
            MerkleTree.consistencyPath(said.size(), head.size(), ledger::logNode));
  }
}
