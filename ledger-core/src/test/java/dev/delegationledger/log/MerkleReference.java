package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** RFC 6962 section 2.1 as it is written: slow, recursive, over all leaves. */
final class MerkleReference {
  private MerkleReference() {}

  /** Leaf hashes of {@code size} leaves that hold their own index as text. */
  static List<Hash> leaves(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> sha256(0, Integer.toString(i).getBytes(StandardCharsets.US_ASCII)))
        .toList();
  }

  /** MTH(D[n]). */
  static Hash root(List<Hash> d) {
    if (d.isEmpty()) {
      return Sha256.of();
    }
    if (d.size() == 1) {
      return d.get(0);
    }
    int k = split(d.size());
    return node(root(d.subList(0, k)), root(d.subList(k, d.size())));
  }

  /** PATH(m, D[n]). */
  static List<Hash> path(int m, List<Hash> d) {
    if (d.size() == 1) {
      return List.of();
    }
    int k = split(d.size());
    return m < k
        ? plus(path(m, d.subList(0, k)), root(d.subList(k, d.size())))
        : plus(path(m - k, d.subList(k, d.size())), root(d.subList(0, k)));
  }

  /** PROOF(m, D[n]). */
  static List<Hash> proof(int m, List<Hash> d) {
    return subproof(m, d, true);
  }

  private static List<Hash> subproof(int m, List<Hash> d, boolean whole) {
    if (m == d.size()) {
      return whole ? List.of() : List.of(root(d));
    }
    int k = split(d.size());
    return m <= k
        ? plus(subproof(m, d.subList(0, k), whole), root(d.subList(k, d.size())))
        : plus(subproof(m - k, d.subList(k, d.size()), false), root(d.subList(0, k)));
  }

  /** The largest power of two below n. */
  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }

  private static List<Hash> plus(List<Hash> path, Hash last) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  private static Hash node(Hash left, Hash right) {
    return sha256(1, left.toArray(), right.toArray());
  }

  private static Hash sha256(int prefix, byte[]... parts) {
    byte[][] all = new byte[parts.length + 1][];
    all[0] = new byte[] {(byte) prefix};
    System.arraycopy(parts, 0, all, 1, parts.length);
    return Sha256.of(all);
  }
}
