package dev.delegationledger.cli;

import dev.delegationledger.model.ReasonClass;
import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes: a contract. Those of a verdict come from its reason's class. */
final class ExitCode {
  /** Proven, permitted, intact, or done. */
  static final int OK = 0;

  /** Something needed is missing or unknown: as for a reason of that class. */
  static final int UNDECIDED = ReasonClass.UNDECIDED.exitCode();

  /** The command line does not make sense ({@code EX_USAGE}). */
  static final int USAGE = 64;

  /** A bug in this program ({@code EX_SOFTWARE}). */
  static final int INTERNAL = 70;

  /** Something could not be read or written ({@code EX_IOERR}). */
  static final int IO = 74;

  private ExitCode() {}

  /** For {@code --help}, in order. */
  static Map<String, String> described() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put(text(OK), "proven, or permitted, or intact, or done");
    codes.put(
        text(ReasonClass.INTEGRITY.exitCode()),
        "broken: the evidence was altered or contradicts" + " itself");
    codes.put(
        text(ReasonClass.UNDECIDED.exitCode()),
        "undecided: something needed is missing or unknown");
    codes.put(text(ReasonClass.AUTHORITY.exitCode()), "intact, and not authorised");
    codes.put(text(USAGE), "the command line does not make sense");
    codes.put(text(ReasonClass.MALFORMED.exitCode()), "the input is not in the format");
    codes.put(text(INTERNAL), "internal error: a bug in this program");
    codes.put(text(IO), "a file or a ledger could not be read or written");
    return codes;
  }

  private static String text(int code) {
    return Integer.toString(code);
  }
}
