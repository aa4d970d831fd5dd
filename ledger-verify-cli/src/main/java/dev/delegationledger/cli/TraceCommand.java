package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.store.ReadableStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code trace ACTION --ledger DIR --trust TRUST [--json]}: verify, from the ledger itself. */
@Command(
    name = "trace",
    description = "Verifies an action from a ledger's directory, live or copied.")
final class TraceCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "ACTION", description = ProveCommand.ACTION)
  private String action;

  @Mixin private Options.Ledger ledger;
  @Mixin private Options.Trust trust;
  @Mixin private Options.AsJson json;

  TraceCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      return Verdicts.print(
          Verdicts.onLedger(store, ActionReference.of(action), anchors), json.wanted, streams);
    }
  }
}
