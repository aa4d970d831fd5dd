package dev.delegationledger.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An immutable byte string, compared by content. Thread-safe. */
public final class Bytes {
  private final byte[] bytes;

  /** Zero until it is asked for: digests are looked up by it again and again. */
  private int hashCode;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** The UTF-8 encoding of {@code text}. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes written in standard base64 with padding (RFC 4648 section 4), in the one spelling
   * that {@link #base64} writes.
   *
   * @throws IllegalArgumentException on any other text
   */
  public static Bytes fromBase64(String text) {
    Bytes bytes = new Bytes(Base64.getDecoder().decode(text));
    if (!bytes.base64().equals(text)) {
      throw new IllegalArgumentException("not canonical base64 with padding");
    }
    return bytes;
  }

  /** A fresh copy of the content. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** The content as base64url without padding (RFC 4648 section 5). */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The content as standard base64 with padding (RFC 4648 section 4). */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    int known = hashCode;
    if (known == 0) {
      known = Arrays.hashCode(bytes);
      hashCode = known; // any thread computes the same
    }
    return known;
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
