package dev.delegationledger.cli;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.EvidenceExporter;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code audit --ledger DIR --trust TRUST [--evidence FILE] [--json] [--quiet]}: derives a whole
 * ledger again.
 */
@Command(
    name = "audit",
    description =
        "Derives a whole ledger again: every hash, signature, index, status root and rule. Reports"
            + " every contradiction, up to 100.")
final class AuditCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private Options.Ledger ledger;
  @Mixin private Options.Trust trust;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "Where to write evidence of the first finding that convicts the ledger's key: a file that"
              + " verify checks for whoever has the key pinned. Nothing is written if none does.")
  private @Nullable Path evidence;

  @Mixin private Options.AsJson json;
  @Mixin private Options.Quiet quiet;

  AuditCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    TrustAnchors anchors = anchors();
    if (evidence != null) {
      OutputFile.requirePlace(evidence);
    }
    AuditReport report;
    try (ReadableStore store = LedgerDirectory.open(ledger.directory);
        ProgressLine progress = new ProgressLine("audited", quiet.of(streams))) {
      report = Audit.full(store, anchors).run(progress);
      if (evidence != null) {
        Evidence.write(evidence, EvidenceExporter.over(store).first(report), streams);
      }
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
