package dev.delegationledger.audit;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every signature and every rule, at every record's own position. An entry that breaks a rule stays
 * in the replay, so that what refers to it can be judged too. For one audit, on one thread.
 */
final class RuleReplay {
  private final LedgerIdentity identity;
  private final Unbelieved unbelieved;
  private final ChargeReplay charged;
  private final Unseen unseen;
  private final ReplayedLedger ledger;
  private final Rules rules;
  private final Findings findings;

  /**
   * @param ledger what was replayed so far; this goes on to fill it
   * @param anchor the trust in this ledger; without it the rules trust what genesis says, and the
   *     audit says elsewhere that nobody vouches for that
   */
  RuleReplay(
      LedgerIdentity identity,
      ReplayedLedger ledger,
      Optional<TrustAnchors.Anchor> anchor,
      Unbelieved unbelieved,
      ChargeReplay charged,
      Unseen unseen,
      Findings findings) {
    this.identity = identity;
    this.unbelieved = unbelieved;
    this.charged = charged;
    this.unseen = unseen;
    this.findings = findings;
    this.ledger = ledger;
    this.rules =
        anchor
            .map(trust -> Rules.ofVerifier(identity, trust, ledger))
            .orElseGet(() -> Rules.ofLedger(identity, ledger));
    unbelieved.roles(identity.signers());
  }

  /**
   * Judges an entry, and takes it into the replay. If it is not authorised because of a record
   * below it, that is a finding about this record too: each must be named that must not have been
   * written.
   *
   * @param ahead its signature, if it was checked ahead
   * @param stated the charges that the record states; wrong ones are found where they begin, since
   *     the replay goes on from them
   * @return whether it was judged for itself: not if it rests on a record that is broken
   */
  boolean judge(
      SignedEntry entry, Optional<CheckedAhead> ahead, Position position, Charges stated) {
    PlacedEntry placed;
    try {
      placed = placed(CheckedAhead.verify(entry, ahead, ledger), position);
    } catch (RefusedException e) {
      Optional<Refusal> lostSigner = lostSigner(entry);
      Refusal why = lostSigner.orElse(e.refusal().orAt(position.index()));
      if (lostSigner.isEmpty()) {
        findings.add(why);
      }
      unbelieved.doubt(entry, position.index(), why);
      ledger.charge(stated);
      return lostSigner.isEmpty();
    }
    Optional<Refusal> refusal = refusal(placed);
    if (placed.kind() == Kind.ACTION) {
      compareCharges(placed, stated);
    }
    ledger.add(placed, stated);
    if (refusal.isEmpty()) {
      return true;
    }
    Refusal found = refusal.get();
    if (!found.index().equals(OptionalLong.of(position.index()))
        && found.reason().reasonClass() != ReasonClass.AUTHORITY
        && findings.has(found)) {
      return false;
    }
    Refusal finding = here(found, position.index());
    if (unseen.defer(finding, found.index())) {
      return false;
    }
    findings.add(finding);
    return true;
  }

  /** What is definite outranks what is undecided for want of a hidden value. */
  private Optional<Refusal> refusal(PlacedEntry entry) {
    Optional<Refusal> refusal = rules.judge(entry, ledger);
    return refusal.filter(Unseen::isHidden).isPresent()
        ? rules.judgeAmongAll(entry, ledger).or(() -> refusal)
        : refusal;
  }

  private void compareCharges(PlacedEntry action, Charges stated) {
    try {
      Charges expected = Charging.of(action, ledger, ledger);
      if (!charged.allows(stated, expected)) {
        Refusal mismatch =
            Refusal.at(
                action.index(),
                Reason.CHARGES_MISMATCH,
                "check charges: expected " + expected + ", got " + stated);
        if (!ChargeReplay.isMoreSpent(stated, expected, Charging.hidden(action, ledger))
            || !unseen.deferCharges(mismatch)) {
          findings.add(mismatch);
        }
      }
    } catch (RefusedException unknown) {
      // it rests on a record that cannot be believed, which has a finding of its own
    }
  }

  /**
   * Takes an entry whose record has a finding already into the replay, and judges nothing. What it
   * was charged to is what it should have been.
   */
  void take(SignedEntry entry, Optional<CheckedAhead> ahead, Position position, Refusal why) {
    try {
      PlacedEntry placed = placed(CheckedAhead.verify(entry, ahead, ledger), position);
      ledger.addInstead(placed, Charging.of(placed, ledger, ledger));
    } catch (RefusedException refused) {
      unbelieved.doubt(entry, position.index(), why);
    }
  }

  private Optional<Refusal> lostSigner(SignedEntry entry) {
    Hash signer = entry.statement().issued().signer();
    return ledger.key(signer).isPresent() ? Optional.empty() : unbelieved.lostHolder(signer);
  }

  private PlacedEntry placed(VerifiedEntry entry, Position position) {
    return position.index() == 0 ? identity.genesis() : new PlacedEntry(entry, position);
  }

  /** The finding said of the record that was judged, whichever record it was found at. */
  private static Refusal here(Refusal found, long index) {
    OptionalLong at = OptionalLong.of(index);
    String where = found.index().equals(at) ? "" : "; found at record " + found.index().orElse(-1);
    return new Refusal(found.reason(), at, found.hop(), found.detail() + where);
  }
}
