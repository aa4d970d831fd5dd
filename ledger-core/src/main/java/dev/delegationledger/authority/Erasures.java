package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which slots were erased, when and by whom, of what is shown in one verdict. For one thread. */
final class Erasures {
  private final Walk walk;

  Erasures(Walk walk) {
    this.walk = walk;
  }

  /** Whether a verdict shows slots of entries of this kind, so that their erasures are followed. */
  static boolean areShown(Kind kind) {
    return switch (kind) {
      case ENROLMENT, GRANT, ACTION, OUTCOME -> true;
      case GENESIS,
          REVOCATION,
          POLICY,
          ARCHETYPE,
          GROUP,
          REQUEST,
          APPROVAL,
          TRANSFER,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          AUTHORITY,
          ERASURE,
          DENIAL,
          FOREIGN_CALL,
          LEDGER_KEY ->
          false;
    };
  }

  /**
   * What was erased of {@code target} by the erasures that stand, the first of each slot. One that
   * cannot be judged by the evidence at hand says nothing.
   */
  List<Verdict.Erased> of(PlacedEntry target) {
    List<Verdict.Erased> erased = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (PlacedEntry erasure : standing(target)) {
      Statement.Erasure statement = erasure.as(Statement.Erasure.class);
      for (String slot : statement.digests(target.entry().statement()).keySet()) {
        if (known.add(slot)) {
          erased.add(
              new Verdict.Erased(
                  target.index(),
                  slot,
                  erasure.index(),
                  erasure.position().timeMs(),
                  signer(erasure, statement),
                  statement.policy().isPresent()));
        }
      }
    }
    return erased;
  }

  private List<PlacedEntry> standing(PlacedEntry target) {
    List<PlacedEntry> standing = new ArrayList<>();
    try {
      for (Fact fact : walk.evidence.facts(target, FactKind.ERASED, Long.MAX_VALUE)) {
        walk.evidence.cause(fact, target).filter(this::stands).ifPresent(standing::add);
      }
    } catch (RefusedException missing) {
      return List.of(); // the verdict says elsewhere what is missing
    }
    return standing;
  }

  /** Beside the verdict: whatever is wrong with an erasure is no reason against an action. */
  private boolean stands(PlacedEntry erasure) {
    Walk own = walk.besideAt(erasure.position());
    try {
      own.judge(erasure);
      return own.trail
          .firstUndecided()
          .filter(undecided -> undecided.reason() != Reason.CONTESTED)
          .isEmpty();
    } catch (RefusedException fallen) {
      return false;
    }
  }

  private String signer(PlacedEntry erasure, Statement.Erasure statement) {
    Optional<Hash> by = statement.by();
    try {
      if (by.isPresent()) {
        return walk.evidence
            .follow(by.get(), Kind.ENROLMENT, erasure.position(), Evidence.NO_HOP)
            .as(Statement.Enrolment.class)
            .id();
      }
    } catch (RefusedException unknown) {
      // it stands, so that this cannot be: but a key says who signed in any case
    }
    return Jwk.THUMBPRINT_URI_PREFIX + erasure.signer().base64Url();
  }
}
