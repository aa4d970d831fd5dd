package dev.delegationledger.store;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The head was not the expected one, so somebody else committed in between. Nothing was written,
 * and the store is as usable as before: this is no {@link StoreException}.
 */
public final class StaleHeadException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BYTES = 48;

  /** A commit refused since the head is {@code got}; null stands for "there never was a commit". */
  public StaleHeadException(byte @Nullable [] expected, byte @Nullable [] got) {
    super("commit refused: expected head " + show(expected) + ", got " + show(got));
  }

  private static String show(byte @Nullable [] head) {
    if (head == null) {
      return "none";
    }
    String hex = HexFormat.of().formatHex(head, 0, Math.min(head.length, SHOWN_BYTES));
    return head.length > SHOWN_BYTES ? hex + "... (" + head.length + " bytes)" : hex;
  }
}
