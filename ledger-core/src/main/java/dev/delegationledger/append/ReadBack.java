package dev.delegationledger.append;

import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.StoredLedger;

/** Whether a head follows from the bytes that the store gives back. */
final class ReadBack {
  private ReadBack() {}

  /**
   * Requires that the records from {@code from} on are chained up to {@code head}, and that its
   * root is that of the stored tree, whose leaves they are.
   *
   * @throws RefusedException what does not follow
   */
  static void require(StoredLedger ledger, long from, Head head) throws RefusedException {
    Hash previous = from == 0 ? Hash.ZERO : ledger.record(from - 1).leafHash();
    for (long index = from; index < head.size(); index++) {
      RawRecord record = ledger.record(index);
      if (!record.previous().equals(previous)) {
        throw new RefusedException(
            Refusal.at(
                index,
                Reason.LINK_BROKEN,
                "read back: expected previous " + previous + ", got " + record.previous()));
      }
      previous = record.leafHash();
    }
    Hash root = MerkleFrontier.of(head.size(), ledger::logNode).root();
    if (!root.equals(head.root()) || !previous.equals(head.lastLeaf())) {
      throw RefusedException.of(
          Reason.HEAD_CONTRADICTION, "read back: expected root " + head.root() + ", got " + root);
    }
  }
}
