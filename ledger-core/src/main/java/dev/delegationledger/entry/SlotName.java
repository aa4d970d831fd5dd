package dev.delegationledger.entry;

/**
 * The names of slots, as disclosures carry them. An argument's slot is {@code
 * arguments/<argument>}, verbatim, one of the context's {@code context/<key>}; no other name has a
 * slash.
 */
public final class SlotName {
  /** The legal name of a human, or the name of an organisation or a service. */
  public static final String NAME = "name";

  /** The text of a grant's task. */
  public static final String TASK = "task";

  /** What the agent meant to do. */
  public static final String INTENT = "intent";

  /** What came of an action. */
  public static final String RESULT = "result";

  /** Why somebody decided as they did: revoked, suspended, approved and the like. */
  public static final String REASON = "reason";

  /** Tokens, proof of possession and arguments of a call that no grant of this ledger is about. */
  public static final String PRESENTED = "presented";

  private static final String ARGUMENTS = "arguments/";
  private static final String CONTEXT = "context/";

  private SlotName() {}

  /** The slot of one argument of an action. */
  public static String argument(String name) {
    return ARGUMENTS + name;
  }

  /** The slot of one value of an action's context. */
  public static String context(String key) {
    return CONTEXT + key;
  }

  /** Whether {@code slot} is one of the context's. */
  public static boolean isContext(String slot) {
    return slot.startsWith(CONTEXT);
  }

  /** Whether {@code slot} is an argument's. */
  public static boolean isArgument(String slot) {
    return slot.startsWith(ARGUMENTS);
  }
}
