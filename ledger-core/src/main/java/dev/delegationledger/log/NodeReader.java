package dev.delegationledger.log;

import dev.delegationledger.model.Hash;

/** Where the hashes of the log's complete subtrees come from: a store, a test. */
@FunctionalInterface
public interface NodeReader {
  /**
   * The root of the complete subtree over the leaves {@code [index << level, (index + 1) <<
   * level)}.
   *
   * @param level 0 for leaf hashes
   * @param index the place of the subtree among those of its level, from 0
   * @return its hash; never asked for a subtree that reaches beyond the size in question
   */
  Hash node(int level, long index);
}
