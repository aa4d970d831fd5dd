package dev.delegationledger.crypto;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which library checks signatures in this process. All accept exactly the same keys and signatures,
 * those that {@link VerifyingKey} describes, so the choice is one of speed alone.
 *
 * <p>It is made once, when the first key is validated: Corretto where it is on the class path and
 * healthy (its native library loads, passes its own tests, and tells good signatures from bad
 * ones), and otherwise Bouncy Castle. The system property {@value #PROPERTY}, with the code of an
 * engine as its value, chooses instead. Thread-safe.
 */
public enum SignatureEngine {
  /** Bouncy Castle's low-level API: always there. */
  BOUNCY_CASTLE("bouncy-castle"),
  /**
   * The Amazon Corretto Crypto Provider, native code around AWS-LC: about four times as fast for
   * Ed25519. Optional: {@code software.amazon.cryptools:AmazonCorrettoCryptoProvider}, with the
   * classifier of the machine.
   */
  CORRETTO("corretto");

  /** The system property that chooses an engine by its code. */
  public static final String PROPERTY = "delegationledger.signatures";

  private static @Nullable Chosen chosen; // guarded by the class

  private final String code;

  /** An engine, and which one it is. */
  record Chosen(SignatureEngine which, Engine engine) {}

  SignatureEngine(String code) {
    this.code = code;
  }

  /** The stable name of the engine, the value of the property. */
  public String code() {
    return code;
  }

  /**
   * The engine that this process uses.
   *
   * @throws IllegalStateException if the property names no engine, or one that is not there or not
   *     healthy: whoever asked for one is not given another
   */
  public static SignatureEngine running() {
    return chosen().which();
  }

  /**
   * The validated key in the form that the running engine computes with; null unless it is valid.
   */
  static @Nullable PreparedKey prepare(Suite suite, byte[] raw) {
    return chosen().engine().prepare(suite, raw);
  }

  /** The engine itself, if it is there and healthy. */
  Optional<Engine> engine() {
    return switch (this) {
      case BOUNCY_CASTLE -> Optional.of(new BouncyCastle());
      case CORRETTO -> {
        try {
          yield Corretto.ifHealthy();
        } catch (LinkageError absent) {
          yield Optional.empty();
        }
      }
    };
  }

  private static synchronized Chosen chosen() {
    if (chosen == null) {
      chosen = choose(System.getProperty(PROPERTY));
    }
    return chosen;
  }

  /** The engine with this code, or the fastest that is there. */
  static Chosen choose(@Nullable String code) {
    return code == null ? CORRETTO.chosenIfThere().orElseGet(SignatureEngine::always) : named(code);
  }

  private static Chosen named(String code) {
    for (SignatureEngine one : values()) {
      if (one.code.equals(code)) {
        return one.chosenIfThere()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "choose signature engine: expected "
                            + code
                            + ", which -D"
                            + PROPERTY
                            + " names, on the class path and healthy; it is not"));
      }
    }
    throw new IllegalStateException(
        "choose signature engine: expected -D"
            + PROPERTY
            + "=bouncy-castle or corretto, got "
            + code);
  }

  private Optional<Chosen> chosenIfThere() {
    return engine().map(engine -> new Chosen(this, engine));
  }

  private static Chosen always() {
    return new Chosen(BOUNCY_CASTLE, new BouncyCastle());
  }
}
