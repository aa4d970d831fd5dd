package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.Optional;

/** Where the nodes of the status tree come from: a store, a test. */
@FunctionalInterface
public interface StatusNodeReader {
  /**
   * The node at {@code level} (0 for leaf hashes, {@link StatusTree#HEIGHT} for the root) and
   * {@code index} (from 0 within the level), or nothing where no leaf below it ever changed.
   */
  Optional<Hash> node(int level, long index);
}
