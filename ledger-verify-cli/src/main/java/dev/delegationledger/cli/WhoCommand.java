package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.store.ReadableStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code who ACTION [--ledger DIR] --trust TRUST [--json]}: who is accountable for it, by the
 * verdict that {@code trace} or {@code verify} comes to.
 */
@Command(
    name = "who",
    description =
        "Says in five lines who is accountable for an action, and whether that is proven: by the"
            + " same verdict as trace, or verify for a proof file.")
final class WhoCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = ProveCommand.ACTION + " Without --ledger it is a proof file; - is stdin.")
  private String action;

  @Option(
      names = "--ledger",
      paramLabel = "DIR",
      description = "The ledger's directory, live or copied. It is only read.")
  private @Nullable Path ledger;

  @Mixin private Options.Trust trust;
  @Mixin private Options.AsJson json;

  WhoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    Verdict verdict = ledger == null ? onFile(Path.of(action)) : onLedger(ledger);
    if (json.wanted) {
      streams.out().println(WhoView.json(verdict).line());
    } else {
      streams.out().print(WhoView.text(verdict));
    }
    return Verdicts.exitCode(verdict);
  }

  private Verdict onFile(Path proof) throws Failure {
    if (InputFile.isStdin(proof) && InputFile.isStdin(trust.file)) {
      throw Failure.usage(
          "read stdin: expected one of ACTION and TRUST there, got both", "name a file for one");
    }
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    if (!InputFile.isStdin(proof) && !Files.exists(proof)) {
      throw Failure.io(
          "no-such-file",
          "read " + proof + ": expected a proof file, got nothing",
          "name the ledger's directory with --ledger, or check the path");
    }
    return Verdicts.onFile(InputFile.read(proof, AuthorityProof.MAX_SIZE, streams), anchors);
  }

  private Verdict onLedger(Path directory) throws Failure {
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    try (ReadableStore store = LedgerDirectory.open(directory)) {
      return Verdicts.onLedger(store, ActionReference.of(action), anchors);
    }
  }
}
