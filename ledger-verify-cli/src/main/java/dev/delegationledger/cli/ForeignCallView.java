package dev.delegationledger.cli;

import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.authority.JudgedForeignCall;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.time.Instant;

/** A recorded call that tokens of another program permitted, judged again, as JSON and as text. */
final class ForeignCallView implements CheckedLedger.Answer {
  private static final String ISSUER =
      "that the anchor is the issuer's key, and that the tool was called: the service's word";

  private final JudgedForeignCall judged;
  private final CheckedLedger ledger;
  private final Page page = new Page();

  ForeignCallView(JudgedForeignCall judged, CheckedLedger ledger) {
    this.judged = judged;
    this.ledger = ledger;
  }

  @Override
  public int exitCode() {
    return judged
        .finding()
        .map(finding -> finding.reason().reasonClass().exitCode())
        .orElse(ExitCode.OK);
  }

  private Instant time() {
    return Instant.ofEpochMilli(judged.position().timeMs());
  }

  @Override
  public JsonObject json() throws RefusedException {
    Statement.ForeignCall call = judged.statement();
    JsonObject shown =
        new JsonObject()
            .put("index", judged.position().index())
            .put("time", Times.ofMillis(judged.position().timeMs()))
            .put("timeMs", judged.position().timeMs())
            .put("service", judged.service())
            .put("anchor", Jwk.thumbprint(call.anchor()).base64Url())
            .put("audience", call.audience())
            .put("tool", call.tool())
            .put("holder", call.holder().base64Url())
            .put("possession", call.possession())
            .put("stands", reported().stands())
            .put("finding", judged.finding().map(Refusal::reason).map(Reason::code))
            .put("detail", judged.finding().map(Refusal::detail))
            .put("judged", judged.verdict().map(this::tokens).orElse(Value.NULL));
    return ledger.grounds(
        new JsonObject().put("verdict", "foreign-call").put("foreignCall", shown.value()));
  }

  private Reported reported() {
    return new Reported("FOREIGN CALL", judged.finding());
  }

  private Value tokens(AatVerdict verdict) {
    return AatJson.of(verdict, time()).value();
  }

  @Override
  public String text() {
    Statement.ForeignCall call = judged.statement();
    page.item(
        reported().doubt().orElse("FOREIGN CALL  "),
        "record "
            + judged.position().index()
            + ", "
            + Times.ofMillis(judged.position().timeMs())
            + ", "
            + SafeText.of(call.tool()));
    judged
        .finding()
        .ifPresent(
            finding -> {
              field(
                  reported().label(), finding.reason().code() + ": " + finding.reason().meaning());
              field("detail", SafeText.of(finding.detail()));
            });
    field("reported by", judged.service().map(SafeText::of).orElse("(unknown)"));
    field("anchor", "key " + Jwk.thumbprint(call.anchor()).base64Url());
    field("audience", call.audience().map(SafeText::of).orElse("(none demanded)"));
    field("holder", "key " + call.holder().base64Url());
    field("proof", SafeText.of(call.possession()));
    page.item("  - ", ISSUER);
    if (judged.finding().isEmpty()) {
      page.item("  - ", "no earlier record was made with this proof of possession");
    }
    page.gap();
    judged
        .verdict()
        .ifPresentOrElse(
            verdict -> AatText.of(verdict, time()).lines().forEach(page::line),
            () -> page.line("The tokens are not disclosed any more."));
    ledger.grounds(page);
    return page.toString();
  }

  private void field(String label, String words) {
    page.item("  " + label + " ".repeat(Math.max(1, 14 - label.length())), words);
  }
}
