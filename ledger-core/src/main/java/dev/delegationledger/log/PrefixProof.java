package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.Optional;

/**
 * Shows what the root over the first records of a log was. It is the consistency proof of RFC 6962
 * section 2.1.2 with its first hash always given: so it says which root the bigger tree commits to,
 * whatever somebody claims that the smaller one had, and two signed checkpoints that disagree
 * convict their signer. Immutable, compared by content.
 *
 * @param size how many records the smaller tree has, at least 1
 * @param bytes the hashes one after another; none if both trees have the same size. What they are
 *     good for, {@link #rootWithin} says
 */
public record PrefixProof(long size, Bytes bytes) {
  /**
   * @throws IllegalArgumentException unless the size is within bounds and the bytes are hashes
   */
  public PrefixProof {
    if (size < 1 || size > Merkle.MAX_SIZE || bytes.size() % Hash.SIZE != 0) {
      throw new IllegalArgumentException(
          "expected a size from 1 to " + Merkle.MAX_SIZE + " and hashes of 32 bytes");
    }
  }

  /**
   * The proof for the first {@code size} of {@code whole} records.
   *
   * @throws IllegalArgumentException unless {@code 0 < size <= whole <= Merkle.MAX_SIZE}
   */
  public static PrefixProof of(long size, long whole, NodeReader nodes) {
    Merkle.requireSize(whole);
    if (size <= 0 || size > whole) {
      throw new IllegalArgumentException(
          "expected 0 < size <= " + whole + " of the whole tree, got " + size);
    }
    List<Hash> path = size == whole ? List.of() : MerkleTree.prefixPath(size, whole, nodes);
    return new PrefixProof(size, Bytes.of(Hashes.append(new byte[0], path)));
  }

  /**
   * The root over the first {@link #size} records of the log that {@code whole} stands for. The
   * bounds and the exact number of hashes are checked before anything is hashed.
   *
   * @return empty if these hashes do not lead to its root
   */
  public Optional<Hash> rootWithin(Checkpoint whole) {
    return ConsistencyProof.prefixRoot(
        size, whole.size(), whole.root(), Hashes.from(0, bytes.toArray()));
  }
}
