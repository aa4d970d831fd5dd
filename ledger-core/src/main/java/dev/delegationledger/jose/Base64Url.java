package dev.delegationledger.jose;

import dev.delegationledger.model.Bytes;
import java.util.Optional;

/** Base64url without padding (RFC 4648 section 5, RFC 7515 section 2), one spelling per value. */
final class Base64Url {
  private Base64Url() {}

  /**
   * The bytes that {@code text} spells; empty unless encoding them gives {@code text} again. So
   * padding, the other alphabet, white space and set trailing bits are all refused.
   */
  static Optional<Bytes> decode(String text) {
    try {
      return Optional.of(Bytes.fromBase64Url(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
