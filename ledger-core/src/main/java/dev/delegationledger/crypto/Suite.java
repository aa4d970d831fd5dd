package dev.delegationledger.crypto;

import java.util.Optional;

/**
 * A signature suite: the algorithm and the encodings that an enrolled key is bound to. The suite of
 * the key decides how a signature is checked; what a message says about itself can only disagree.
 */
public enum Suite {
  /** Ed25519 (RFC 8032 section 5.1): public key of 32 bytes, signature of 64 bytes. */
  ED25519("ed25519"),
  /**
   * ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4): public key {@code x || y} of 64 bytes,
   * signature {@code r || s} of 64 bytes.
   */
  ES256("es256");

  private final String code;

  Suite(String code) {
    this.code = code;
  }

  /** The stable name an enrolment carries. */
  public String code() {
    return code;
  }

  /** The suite with this exact code; empty for one that this program does not know. */
  public static Optional<Suite> ofCode(String code) {
    for (Suite suite : values()) {
      if (suite.code.equals(code)) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }
}
