package dev.delegationledger.cli;

import dev.delegationledger.model.Refusal;

/**
 * Ends a command that has no answer to give. Reported as {@code {"error":{...}}}, never as a stack
 * trace.
 */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String code;
  private final String hint;

  /**
   * @param code kebab-case, stable
   * @param message the act, the expected and the got; lower case
   * @param hint what to do next
   */
  Failure(int exitCode, String code, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
  }

  /** The command line does not make sense. */
  static Failure usage(String message, String hint) {
    return new Failure(ExitCode.USAGE, "usage", message, hint);
  }

  /** Something could not be read or written. */
  static Failure io(String code, String message, String hint) {
    return new Failure(ExitCode.IO, code, message, hint);
  }

  /** A finding about a ledger, where no verdict was asked for. */
  static Failure refused(Refusal refusal) {
    String where =
        refusal.index().isPresent() ? "record " + refusal.index().getAsLong() + ": " : "";
    return new Failure(
        refusal.reason().reasonClass().exitCode(),
        refusal.reason().code(),
        where + refusal.reason().meaning() + " (" + refusal.detail() + ")",
        Advice.on(refusal.reason()));
  }

  int exitCode() {
    return exitCode;
  }

  String code() {
    return code;
  }

  String hint() {
    return hint;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
