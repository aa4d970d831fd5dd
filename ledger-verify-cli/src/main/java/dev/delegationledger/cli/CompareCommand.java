package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.Comparison;
import dev.delegationledger.proof.KeptHistory;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare A B --trust TRUST [-o EVIDENCE] [--json]}: one history, or two? */
@Command(
    name = "compare",
    description =
        "Compares two of a ledger's checkpoints: are they of one history? Two that are not convict"
            + " the ledger's key.")
final class CompareCommand implements Callable<Integer> {
  private static final String WHAT =
      "A checkpoint note, a proof, a receipt (tlog-proof) or a ledger's directory; - is stdin.";

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "A", description = WHAT)
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = WHAT)
  private Path second;

  @Mixin private Options.Trust trust;

  @Option(
      names = "-o",
      paramLabel = "EVIDENCE",
      description =
          "Where to write the evidence, if they are two histories; nothing is written otherwise.")
  private @Nullable Path output;

  @Mixin private Options.AsJson json;

  CompareCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    if (List.of(first, second, trust.file).stream().filter(InputFile::isStdin).count() > 1) {
      throw Failure.usage(
          "read stdin: expected one of A, B and TRUST there, got more",
          "name files for the others");
    }
    List<ReadableStore> open = new ArrayList<>();
    try {
      TrustAnchors anchors =
          TrustAnchors.parse(InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams));
      Comparison found = Comparison.of(kept(first, open), kept(second, open), anchors);
      Evidence.write(output, Misbehaviour.of(found), streams);
      print(found);
      return exitCode(found.relation());
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } catch (StoreException e) {
      throw Failure.refused(Verdicts.unreadable(e));
    } finally {
      open.forEach(ReadableStore::close);
    }
  }

  private KeptHistory kept(Path path, List<ReadableStore> open) throws Failure, RefusedException {
    if (!InputFile.isStdin(path) && Files.isDirectory(path)) {
      ReadableStore store = LedgerDirectory.open(path);
      open.add(store);
      return KeptHistory.of(StoredLedger.over(store));
    }
    return KeptHistory.parse(InputFile.read(path, KeptHistory.MAX_SIZE, streams));
  }

  private void print(Comparison found) {
    if (json.wanted) {
      streams
          .out()
          .println(
              new JsonObject()
                  .put("relation", found.relation().code())
                  .put("smaller", EvidenceView.json(found.smaller()).value())
                  .put("bigger", EvidenceView.json(found.bigger()).value())
                  .line());
      return;
    }
    Page page = new Page();
    page.item(headline(found.relation()) + "  ", meaning(found));
    VerdictText.checkpoint(Optional.of(found.smaller().checkpoint()), page);
    VerdictText.checkpoint(Optional.of(found.bigger().checkpoint()), page);
    streams.out().print(page);
  }

  private static String headline(Comparison.Relation relation) {
    return switch (relation) {
      case SAME, PREFIX -> "ONE HISTORY";
      case TWO_HISTORIES -> "TWO HISTORIES";
      case OTHER_LEDGER, NOT_SHOWN -> "UNDECIDED";
    };
  }

  private static String meaning(Comparison found) {
    return switch (found.relation()) {
      case SAME -> "both are the same checkpoint";
      case PREFIX ->
          "the first "
              + found.smaller().checkpoint().size()
              + " of "
              + found.bigger().checkpoint().size()
              + " records are those of the smaller checkpoint";
      case TWO_HISTORIES ->
          "the ledger signed both, and no log has both roots; keep them, and the evidence (-o)";
      case OTHER_LEDGER ->
          "they are of different ledgers, or of two that the trust file has under one key";
      case NOT_SHOWN ->
          "nothing here shows whether the bigger one continues the smaller: compare with the"
              + " ledger's directory, or with a proof that was made with prove --since";
    };
  }

  private static int exitCode(Comparison.Relation relation) {
    return switch (relation) {
      case SAME, PREFIX -> ExitCode.OK;
      case TWO_HISTORIES -> ReasonClass.INTEGRITY.exitCode();
      case OTHER_LEDGER, NOT_SHOWN -> ExitCode.UNDECIDED;
    };
  }
}
