package dev.delegationledger.cli;

/**
 * Reports that there is no answer: on stderr for people, on stdout as JSON if that was asked for.
 */
final class Errors {
  private static final int MAX_MESSAGE = 1_000;

  private Errors() {}

  static int report(Failure failure, boolean json, Streams streams) {
    if (json) {
      JsonObject error =
          new JsonObject()
              .put("code", failure.code())
              .put("message", failure.message())
              .put("hint", failure.hint());
      streams.out().println(new JsonObject().put("error", error).line());
    }
    streams.err().println("ledger-verify: error: " + SafeText.of(failure.message(), MAX_MESSAGE));
    streams.err().println("hint: " + SafeText.of(failure.hint(), MAX_MESSAGE));
    return failure.exitCode();
  }

  /** A bug, told in one line. */
  static Failure internal(Throwable bug) {
    String message = bug.getMessage() == null ? "" : ": " + bug.getMessage();
    return new Failure(
        ExitCode.INTERNAL,
        "internal-error",
        "internal error: " + bug.getClass().getSimpleName() + message,
        "this is a bug in ledger-verify; report it with the command and the input, if you may"
            + " share them");
  }
}
