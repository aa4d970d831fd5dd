package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.aat.AatCall;
import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.aat.AatVerifier;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call that tokens of another program permitted: a living service reports it, and the tokens
 * permit it at the time of its record (docs/rules.md, section 16).
 */
final class ForeignCallRules {
  private final Walk walk;

  ForeignCallRules(Walk walk) {
    this.walk = walk;
  }

  void judge(PlacedEntry entry) throws RefusedException {
    Statement.ForeignCall call = entry.as(Statement.ForeignCall.class);
    walk.evidence.requireForm(entry, NO_HOP);
    new ServiceRules(walk).require(entry, call.service(), Reason.FOREIGN_CALL_WITHOUT_STANDING);
    Optional<AatVerdict> verdict = verdict(entry);
    if (verdict.isEmpty()) {
      throw refuse(
          entry.index(),
          Reason.ARGUMENT_NOT_DISCLOSED,
          "judge tokens: expected them and the call, got neither disclosed");
    }
    requirePermitted(entry, verdict.get());
    requireStated(entry, call, verdict.get());
  }

  /**
   * What is to be said of the call, by the service's anchor and audience, at the time of its
   * record; empty if what was presented is not disclosed.
   *
   * @throws RefusedException {@code claims-malformed} if what is disclosed is no such call
   */
  static Optional<AatVerdict> verdict(PlacedEntry entry) throws RefusedException {
    Optional<Value> presented = entry.read(SlotName.PRESENTED);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    Members shown = Members.of(presented.get(), "/presented", Reason.CLAIMS_MALFORMED);
    List<String> tokens = shown.texts("tokens");
    String possession = shown.text("possession");
    if (!(shown.value("arguments") instanceof Value.Obj arguments)) {
      throw shown.refused("arguments", "expected an object");
    }
    shown.end();
    Statement.ForeignCall call = entry.as(Statement.ForeignCall.class);
    AatVerifier trusting = AatVerifier.trusting(call.anchor());
    return Optional.of(
        call.audience()
            .map(trusting::forAudience)
            .orElse(trusting)
            .verify(
                tokens,
                possession,
                new AatCall(call.tool(), arguments.members()),
                Instant.ofEpochMilli(entry.position().timeMs())));
  }

  private static void requirePermitted(PlacedEntry entry, AatVerdict verdict)
      throws RefusedException {
    if (verdict.refusal().isPresent()) {
      Refusal found = verdict.refusal().get();
      throw new RefusedException(
          new Refusal(
              found.reason(),
              OptionalLong.of(entry.index()),
              found.hop(),
              "judge tokens: " + found.detail()));
    }
  }

  /** So that whoever uses one proof twice is found out when nobody sees the proofs any more. */
  private static void requireStated(
      PlacedEntry entry, Statement.ForeignCall call, AatVerdict verdict) throws RefusedException {
    AatVerdict.Hop leaf = verdict.chain().get(verdict.chain().size() - 1);
    boolean stated =
        call.holder().equals(leaf.holder())
            && verdict.possession().filter(p -> p.id().equals(call.possession())).isPresent();
    if (!stated) {
      throw refuse(
          entry.index(),
          Reason.POP_MISMATCH,
          "check holder and possession: expected those of the tokens and the proof, got others");
    }
  }
}
