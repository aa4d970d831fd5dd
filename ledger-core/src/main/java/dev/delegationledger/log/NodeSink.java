package dev.delegationledger.log;

import dev.delegationledger.model.Hash;

/** Takes the nodes that a change of a tree brings: a batch for the store, a test. */
@FunctionalInterface
public interface NodeSink {
  /** Takes one node; level 0 holds leaf hashes, {@code index} counts from 0 within the level. */
  void node(int level, long index, Hash hash);
}
