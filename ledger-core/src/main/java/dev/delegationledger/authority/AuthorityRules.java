package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is an enrolment authority when, and whom the verifier trusts (docs/rules.md, section 2). */
final class AuthorityRules {
  private final Walk walk;
  private final LedgerIdentity ledger;
  private final Predicate<Hash> trusted;
  private final List<PlacedEntry> changes = new ArrayList<>();
  private @Nullable List<Fact> facts;
  private int judged;

  AuthorityRules(Walk walk, LedgerIdentity ledger, Predicate<Hash> trusted) {
    this.walk = walk;
    this.ledger = ledger;
    this.trusted = trusted;
  }

  /** Whether {@code thumbprint} is an authority's at the record at {@code index}. */
  boolean isAuthority(Hash thumbprint, long index) throws RefusedException {
    return before(index).containsKey(thumbprint);
  }

  /**
   * Whether a key has a role of its own at the record at {@code index}, and so cannot be a
   * principal's.
   */
  boolean hasRole(Hash thumbprint, long index) throws RefusedException {
    return isAuthority(thumbprint, index) || walk.ledgerKeys.isLedgers(thumbprint, index);
  }

  /** Refuses an entry that no authority signed; notes one whose authority is not trusted. */
  void requireAuthority(PlacedEntry entry) throws RefusedException {
    if (!hasSigned(entry)) {
      throw refuse(
          entry.index(),
          Reason.NOT_AN_AUTHORITY,
          "check signer: expected an authority of the ledger, got " + entry.signer());
    }
  }

  /** Whether an authority signed an entry; notes one that is not trusted. */
  boolean hasSigned(PlacedEntry entry) throws RefusedException {
    Boolean isTrusted = before(entry.index()).get(entry.signer());
    if (isTrusted == null) {
      return false;
    }
    if (!isTrusted) {
      walk.evidence.note(
          Refusal.at(
              entry.index(),
              Reason.AUTHORITY_NOT_TRUSTED,
              "check signer: expected an authority of the trust file, got " + entry.signer()));
    }
    return true;
  }

  void judge(PlacedEntry entry) throws RefusedException {
    walk.evidence.requireForm(entry, NO_HOP);
    requireAuthority(entry);
    Statement.AuthorityChange change = entry.as(Statement.AuthorityChange.class);
    Map<Hash, Boolean> before = before(entry.index());
    if (change.add().isPresent()) {
      Hash added = Jwk.thumbprint(change.add().get().key());
      if (hasRole(added, entry.index())) {
        throw refuse(
            entry.index(),
            Reason.KEY_ROLE_CONFLICT,
            "check key: expected a key that is neither the ledger's nor an authority's");
      }
      if (!change.end().equals(Optional.of(entry.signer()))) {
        walk.status.requireRoomForAuthority(ledger.genesis(), entry);
      }
    }
    if (change.end().isPresent()) {
      if (!before.containsKey(change.end().get())) {
        throw refuse(
            entry.index(),
            Reason.NOT_AN_AUTHORITY,
            "check end: expected an authority of the ledger, got " + change.end().get());
      }
      if (before.size() == 1 && change.add().isEmpty()) {
        throw refuse(
            entry.index(), Reason.LAST_AUTHORITY, "check end: expected that one authority remains");
      }
    }
  }

  /** Whether each authority is trusted, by its thumbprint, before the record at {@code index}. */
  private Map<Hash, Boolean> before(long index) throws RefusedException {
    Map<Hash, Boolean> authorities = new LinkedHashMap<>();
    ledger.authorities().keySet().forEach(key -> authorities.put(key, trusted.test(key)));
    for (PlacedEntry entry : changesBefore(index)) {
      Boolean byTrusted = authorities.get(entry.signer());
      if (entry.index() >= index || byTrusted == null) {
        continue;
      }
      Statement.AuthorityChange change = entry.as(Statement.AuthorityChange.class);
      change
          .add()
          .map(added -> Jwk.thumbprint(added.key()))
          .ifPresent(key -> authorities.put(key, trusted.test(key) || byTrusted));
      change.end().ifPresent(authorities::remove);
    }
    return authorities;
  }

  /**
   * The changes that stand, in the order of the log: all before the record at {@code index}, each
   * judged by those before it. Later ones are not asked for unless something later is judged.
   */
  private List<PlacedEntry> changesBefore(long index) throws RefusedException {
    List<Fact> all = ofGenesis();
    while (judged < all.size() && all.get(judged).at() < index) {
      Fact fact = all.get(judged++);
      if (fact.is().equals(FactKind.AUTHORITY.code())) {
        walk.standingCause(fact, ledger.genesis()).ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** All that has happened to genesis; what cannot stand there is noted. */
  List<Fact> ofGenesis() throws RefusedException {
    if (facts == null) {
      facts = walk.evidence.facts(ledger.genesis());
      for (Fact fact : facts) {
        if (!fact.is().equals(FactKind.AUTHORITY.code())
            && !fact.is().equals(FactKind.POLICY.code())
            && !fact.is().equals(FactKind.LEDGER_KEY.code())) {
          walk.evidence.note(
              Refusal.at(
                  0,
                  Reason.UNKNOWN_STATUS_FACT,
                  "read status: expected policies and changes of keys only about genesis"));
          break;
        }
      }
    }
    return facts;
  }
}
