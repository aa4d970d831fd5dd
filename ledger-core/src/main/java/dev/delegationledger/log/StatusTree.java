package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A binary Merkle tree of fixed height whose leaf <i>i</i> holds what has happened to record
 * <i>i</i>: a {@link StatusList}, the live one for every record that nothing has happened to.
 *
 * <p>A leaf is {@code SHA-256(0x02 || facts)}, a node {@code SHA-256(0x03 || left || right)}. The
 * prefixes are the tree's own, so that nothing of it passes for a part of the log's tree. Subtrees
 * of live leaves only are constants: they are neither stored nor written into a proof ({@link
 * StatusMultiproof}). Thread-safe as far as the readers are.
 */
public final class StatusTree {
  /** The levels between a leaf (level 0) and the root. */
  public static final int HEIGHT = 40;

  /** The number of leaves. */
  public static final long CAPACITY = 1L << HEIGHT;

  /** The root of a subtree of live leaves, for each level from 0 to {@link #HEIGHT}. */
  public static final List<Hash> DEFAULTS;

  /** The root while nothing has happened to any record. */
  public static final Hash EMPTY_ROOT;

  private static final int NODE = 0x03;

  static {
    List<Hash> defaults = new ArrayList<>(List.of(StatusList.LIVE.leafHash()));
    for (int level = 0; level < HEIGHT; level++) {
      defaults.add(nodeHash(defaults.get(level), defaults.get(level)));
    }
    DEFAULTS = List.copyOf(defaults);
    EMPTY_ROOT = DEFAULTS.get(HEIGHT);
  }

  private StatusTree() {}

  /** The root that a reader's nodes stand under. */
  public static Hash root(StatusNodeReader nodes) {
    return nodes.node(HEIGHT, 0).orElse(EMPTY_ROOT);
  }

  /**
   * Puts new leaf hashes in and hands every node that changes to {@code sink}, level by level from
   * the leaves to the root, each exactly once. It reads {@code nodes} as they were before and never
   * what it handed out.
   *
   * @param changedLeaves the new leaf hash for each changed index
   * @return the new root
   * @throws IllegalArgumentException if an index is not in {@code [0, CAPACITY)}
   */
  public static Hash update(Map<Long, Hash> changedLeaves, StatusNodeReader nodes, NodeSink sink) {
    changedLeaves.keySet().forEach(StatusTree::requireIndex);
    if (changedLeaves.isEmpty()) {
      return root(nodes);
    }
    Map<Long, Hash> changed = new TreeMap<>(changedLeaves);
    for (int level = 0; level < HEIGHT; level++) {
      for (Map.Entry<Long, Hash> entry : changed.entrySet()) {
        sink.node(level, entry.getKey(), entry.getValue());
      }
      changed = parents(level, changed, nodes);
    }
    Hash root = Objects.requireNonNull(changed.get(0L));
    sink.node(HEIGHT, 0, root);
    return root;
  }

  private static Map<Long, Hash> parents(
      int level, Map<Long, Hash> changed, StatusNodeReader nodes) {
    Map<Long, Hash> parents = new TreeMap<>();
    changed.forEach(
        (index, hash) -> {
          Hash sibling = changed.get(index ^ 1);
          if (sibling == null) {
            sibling = node(level, index ^ 1, nodes);
          } else if ((index & 1) == 1) {
            return; // its left sibling has made the parent
          }
          boolean left = (index & 1) == 1;
          parents.put(index >>> 1, left ? nodeHash(sibling, hash) : nodeHash(hash, sibling));
        });
    return parents;
  }

  /** The node at a place, the constant of its level where no leaf below it ever changed. */
  static Hash node(int level, long index, StatusNodeReader nodes) {
    return nodes.node(level, index).orElse(DEFAULTS.get(level));
  }

  private static void requireIndex(long index) {
    if (index < 0 || index >= CAPACITY) {
      throw new IllegalArgumentException(
          "a status has an index from 0 to " + (CAPACITY - 1) + ", got " + index);
    }
  }

  /** The hash of an inner node: {@code SHA-256(0x03 || left || right)}. */
  static Hash nodeHash(Hash left, Hash right) {
    return Sha256.prefixed(NODE, left.toArray(), right.toArray());
  }
}
