package dev.delegationledger.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An immutable byte string, compared by content. Thread-safe. */
public final class Bytes {
  /** How many characters of base64 spell three bytes. */
  private static final int CHARS = 4;

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
    byte[] bytes = Base64.getDecoder().decode(text);
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    int last = text.length() - padding - 1;
    if (text.length() % CHARS != 0 || (padding > 0 && hasSpareBits(text.charAt(last), padding))) {
      throw new IllegalArgumentException("not canonical base64 with padding");
    }
    return new Bytes(bytes);
  }

  /**
   * The bytes written in base64url without padding (RFC 4648 section 5), in the one spelling that
   * {@link #base64Url} writes.
   *
   * @throws IllegalArgumentException on any other text
   */
  public static Bytes fromBase64Url(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1); // any other character becomes a ?
    return fromBase64Url(ascii, 0, ascii.length);
  }

  /**
   * As {@link #fromBase64Url(String)}, of the text in {@code ascii} from {@code from} on, before
   * {@code to}.
   *
   * @throws IllegalArgumentException on any other text
   */
  public static Bytes fromBase64Url(byte[] ascii, int from, int to) {
    int length = to - from;
    ByteBuffer decoded = Base64.getUrlDecoder().decode(ByteBuffer.wrap(ascii, from, length));
    int missing = (CHARS - length % CHARS) % CHARS;
    if (length > 0
        && (ascii[to - 1] == '=' || (missing > 0 && hasSpareBits((char) ascii[to - 1], missing)))) {
      throw new IllegalArgumentException("not canonical base64url without padding");
    }
    byte[] bytes = decoded.array(); // made for this call
    return new Bytes(
        bytes.length == decoded.limit() ? bytes : Arrays.copyOf(bytes, decoded.limit()));
  }

  /*
   * The platform's decoders refuse every character outside their alphabet, but take text with or
   * without padding, and bits at the end that belong to no byte. Looking at the last character
   * costs less than to write the bytes again and compare.
   */
  private static boolean hasSpareBits(char last, int missing) {
    int value =
        last >= 'A' && last <= 'Z'
            ? last - 'A'
            : last >= 'a' && last <= 'z'
                ? last - 'a' + 26
                : last >= '0' && last <= '9'
                    ? last - '0' + 52
                    : last == '+' || last == '-' ? 62 : 63;
    return (value & ((1 << (2 * missing)) - 1)) != 0;
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
