package dev.delegationledger.crypto;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The engines that a test compares. */
final class Engines {
  private Engines() {}

  /**
   * The engine, or the test stops here because this machine has no native library for it. On the
   * kind of machine that the build names one for, it has to be there.
   */
  static Engine requireThere(SignatureEngine which) {
    Optional<Engine> engine = which.engine();
    boolean named =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    Assumptions.assumeTrue(engine.isPresent() || named, which + " is not for this machine");
    return engine.orElseThrow(() -> new AssertionError(which + " is not there, or not healthy"));
  }
}
