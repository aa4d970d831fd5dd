package dev.delegationledger.crypto;

import dev.delegationledger.crypto.SignatureEngine.Chosen;
import java.lang.reflect.Field;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has the process's engine remember its answers while tests run. It reaches past {@code private},
 * so that nothing but a test can put anything in front of an engine.
 */
public final class RememberedSignatures implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Chosen chosen = SignatureEngine.choose(System.getProperty(SignatureEngine.PROPERTY));
    try {
      Field field = SignatureEngine.class.getDeclaredField("chosen");
      field.setAccessible(true);
      field.set(null, new Chosen(chosen.which(), new RememberingEngine(chosen.engine())));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
