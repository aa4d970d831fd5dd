package dev.delegationledger.cli;

import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Optional;

/** What was erased, when and by whom, as JSON and as text. */
final class Erasures {
  private Erasures() {}

  static JsonObject json(Verdict.Erased erased) {
    return new JsonObject()
        .put("index", erased.index())
        .put("slot", erased.slot())
        .put("at", erased.at())
        .put("time", Times.ofMillis(erased.timeMs()))
        .put("timeMs", erased.timeMs())
        .put("by", erased.by())
        .put("byRetention", erased.byRetention());
  }

  static JsonObject json(AuditReport.Erased erased) {
    return new JsonObject()
        .put("index", erased.index())
        .putTexts("slots", erased.slots())
        .put("at", erased.at())
        .put("time", Times.ofMillis(erased.timeMs()))
        .put("timeMs", erased.timeMs())
        .put("by", erased.by());
  }

  static Value json(List<AuditReport.Erased> erased) {
    return Value.arr(erased.stream().map(one -> json(one).value()).toList());
  }

  static void text(Verdict verdict, Page page) {
    if (verdict.erased().isEmpty()) {
      return;
    }
    page.gap().line("Erased (nobody can open these slots by this ledger any more)");
    for (Verdict.Erased one : verdict.erased()) {
      page.item(
          "  record " + one.index() + ", " + SafeText.of(one.slot()) + ": ",
          by(one.at(), one.timeMs(), one.by())
              + (one.byRetention() ? ", once its retention was over" : ""));
    }
  }

  static void text(AuditReport report, Page page) {
    if (report.erased().isEmpty()) {
      return;
    }
    page.gap().line("Erased");
    for (AuditReport.Erased one : report.erased()) {
      page.item(
          "  record "
              + one.index()
              + ", "
              + SafeText.of(one.slots().isEmpty() ? "nothing new" : String.join(", ", one.slots()))
              + ": ",
          by(one.at(), one.timeMs(), one.by()));
    }
  }

  static String by(long at, long timeMs, String signer) {
    return "by record " + at + ", " + Times.ofMillis(timeMs) + ", " + SafeText.of(signer);
  }

  /** How a slot is shown that has no value here. */
  static String hidden(Verdict verdict, long index, String slot, String otherwise) {
    return verdict.erased().stream()
        .filter(one -> one.index() == index && one.slot().equals(slot))
        .findFirst()
        .map(one -> "(erased by record " + one.at() + ")")
        .orElse(otherwise);
  }

  /** What to do about a value that a rule lacks since it was erased. */
  static Optional<String> advice(Verdict verdict, Refusal refusal) {
    boolean erased =
        verdict.erased().stream().anyMatch(one -> isAbout(refusal.reason(), one.slot()));
    return erased
        ? Optional.of(
            "the value was erased, see below: who kept a proof from before can still show it, and"
                + " everything that is listed as checked holds without it")
        : Optional.empty();
  }

  private static boolean isAbout(Reason reason, String slot) {
    return switch (reason) {
      case NAME_NOT_DISCLOSED -> slot.equals(SlotName.NAME);
      case ARGUMENT_NOT_DISCLOSED -> SlotName.isArgument(slot);
      case CONTEXT_NOT_DISCLOSED -> SlotName.isContext(slot);
      default -> false;
    };
  }
}
