package dev.delegationledger.cli;

import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an audit found, as JSON and as text. */
final class AuditView {
  private static final List<String> PERFORMED =
      List.of(
          "trust-anchor",
          "record-form",
          "leaf-hashes",
          "links",
          "indexes",
          "record-times",
          "log-tree",
          "status-tree",
          "status-roots",
          "look-ups",
          "disclosures",
          "head",
          "checkpoint-signature",
          "entry-signatures",
          "rules");
  private static final List<String> CAVEATS =
      List.of(
          "Record time is the ledger's word",
          "A ledger put back to an older state, or rewritten as a whole: compare its checkpoint"
              + " with one kept elsewhere",
          "execution: what agents did beyond the declared actions");

  private final AuditReport report;

  AuditView(AuditReport report) {
    this.report = report;
  }

  private String verdict() {
    return report
        .worstClass()
        .map(
            worst ->
                switch (worst) {
                  case INTEGRITY, MALFORMED -> "broken";
                  case AUTHORITY -> "unauthorised";
                  case UNDECIDED -> "undecided";
                })
        .orElse("intact");
  }

  JsonObject json() {
    return new JsonObject()
        .put("verdict", verdict())
        .put(
            "findings", Value.arr(report.findings().stream().map(f -> finding(f).value()).toList()))
        .put("cutOff", report.isCutOff())
        .put("more", report.more())
        .put("records", report.checked())
        .put("size", report.size())
        .put(
            "checkpoint",
            VerdictJson.checkpoint(report.checkpoint().map(SignedCheckpoint::checkpoint)))
        .put("unsignedTail", report.unsignedTail())
        .put("erased", Erasures.json(report.erased()))
        .put("unjudged", report.unjudged())
        .put("witnessed", report.witnessed().map(Value::of).orElse(Value.NULL))
        .put(
            "checks",
            new JsonObject()
                .putTexts("performed", Vouchers.performed(PERFORMED, report))
                .putTexts("failed", failed())
                .putTexts("notPerformed", notPerformed()));
  }

  private static JsonObject finding(Refusal finding) {
    return new JsonObject()
        .put(
            "index",
            finding.index().isPresent() ? Value.of(finding.index().getAsLong()) : Value.NULL)
        .put("reason", finding.reason().code())
        .put("detail", finding.detail())
        .put("class", finding.reason().reasonClass().name().toLowerCase(Locale.ROOT));
  }

  private List<String> failed() {
    return report.findings().stream()
        .map(Refusal::reason)
        .distinct()
        .sorted()
        .map(Named::code)
        .toList();
  }

  private List<String> notPerformed() {
    List<String> all = new ArrayList<>();
    if (report.unjudged() > 0) {
      all.add("rules: of " + report.unjudged() + " records for want of values that were erased");
    }
    long unchecked = report.size() - report.checked() - report.unjudged();
    if (unchecked > 0) {
      all.add(
          "rules: of "
              + unchecked
              + " records that cannot be read, or that rest on one that is broken");
    }
    Vouchers.unwitnessed(report).ifPresent(all::add);
    all.addAll(CAVEATS);
    return all;
  }

  String text() {
    Page page = new Page();
    String found =
        report.findings().isEmpty()
            ? "no contradiction"
            : report.findings().size()
                + " findings"
                + (report.isCutOff() ? " and " + report.more() + " more" : "");
    page.item(
        verdict().toUpperCase(Locale.ROOT) + "  ",
        report.checked() + " of " + report.size() + " records audited, " + found);
    report.worst().ifPresent(worst -> page.item("  next  ", Advice.on(worst.reason())));
    if (report.unsignedTail() > 0) {
      page.item(
          "  note  ",
          "the newest "
              + report.unsignedTail()
              + " records stand after the newest checkpoint: the ledger signs them when it is"
              + " opened next");
    }
    if (!report.findings().isEmpty()) {
      page.gap().line("Findings");
      report.findings().forEach(finding -> finding(finding, page));
    }
    Erasures.text(report, page);
    page.gap().line("Checked");
    page.item("  ", String.join(", ", Vouchers.performed(PERFORMED, report)));
    page.line("Not checked");
    notPerformed().forEach(check -> page.item("  - ", check));
    VerdictText.checkpoint(report.checkpoint().map(SignedCheckpoint::checkpoint), page);
    return page.toString();
  }

  private static void finding(Refusal finding, Page page) {
    String where =
        finding.index().isPresent() ? "record " + finding.index().getAsLong() : "the ledger";
    page.item("  " + where + ": ", finding.reason().code() + ": " + finding.reason().meaning());
    page.item("    ", SafeText.of(finding.detail()));
  }
}
