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
  @Mixin private Options.Quiet quiet;

  TraceCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    ActionReference reference = ActionReference.of(action);
    CheckedLedger.Question question;
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      Found found = Found.by(reference, store);
      if (!found.denials.all.isEmpty() && !found.recorded) {
        question = found.denials::view;
      } else if (found.foreignCall.isPresent()) {
        long record = found.foreignCall.get();
        question = checked -> new ForeignCallView(checked.asOf().foreignCall(record), checked);
      } else {
        Verdict verdict = Verdicts.onLedger(store, reference, anchors);
        return Verdicts.print(verdict, found.denials.telling, json.wanted, streams);
      }
    }
    return CheckedLedger.answer(
        ledger.directory, anchors, json.wanted, quiet.of(streams), question);
  }

  /**
   * What a reference leads to beside the record of an action.
   *
   * @param recorded whether it names a recorded action by its jti
   */
  private record Found(Denials denials, Optional<Long> foreignCall, boolean recorded) {
    /** Nothing, if it cannot be read: then the verdict says what is wrong. */
    static Found by(ActionReference reference, ReadableStore store) {
      try {
        StoredLedger stored = StoredLedger.over(store);
        return new Found(
            Denials.of(reference.denialsIn(stored), stored),
            reference.foreignCallIn(stored),
            reference.isRecordedIn(stored));
      } catch (RefusedException | StoreException unreadable) {
        return new Found(new Denials(List.of(), List.of()), Optional.empty(), false);
      }
    }
  }

  /**
   * The denials of actions with one jti.
   *
   * @param all oldest first
   * @param telling the first of each action for each reason: who is refused once, and then again
   *     for something else, buries nothing
   */
  private record Denials(List<Long> all, List<Long> telling) {
    static Denials of(List<Long> all, StoredLedger stored) throws RefusedException {
      Set<Map.Entry<Hash, Reason>> seen = new HashSet<>();
      List<Long> telling = new ArrayList<>();
      for (long index : all) {
        Statement.Denial denial = (Statement.Denial) stored.signedEntry(index).statement();
        if (seen.add(Map.entry(denial.refused().hash(), denial.because().reason()))) {
          telling.add(index);
        }
      }
      return new Denials(all, telling);
    }

    /** Those that tell, and the newest, as far as there is room. */
    DenialView view(CheckedLedger checked) throws RefusedException {
      NavigableSet<Long> shown = new TreeSet<>(telling.subList(0, Math.min(MOST, telling.size())));
      for (int i = all.size() - 1; i >= 0 && shown.size() < MOST; i--) {
        shown.add(all.get(i));
      }
      List<DeniedAction> judged = new ArrayList<>();
      for (long index : shown) {
        judged.add(checked.asOf().denied(index));
      }
      return new DenialView(judged, all.size() - judged.size(), checked);
    }
  }
}
