package dev.delegationledger.scope;

import dev.delegationledger.model.NormalUrl;

/** Names of tools, which are compared as they are. Thread-safe. */
public final class ToolName {
  private static final String URI_MARK = "://";

  private ToolName() {}

  /**
   * Whether {@code name} may stand in a grant or an action: if it holds {@code ://} it is a URI in
   * normal form ({@link NormalUrl#isNormalSpelling}), so that one tool has one spelling; any other
   * name may.
   */
  public static boolean isNormal(String name) {
    return !name.contains(URI_MARK) || NormalUrl.isNormalSpelling(name);
  }
}
