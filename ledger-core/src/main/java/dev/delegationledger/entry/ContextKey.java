package dev.delegationledger.entry;

import dev.delegationledger.model.Named;
import java.util.Arrays;

/** What an action may say about where it happens, and a grant may constrain. */
public enum ContextKey implements Named {
  /** Where the call runs: production, staging and the like. */
  ENVIRONMENT,
  /** The data that it reads or changes. */
  DATASET,
  /** How that data is classified. */
  SENSITIVITY,
  /** Where its effect, or the data, goes. */
  DESTINATION;

  /** Whether {@code code} is that of a key. */
  static boolean isCode(String code) {
    return Arrays.stream(values()).anyMatch(key -> key.code().equals(code));
  }
}
