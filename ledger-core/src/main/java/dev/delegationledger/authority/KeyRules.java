package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rotated and compromised keys (docs/rules.md, section 9). */
final class KeyRules {
  private final Walk walk;

  KeyRules(Walk walk) {
    this.walk = walk;
  }

  /** Refuses a statement whose signer's key may not have signed it; notes one that is contested. */
  void requireMaySign(Lineage signer, PlacedEntry statement, OptionalInt hop)
      throws RefusedException {
    for (Fact fact : rotations(signer, statement.index())) {
      if (!isHandOff(statement, fact, signer.self())) {
        throw rotated(statement.index(), fact, hop);
      }
    }
    requireUncompromised(signer, statement.index(), hop);
  }

  /** As {@link #requireMaySign}, of a call that stands, or would stand, at {@code at}. */
  void requireMayCall(Lineage signer, Position at) throws RefusedException {
    requireNotRotated(signer, at.index());
    requireUncompromised(signer, at.index(), NO_HOP);
  }

  /** Refuses a statement under a key that was rotated before it. */
  void requireNotRotated(Lineage signer, PlacedEntry statement) throws RefusedException {
    requireNotRotated(signer, statement.index());
  }

  private void requireNotRotated(Lineage signer, long statement) throws RefusedException {
    List<Fact> rotations = rotations(signer, statement);
    if (!rotations.isEmpty()) {
      throw rotated(statement, rotations.get(0), NO_HOP);
    }
  }

  private List<Fact> rotations(Lineage signer, long before) throws RefusedException {
    return walk.evidence.facts(signer.self(), FactKind.ROTATED, before - 1);
  }

  private static RefusedException rotated(long statement, Fact fact, OptionalInt hop) {
    return new ClosedByRecord(
        refuse(
            statement,
            hop,
            Reason.KEY_ROTATED,
            "check signer: expected a key in use, got one that record "
                + fact.at()
                + " had rotated"),
        fact.at());
  }

  private void requireUncompromised(Lineage signer, long statement, OptionalInt hop)
      throws RefusedException {
    PlacedEntry enrolment = signer.self();
    for (Fact fact : walk.evidence.facts(enrolment, FactKind.COMPROMISED, Long.MAX_VALUE)) {
      Optional<PlacedEntry> declaration = walk.evidence.cause(fact, enrolment);
      if (declaration.isEmpty()) {
        continue;
      }
      long lastGood = declaration.get().as(Statement.Compromise.class).lastGood();
      if (lastGood < statement && walk.standingCause(fact, enrolment).isPresent()) {
        boolean known = fact.at() <= walk.judgedFor.index();
        RefusedException found =
            refuse(
                statement,
                hop,
                known ? Reason.KEY_COMPROMISED : Reason.CONTESTED,
                "check signer: record "
                    + fact.at()
                    + " declares the key of record "
                    + enrolment.index()
                    + " good up to record "
                    + lastGood
                    + " only; as admitted the statement stood, as known now it is void");
        if (known) {
          throw new ClosedByRecord(found, fact.at());
        }
        walk.evidence.note(found.refusal());
      }
    }
  }

  private boolean isHandOff(PlacedEntry statement, Fact rotated, PlacedEntry enrolment)
      throws RefusedException {
    if (statement.kind() != Kind.GRANT) {
      return false;
    }
    Hash delegate = statement.as(Statement.Grant.class).delegate();
    return walk.evidence
        .cause(rotated, enrolment)
        .filter(next -> next.hash().equals(delegate))
        .isPresent();
  }

  void judgeCompromise(PlacedEntry entry) throws RefusedException {
    Statement.Compromise statement = entry.as(Statement.Compromise.class);
    walk.evidence.requireThisLedger(entry, NO_HOP);
    Lineage target = walk.enrolments.follow(statement.target(), entry.position(), NO_HOP);
    if (statement.lastGood() < target.self().index() || statement.lastGood() >= entry.index()) {
      throw refuse(
          entry.index(),
          Reason.LAST_GOOD_INVALID,
          "check last_good: expected a record from "
              + target.self().index()
              + " to before "
              + entry.index()
              + ", got "
              + statement.lastGood());
    }
    if (!isRecoveryKey(target, entry.signer()) && !walk.authorities.hasSigned(entry)) {
      requireOwner(target, entry);
    }
    walk.status.requireRoom(target.self(), FactKind.COMPROMISED, entry);
  }

  private void requireOwner(Lineage target, PlacedEntry entry) throws RefusedException {
    Optional<Lineage> owner =
        target.principal() == PrincipalKind.AGENT
            ? walk.ownership.withKey(
                walk.ownership.ownerAt(target, entry.position()), entry.signer(), entry.position())
            : Optional.empty();
    if (owner.isEmpty()) {
      throw refuse(
          entry.index(),
          Reason.DECLARER_WITHOUT_STANDING,
          "check signer: expected a recovery key, an authority or the owner, got "
              + entry.signer());
    }
    requireMaySign(owner.get(), entry, NO_HOP);
  }

  private static boolean isRecoveryKey(Lineage enrolment, Hash signer) {
    for (Optional<Lineage> next = Optional.of(enrolment);
        next.isPresent();
        next = next.get().rotated()) {
      if (next.get().statement().recovery().map(Jwk::thumbprint).equals(Optional.of(signer))) {
        return true;
      }
    }
    return false;
  }
}
