package dev.delegationledger.cli;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.tiles.TileExport;
import dev.delegationledger.tiles.TileExport.Extended;
import dev.delegationledger.tiles.TilesRefused;
import dev.delegationledger.view.StoredLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tiles --ledger DIR -o OUT [--check] [--json]}: the log as static files. */
@Command(
    name = "tiles",
    description =
        "Writes the log as static files (C2SP tlog-tiles) that any web server can serve, or brings"
            + " those that are there up to date. Every new hash is computed again from the"
            + " records; it judges nothing.")
final class TilesCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private Options.Ledger ledger;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "OUT",
      description =
          "The folder to write to, created if there is none: checkpoint, tile/... Files that are"
              + " there are never changed, but for the checkpoint, which is replaced last.")
  private Path folder;

  @Option(
      names = "--check",
      description =
          "Write nothing: compare all that is there with the ledger. Without this option only what"
              + " the next files rest on is compared.")
  private boolean checkOnly;

  @Mixin private Options.AsJson json;

  TilesCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      TileExport export = TileExport.of(StoredLedger.over(store));
      if (checkOnly) {
        Checkpoint checkpoint = export.check(folder).checkpoint();
        print("CHECKED", checkpoint, checkpoint.size());
      } else {
        Extended extended = export.extend(folder);
        print("WRITTEN", extended.checkpoint().checkpoint(), extended.sizeBefore());
      }
      return ExitCode.OK;
    } catch (TilesRefused e) {
      throw refused(e);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } catch (StoreException e) {
      throw Failure.refused(Verdicts.unreadable(e));
    } catch (IOException e) {
      throw Failure.io(
          "not-writable",
          "write tiles to " + folder + ": " + e,
          "check that it is a folder, its permissions and the free space, and start again: the"
              + " checkpoint covers only what is there");
    }
  }

  private void print(String done, Checkpoint checkpoint, long sizeBefore) {
    if (json.wanted) {
      streams
          .out()
          .println(
              new JsonObject()
                  .put("checkpoint", VerdictJson.checkpoint(Optional.of(checkpoint)))
                  .put("sizeBefore", sizeBefore)
                  .put("written", !checkOnly)
                  .line());
      return;
    }
    Page page = new Page();
    String fresh = checkOnly ? "" : (checkpoint.size() - sizeBefore) + " of them new, ";
    page.item(
        done + "  ",
        checkpoint.size() + " records, " + fresh + "in " + SafeText.of(folder.toString()));
    VerdictText.checkpoint(Optional.of(checkpoint), page);
    streams.out().print(page);
  }

  private static Failure refused(TilesRefused refused) {
    return new Failure(
        exitCode(refused.problem()),
        refused.problem().code(),
        String.valueOf(refused.getMessage()),
        hint(refused.problem()));
  }

  private static int exitCode(TilesRefused.Problem problem) {
    return switch (problem) {
      case BUSY, NO_CHECKPOINT -> ExitCode.IO;
      case CHECKPOINT_MALFORMED -> ReasonClass.MALFORMED.exitCode();
      case OTHER_LEDGER, LARGER_THAN_LEDGER, NOT_A_PREFIX, TILE_MISSING, TILE_DIFFERS ->
          ReasonClass.INTEGRITY.exitCode();
    };
  }

  private static String hint(TilesRefused.Problem problem) {
    return switch (problem) {
      case BUSY -> "wait until the other export is done, and start again";
      case NO_CHECKPOINT -> "export to it first, without --check";
      case CHECKPOINT_MALFORMED ->
          "nothing was changed. Export to another folder, and keep this one if you may need to know"
              + " who altered its checkpoint";
      case OTHER_LEDGER -> "nothing was changed. Name the folder of this ledger, or a new one";
      case LARGER_THAN_LEDGER ->
          "nothing was changed. This ledger is an older copy, or was put back: find the newer one"
              + " before you go on with it";
      case NOT_A_PREFIX ->
          "nothing was changed. Keep both: the ledger's key has signed two histories, unless the"
              + " ledger's files are damaged (audit)";
      case TILE_MISSING, TILE_DIFFERS ->
          "nothing was changed. Do not serve this folder: export to a new one, and compare";
    };
  }
}
