package dev.delegationledger.model;

/**
 * A SHA-256 digest: exactly 32 bytes, compared by content. Thread-safe.
 *
 * <p>It is the only thing that a reference inside a signed statement may hold.
 */
public record Hash(Bytes bytes) {
  /** The length of a digest in bytes. */
  public static final int SIZE = 32;

  /** 32 zero bytes: the previous leaf hash of record 0. */
  public static final Hash ZERO = new Hash(Bytes.of(new byte[SIZE]));

  /**
   * @throws IllegalArgumentException unless {@code bytes} has 32 bytes
   */
  public Hash {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, got " + bytes.size());
    }
  }

  /**
   * A copy of 32 bytes.
   *
   * @throws IllegalArgumentException on any other length
   */
  public static Hash of(byte[] digest) {
    return new Hash(Bytes.of(digest));
  }

  /**
   * The digest written in base64url without padding: 43 characters, the only spelling accepted.
   *
   * @throws IllegalArgumentException on any other text
   */
  public static Hash fromBase64Url(String text) {
    return new Hash(Bytes.fromBase64Url(text));
  }

  /**
   * The digest written in standard base64 with padding: 44 characters, the only spelling accepted.
   *
   * @throws IllegalArgumentException on any other text
   */
  public static Hash fromBase64(String text) {
    return new Hash(Bytes.fromBase64(text));
  }

  /** A fresh copy of the 32 bytes. */
  public byte[] toArray() {
    return bytes.toArray();
  }

  /** Base64url without padding, 43 characters. */
  public String base64Url() {
    return bytes.base64Url();
  }

  /** Standard base64 with padding, 44 characters. */
  public String base64() {
    return bytes.base64();
  }

  @Override
  public String toString() {
    return base64Url();
  }
}
