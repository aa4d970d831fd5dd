package dev.delegationledger.witness;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.util.List;

/** A ledger of ten records, and its checkpoint at every size. */
final class Logged {
  static final int SIZE = 10;

  final Scene s = Scene.open();
  final VerifierKey key = VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey());
  private final StoredLedger stored;

  Logged() {
    s.pay();
    stored = stored(s);
  }

  static StoredLedger stored(Scene scene) {
    try {
      return StoredLedger.over(scene.store);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  SignedCheckpoint at(long size) {
    Hash root = MerkleTree.root(size, stored::logNode);
    return new Checkpoint(Scene.ORIGIN, size, root).sign(s.ledgerKey);
  }

  /** Another history of that size, under the ledger's own key. */
  SignedCheckpoint fork(long size) {
    return new Checkpoint(Scene.ORIGIN, size, Hash.ZERO).sign(s.ledgerKey);
  }

  List<Hash> path(long from, long to) {
    return from == 0 ? List.of() : MerkleTree.consistencyPath(from, to, stored::logNode);
  }

  AddCheckpoint request(long from, long to) {
    return new AddCheckpoint(from, path(from, to), at(to));
  }
}
