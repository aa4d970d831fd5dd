package dev.delegationledger.audit;

import dev.delegationledger.log.Merkle;
import dev.delegationledger.model.Hash;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which leaf hash the log has at an index when its witnesses disagree: the bytes of the
 * record, the leaf in the tree, the link that the next record carries, and the tree's node above.
 * So one altered row is found at its own place and not again at every later one.
 */
final class LeafVote {
  private static final int PARENT_WEIGHT = 2; // to alter it alone is not enough

  private LeafVote() {}

  /** The leaf hash that most witnesses attest; the tree's if none outweighs it. */
  static Hash attested(StoredRecord record, Optional<Hash> nextLink, StoredRows rows) {
    if (record.own().isPresent()
        && record.own().equals(record.node())
        && (nextLink.isEmpty() || nextLink.equals(record.own()))) {
      return record.own().get();
    }
    Set<Hash> candidates = new LinkedHashSet<>();
    record.node().ifPresent(candidates::add);
    nextLink.ifPresent(candidates::add);
    record.own().ifPresent(candidates::add);
    Hash best = Hash.ZERO;
    int most = 0;
    for (Hash candidate : candidates) {
      Optional<Hash> said = Optional.of(candidate);
      int votes =
          (said.equals(record.node()) ? 1 : 0)
              + (said.equals(nextLink) ? 1 : 0)
              + (said.equals(record.own()) ? 1 : 0)
              + (parentConfirms(record.index(), candidate, rows) ? PARENT_WEIGHT : 0);
      if (votes > most) {
        most = votes;
        best = candidate;
      }
    }
    return best;
  }

  private static boolean parentConfirms(long index, Hash leaf, StoredRows rows) {
    Optional<Hash> sibling = node(rows, 0, index ^ 1);
    if (sibling.isEmpty()) {
      return false;
    }
    boolean right = (index & 1) == 1;
    Hash parent =
        right ? Merkle.nodeHash(sibling.get(), leaf) : Merkle.nodeHash(leaf, sibling.get());
    return node(rows, 1, index >>> 1).equals(Optional.of(parent));
  }

  private static Optional<Hash> node(StoredRows rows, int level, long index) {
    return rows.look(Table.NODES, Keys.node(level, index))
        .value()
        .filter(hash -> hash.length == Hash.SIZE)
        .map(Hash::of);
  }
}
