package dev.delegationledger.jose;

import com.nimbusds.jose.JWSAlgorithm;
import dev.delegationledger.crypto.Suite;
import java.util.Locale;
import java.util.Set;

/** Which {@code alg} names which suite. The key's suite decides; the name can only disagree. */
final class Algorithms {
  /**
   * Names that can never stand for a signature by an enrolled key: no signature at all (RFC 7518
   * section 3.6), shared secrets (section 3.2), and Ed448 (RFC 9864). Other unknown names may
   * belong to a suite to come.
   */
  private static final Set<String> NEVER = Set.of("none", "hs256", "hs384", "hs512", "ed448");

  private Algorithms() {}

  static boolean isNeverAcceptable(String alg) {
    return NEVER.contains(alg.toLowerCase(Locale.ROOT));
  }

  /** The name written into new headers; {@code EdDSA} (RFC 8037) is what other programs read. */
  static JWSAlgorithm emitted(Suite suite) {
    return switch (suite) {
      case ED25519 -> JWSAlgorithm.EdDSA;
      case ES256 -> JWSAlgorithm.ES256;
    };
  }

  /** Whether {@code alg} is exactly one of the names accepted for a suite. */
  static boolean agrees(String alg, Suite suite) {
    return accepted(suite).stream().anyMatch(name -> name.getName().equals(alg));
  }

  /** The names accepted for a suite; {@code Ed25519} is RFC 9864's fully specified name. */
  static Set<JWSAlgorithm> accepted(Suite suite) {
    return switch (suite) {
      case ED25519 -> Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
      case ES256 -> Set.of(JWSAlgorithm.ES256);
    };
  }
}
