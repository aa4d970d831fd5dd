package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hashes written one after another, 32 bytes each. */
final class Hashes {
  private Hashes() {}

  /** Writes {@code hashes} behind {@code before}. */
  static byte[] append(byte[] before, List<Hash> hashes) {
    byte[] bytes = Arrays.copyOf(before, before.length + hashes.size() * Hash.SIZE);
    for (int i = 0; i < hashes.size(); i++) {
      byte[] hash = hashes.get(i).toArray();
      System.arraycopy(hash, 0, bytes, before.length + i * Hash.SIZE, Hash.SIZE);
    }
    return bytes;
  }

  /** Reads the hashes that begin at {@code from}; the rest is a multiple of 32 bytes long. */
  static List<Hash> from(int from, byte[] bytes) {
    List<Hash> hashes = new ArrayList<>();
    for (int at = from; at < bytes.length; at += Hash.SIZE) {
      hashes.add(Hash.of(Arrays.copyOfRange(bytes, at, at + Hash.SIZE)));
    }
    return hashes;
  }
}
