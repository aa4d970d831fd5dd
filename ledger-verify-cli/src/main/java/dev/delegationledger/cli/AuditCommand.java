package dev.delegationledger.cli;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code audit --ledger DIR --trust TRUST [--json] [--quiet]}: derives a whole ledger again. */
@Command(
    name = "audit",
    description =
        "Derives a whole ledger again: every hash, signature, index, status root and rule. Reports"
            + " every contradiction, up to 100.")
final class AuditCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private Options.Ledger ledger;
  @Mixin private Options.Trust trust;
  @Mixin private Options.AsJson json;
  @Mixin private Options.Quiet quiet;

  AuditCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    TrustAnchors anchors = anchors();
    AuditReport report;
    try (ReadableStore store = LedgerDirectory.open(ledger.directory);
        ProgressLine progress = new ProgressLine("audited", quiet.of(streams))) {
      report = Audit.full(store, anchors).run(progress);
    }
    AuditView view = new AuditView(report);
    if (json.wanted) {
      streams.out().println(view.json().line());
    } else {
      streams.out().print(view.text());
    }
    return report.exitCode();
  }

  private TrustAnchors anchors() throws Failure {
    try {
      return TrustAnchors.parse(InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams));
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
  }
}
