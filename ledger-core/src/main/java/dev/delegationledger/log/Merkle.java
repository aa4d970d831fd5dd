package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;

/**
 * The two hashes of the log's Merkle tree (RFC 6962 section 2.1). Their prefixes keep a leaf from
 * passing for a node and a node for a leaf; the status tree has prefixes of its own. Thread-safe.
 */
public final class Merkle {
  /** The most leaves a log may have: as many as the status tree has places. */
  public static final long MAX_SIZE = 1L << 40;

  /** The root of the tree without leaves: SHA-256 of nothing. */
  public static final Hash EMPTY_ROOT = Sha256.of();

  private static final int LEAF = 0x00;
  private static final int NODE = 0x01;

  private Merkle() {}

  /** The hash of a leaf: {@code SHA-256(0x00 || leaf)}. */
  public static Hash leafHash(byte[] leaf) {
    return Sha256.prefixed(LEAF, leaf);
  }

  /** The hash of an inner node: {@code SHA-256(0x01 || left || right)}. */
  public static Hash nodeHash(Hash left, Hash right) {
    return Sha256.prefixed(NODE, left.toArray(), right.toArray());
  }

  /**
   * @throws IllegalArgumentException unless {@code 0 <= size <= MAX_SIZE}
   */
  static long requireSize(long size) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("a log has 0 to " + MAX_SIZE + " leaves, got " + size);
    }
    return size;
  }
}
