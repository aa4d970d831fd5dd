package dev.delegationledger.crypto;

import dev.delegationledger.model.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) over byte strings. Stateless and thread-safe. */
public final class Sha256 {
  /** To make one takes as long as to hash a node of a tree with it. */
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::make);

  private Sha256() {}

  /** The digest of the parts, one after the other. */
  public static Hash of(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return Hash.of(digest.digest());
  }

  /** The digest of the first {@code length} bytes. */
  public static Hash ofFirst(byte[] bytes, int length) {
    MessageDigest digest = digest();
    digest.update(bytes, 0, length);
    return Hash.of(digest.digest());
  }

  /**
   * The digest of one prefix byte and then the parts: the domain separation of Merkle trees (RFC
   * 6962 section 2.1), without copying the parts.
   */
  public static Hash prefixed(int prefix, byte[]... parts) {
    MessageDigest digest = digest();
    digest.update((byte) prefix);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return Hash.of(digest.digest());
  }

  /** As new: nothing that a call left behind, however it ended, is in it. */
  private static MessageDigest digest() {
    MessageDigest digest = DIGEST.get();
    digest.reset();
    return digest;
  }

  private static MessageDigest make() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
