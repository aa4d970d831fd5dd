package dev.delegationledger.cli;

import dev.delegationledger.authority.DeniedAction;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
  /** The most that are judged again. */
  private static final int MOST = 64;

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
      Denials denials = denials(reference, store);
      Optional<Long> foreign = foreignCall(reference, store);
      boolean recorded = !denials.found.isEmpty() && isRecorded(reference, store);
      if (!denials.found.isEmpty() && !recorded) {
        question = checked -> denials.view(checked);
      } else if (foreign.isPresent()) {
        question =
            checked -> new ForeignCallView(checked.asOf().foreignCall(foreign.get()), checked);
      } else {
        Verdict verdict = Verdicts.onLedger(store, reference, anchors);
        return Verdicts.print(verdict, denials.telling(), json.wanted, streams);
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

  /** None if they cannot be read: then the verdict says what is wrong. */
  private static Denials denials(ActionReference reference, ReadableStore store) {
    try {
      StoredLedger stored = StoredLedger.over(store);
      return Denials.of(reference.denialsIn(stored), stored);
    } catch (RefusedException | StoreException unreadable) {
      return new Denials(List.of(), List.of());
    }
  }

  private static boolean isRecorded(ActionReference reference, ReadableStore store) {
    try {
      return reference.isRecordedIn(StoredLedger.over(store));
    } catch (RefusedException | StoreException unreadable) {
      return true;
    }
  }

  /**
   * The denials of actions with one jti.
   *
   * @param found all of them, oldest first
   * @param telling the first of each action for each reason: who is refused once, and then again
   *     for something else, buries nothing
   */
  private record Denials(List<Long> found, List<Long> telling) {
    static Denials of(List<Long> found, StoredLedger stored) throws RefusedException {
      Set<Map.Entry<Hash, Reason>> seen = new HashSet<>();
      List<Long> telling = new ArrayList<>();
      for (long index : found) {
        Statement.Denial denial = (Statement.Denial) stored.signedEntry(index).statement();
        if (seen.add(Map.entry(denial.refused().hash(), denial.because().reason()))) {
          telling.add(index);
        }
      }
      return new Denials(found, telling);
    }

    /** Those that tell, and the newest, as far as there is room. */
    DenialView view(CheckedLedger checked) throws RefusedException {
      NavigableSet<Long> shown = new TreeSet<>(telling.subList(0, Math.min(MOST, telling.size())));
      for (int i = found.size() - 1; i >= 0 && shown.size() < MOST; i--) {
        shown.add(found.get(i));
      }
      List<DeniedAction> judged = new ArrayList<>();
      for (long index : shown) {
        judged.add(checked.asOf().denied(index));
      }
      return new DenialView(judged, found.size() - judged.size(), checked);
    }
  }
}
