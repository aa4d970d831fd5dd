package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides by docs/rules.md alone, from the list of all records. For one thread. */
final class Reference {
  private final String ledger;
  private final Happened happened;

  /**
   * @param ledger the ledger id
   * @param log well-formed statements with good signatures, genesis first
   */
  Reference(String ledger, List<Placed> log) {
    this(ledger, new Happened());
    log.forEach(happened::add);
  }

  private Reference(String ledger, Happened happened) {
    this.ledger = ledger;
    this.happened = happened;
  }

  /** The same log, to go on from by itself. */
  Reference copy() {
    return new Reference(ledger, new Happened(happened));
  }

  /** One more record, whatever the rules say of it. */
  void add(Placed record) {
    happened.add(record);
  }

  long size() {
    return happened.log().size();
  }

  boolean holds(Hash entry) {
    return happened.find(entry).isPresent();
  }

  List<Placed> log() {
    return happened.log();
  }

  private Judging admission(Placed candidate) {
    return new Judging(happened, ledger, candidate, size(), true, Optional.empty());
  }

  /** What admission says of an entry at the head; nothing if it is admitted. */
  Optional<Reason> admit(Placed candidate) {
    Judging judging = admission(candidate);
    try {
      judging.judge(candidate);
      if (judging.notes.isEmpty()) {
        new WholeLedger(judging).check(candidate);
      }
    } catch (Broken broken) {
      return Optional.of(broken.reason());
    }
    return judging.notes.stream().findFirst();
  }

  /** What an honest ledger charges an admitted action. */
  Charges charges(Placed candidate) {
    return candidate.statement() instanceof Statement.Action
        ? admission(candidate).calls.charges(candidate)
        : Charges.NONE;
  }

  /** What a verifier says of one file, at a checkpoint over {@code size} records. */
  Answer verdictAt(long action, long size, Set<Hash> trusted) {
    Placed record = happened.log().get((int) action);
    Judging judging = new Judging(happened, ledger, record, size, false, Optional.of(trusted));
    try {
      judging.everyLedgerKey();
      judging.judge(record);
      outcome(record, size).ifPresent(judging::judge);
      if (judging.notes.isEmpty() && !isNamed(judging, record)) {
        judging.note(Reason.NAME_NOT_DISCLOSED);
      }
    } catch (Broken broken) {
      return Answer.of(broken.reason());
    }
    return judging.notes.stream().findFirst().map(Answer::of).orElse(Answer.PROVEN);
  }

  private Optional<Placed> outcome(Placed action, long size) {
    return happened.log().stream()
        .filter(r -> r.index() < size)
        .filter(
            r ->
                r.statement() instanceof Statement.Outcome outcome
                    && outcome.action().equals(action.hash()))
        .findFirst();
  }

  private static boolean isNamed(Judging judging, Placed action) {
    Placed leaf = judging.find(Calls.callOf(action).grant()).orElseThrow();
    Placed root = judging.grants.chain(leaf).get(0);
    Placed human = judging.principals.first(judging.grants.delegator(root));
    Value name = human.shown().get(SlotName.NAME);
    return name != null && Principals.isAName(name);
  }
}
