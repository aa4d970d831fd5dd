package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.Effects;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.Statement.Ground;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.LedgerState;
import dev.delegationledger.view.Overlay;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules that are compared with the reference, over a ledger in memory. */
final class Subject {
  private final LedgerIdentity identity;
  private final Overlay ledger;

  Subject(LedgerIdentity identity, LedgerState base) {
    this.identity = identity;
    this.ledger = new Overlay(base);
  }

  LedgerState ledger() {
    return ledger;
  }

  Optional<Reason> judge(PlacedEntry entry) {
    return Rules.ofLedger(identity, ledger).judge(entry, ledger).map(Refusal::reason);
  }

  Optional<Ground> ground(VerifiedEntry action, Position at) {
    PlacedEntry submitted = new PlacedEntry(action, at);
    return Rules.ofLedger(identity, ledger)
        .ruleSubmitted(submitted, ledger)
        .refusal()
        .map(refusal -> Rules.ground(submitted, refusal));
  }

  Charges charges(PlacedEntry entry) throws RefusedException {
    return Charging.of(entry, ledger, ledger);
  }

  void add(PlacedEntry entry, Charges charges) throws RefusedException {
    var effects = Effects.of(entry, ledger);
    ledger.add(entry, charges);
    ledger.put(effects);
  }

  /** What a verifier says who has one file with all that he asks for. */
  Answer verdict(PlacedEntry action, Optional<PlacedEntry> outcome, TrustAnchors.Anchor trust) {
    Rules rules = Rules.ofVerifier(identity, trust, new File(ledger));
    Trail trail = new Trail();
    try {
      rules.ledgerKeys(trail, action.position());
    } catch (RefusedException e) {
      return new Answer(Optional.of(e.refusal().reason()));
    }
    Verdict verdict = rules.verdict(action, outcome, trail);
    Answer answer = new Answer(verdict.refusal().map(Refusal::reason));
    boolean proven = verdict.finding() == Verdict.Finding.PROVEN;
    if (proven != answer.reason().isEmpty()) {
      throw new IllegalStateException("a verdict that is " + verdict.finding() + ", " + answer);
    }
    return answer;
  }

  /** Not the whole ledger: nothing follows from what is not there. */
  private static final class File implements RecordSource {
    private final LedgerState records;

    File(LedgerState records) {
      this.records = records;
    }

    @Override
    public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
      return records.find(hash);
    }

    @Override
    public OptionalLong indexOf(Hash hash) {
      return records.indexOf(hash);
    }

    @Override
    public Optional<PlacedEntry> at(long index) throws RefusedException {
      return records.at(index);
    }

    @Override
    public Optional<StatusList> status(long index) throws RefusedException {
      return records.status(index);
    }

    @Override
    public Charges charges(PlacedEntry entry) throws RefusedException {
      return records.charges(entry);
    }

    @Override
    public boolean complete() {
      return false;
    }
  }
}
