package dev.delegationledger.cli;

import dev.delegationledger.authority.DeniedAction;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code trace ACTION --ledger DIR --trust TRUST [--json]}: verify, from the ledger itself. */
@Command(
    name = "trace",
    description =
        "Verifies an action from a ledger's directory, live or copied. Of an action that was"
            + " refused, and never recorded, it finds the denials, and of a call that tokens of"
            + " another program permitted these tokens; to judge one it reads the whole ledger"
            + " once.")
final class TraceCommand implements Callable<Integer> {
  /** The newest ones say what has to be known. */
  private static final int MOST = 16;

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
    ActionReference reference = ActionReference.of(action);
    CheckedLedger.Question question;
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      List<Long> denials = denials(reference, store);
      Optional<Long> foreign = foreignCall(reference, store);
      if (!denials.isEmpty()) {
        question = checked -> denials(denials, checked);
      } else if (foreign.isPresent()) {
        question =
            checked -> new ForeignCallView(checked.asOf().foreignCall(foreign.get()), checked);
      } else {
        return Verdicts.print(Verdicts.onLedger(store, reference, anchors), json.wanted, streams);
      }
    }
    return CheckedLedger.answer(ledger.directory, anchors, json.wanted, streams, question);
  }

  /** Empty if it cannot be read either: then the verdict says what is wrong. */
  private static Optional<Long> foreignCall(ActionReference reference, ReadableStore store) {
    try {
      return reference.foreignCallIn(StoredLedger.over(store));
    } catch (RefusedException | StoreException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The denials of what was never recorded; of what was, they are only mentioned. None if they
   * cannot be read: then the verdict says what is wrong.
   */
  private List<Long> denials(ActionReference reference, ReadableStore store) {
    try {
      StoredLedger stored = StoredLedger.over(store);
      List<Long> found = reference.denialsIn(stored);
      if (found.isEmpty() || !reference.isRecordedIn(stored)) {
        return found;
      }
      streams
          .err()
          .println(
              "ledger-verify: an action with this jti was also denied: trace "
                  + found.get(found.size() - 1));
      return List.of();
    } catch (RefusedException | StoreException unreadable) {
      return List.of();
    }
  }

  private static DenialView denials(List<Long> denials, CheckedLedger checked)
      throws RefusedException {
    List<DeniedAction> found = new ArrayList<>();
    for (long index : denials.subList(Math.max(0, denials.size() - MOST), denials.size())) {
      found.add(checked.asOf().denied(index));
    }
    return new DenialView(found, checked);
  }
}
