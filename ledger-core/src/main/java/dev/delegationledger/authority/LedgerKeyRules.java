package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/** Which key is the ledger's, and who may change it (docs/rules.md, section 17). */
final class LedgerKeyRules {
  private final Walk walk;

  LedgerKeyRules(Walk walk) {
    this.walk = walk;
  }

  /** Whether a key is, or was, the ledger's just before the record at {@code index}. */
  boolean isLedgers(Hash thumbprint, long index) throws RefusedException {
    return walk.evidence.ledgerKeys(index).includes(thumbprint);
  }

  void judge(PlacedEntry entry) throws RefusedException {
    walk.evidence.requireForm(entry, NO_HOP);
    LedgerKeys before = walk.evidence.ledgerKeys(entry.index());
    if (!before.isCurrent(entry.signer())) {
      throw refuse(
          entry.index(),
          Reason.NOT_THE_LEDGER_KEY,
          "check signer: expected the ledger's key, "
              + Jwk.thumbprint(before.current().key())
              + ", got "
              + entry.signer());
    }
    if (before.includes(Jwk.thumbprint(entry.as(Statement.LedgerKeyChange.class).key()))) {
      throw refuse(
          entry.index(),
          Reason.KEY_ROLE_CONFLICT,
          "check key: expected one that was never the ledger's");
    }
    walk.status.requireRoomForLedgerKey(walk.evidence.ledger().genesis(), entry);
  }

  /** Judges every change in the log: what is wrong with one is wrong with all that it signs for. */
  LedgerKeys judgeAll() throws RefusedException {
    PlacedEntry genesis = walk.evidence.ledger().genesis();
    for (Fact fact : walk.authorities.ofGenesis()) {
      if (!fact.is().equals(FactKind.LEDGER_KEY.code())) {
        continue;
      }
      PlacedEntry change =
          walk.evidence
              .cause(fact, genesis)
              .orElseThrow(
                  () ->
                      refuse(
                          fact.at(),
                          Reason.STATUS_CONTRADICTION,
                          "follow fact: expected a change of the ledger's key in record "
                              + fact.at()));
      judge(change);
    }
    return walk.evidence.ledgerKeys(Long.MAX_VALUE);
  }
}
