package dev.delegationledger.cli;

import dev.delegationledger.authority.Standing;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Locale;

/** Whether something was alive, as JSON and as text. */
final class Standings {
  private Standings() {}

  /**
   * In a word: {@code alive}, {@code closed}, {@code undecided}, {@code unknown} if it was not
   * recorded yet, {@code broken} if what it rests on is.
   */
  static String state(Standing standing) {
    if (standing.refusal().isEmpty()) {
      return "alive";
    }
    Refusal refusal = standing.refusal().get();
    if (refusal.reason() == Reason.UNKNOWN_REFERENCE && refusal.index().isEmpty()) {
      return "unknown";
    }
    return isBroken(refusal.reason())
        ? "broken"
        : refusal.reason().reasonClass() == ReasonClass.UNDECIDED ? "undecided" : "closed";
  }

  static String headline(Standing standing) {
    return state(standing).toUpperCase(Locale.ROOT);
  }

  /** Adds the state, and what accounts for it. */
  static JsonObject put(Standing standing, CheckedLedger ledger, JsonObject to)
      throws RefusedException {
    return to.put("state", state(standing))
        .put("reason", standing.refusal().map(Refusal::reason).map(Named::code))
        .put("detail", standing.refusal().map(Refusal::detail))
        .put("at", standing.refusal().map(VerdictJson::at).orElse(Value.NULL))
        .put("since", since(standing, ledger));
  }

  private static Value since(Standing standing, CheckedLedger ledger) throws RefusedException {
    if (standing.since().isEmpty()) {
      return Value.NULL;
    }
    long index = standing.since().getAsLong();
    return new JsonObject()
        .put("index", index)
        .put("time", Times.ofMillis(ledger.timeMs(index)))
        .value();
  }

  /** {@code alive}, or {@code closed: grant-revoked, since record 9, <time>}. */
  static String words(Standing standing, CheckedLedger ledger) throws RefusedException {
    if (standing.refusal().isEmpty()) {
      return state(standing);
    }
    String since =
        standing.since().isEmpty()
            ? ""
            : ", since record "
                + standing.since().getAsLong()
                + ", "
                + Times.ofMillis(ledger.timeMs(standing.since().getAsLong()));
    return state(standing) + ": " + standing.refusal().get().reason().code() + since;
  }

  /** The exit code that says so: what a ledger holds and is not in the format breaks it. */
  static int exitCode(Standing standing) {
    return standing
        .refusal()
        .map(
            refusal ->
                isBroken(refusal.reason())
                    ? ReasonClass.INTEGRITY.exitCode()
                    : refusal.reason().reasonClass().exitCode())
        .orElse(ExitCode.OK);
  }

  private static boolean isBroken(Reason reason) {
    return switch (reason.reasonClass()) {
      case INTEGRITY, MALFORMED -> true;
      case AUTHORITY, UNDECIDED -> false;
    };
  }
}
