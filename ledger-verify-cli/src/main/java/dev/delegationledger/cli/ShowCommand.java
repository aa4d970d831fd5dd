package dev.delegationledger.cli;

import dev.delegationledger.log.Merkle;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code show INDEX --ledger DIR [--json]}: one record, raw and decoded. */
@Command(
    name = "show",
    description = "Shows one record, raw and decoded. It checks no signature and judges nothing.")
final class ShowCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "INDEX", description = "The record's index; 0 is genesis.")
  private long index;

  @Mixin private Options.Ledger ledger;
  @Mixin private Options.AsJson json;

  ShowCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    if (index < 0 || index >= Merkle.MAX_SIZE) {
      throw Failure.usage(
          "read INDEX: expected a number from 0 to " + (Merkle.MAX_SIZE - 1) + ", got " + index,
          "count records from 0");
    }
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      RecordView view = RecordView.of(StoredLedger.over(store), index);
      if (json.wanted) {
        streams.out().println(view.json().line());
      } else {
        streams.out().print(view.text());
      }
      return view.finding().map(f -> f.reason().reasonClass().exitCode()).orElse(ExitCode.OK);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } catch (StoreException e) {
      throw Failure.refused(Verdicts.unreadable(e));
    }
  }
}
