package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;
import static java.time.Duration.ofDays;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;

/** What is wrong with erasures, and beside each what comes close to it and is admitted. */
final class ErasureCases {
  private ErasureCases() {}

  static List<RegistryCase> refusals() {
    return List.of(
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "somebody else's name, by a human",
            r -> Erasure.of(r.jane).by(r.bobKey)),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "a grant's task, by a human who did not sign it",
            r -> Erasure.of(r.root).by(r.bobKey)),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "an agent's own argument",
            r -> Erasure.of(r.ledger.append(r.refund().by(r.reconKey))).by(r.reconKey)),
        entry(
            Reason.ERASER_WITHOUT_STANDING,
            "a name, under another's enrolment",
            r ->
                Forge.of(r.ledger.sign(Erasure.of(r.jane).by(r.janeKey)))
                    .set("dl/by", r.bob.hash().base64Url())
                    .by(r.janeKey)),
        entry(
            Reason.ERASER_WITHOUT_STANDING,
            "as an authority, by none",
            r ->
                Forge.of(r.ledger.sign(Erasure.of(r.jane).by(r.janeKey)))
                    .drop("dl/by")
                    .by(r.janeKey)),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "by retention, by an organisation",
            r -> retained(r, 1).by(r.acmeKey)),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "by retention, by an agent",
            r -> retained(r, 1).by(r.payerKey)),
        draft(
            Reason.SLOT_NOT_ERASABLE,
            "a slot that the entry has not",
            r -> Erasure.of(r.jane).slot(SlotName.TASK).by(r.hr)),
        draft(Reason.SLOT_NOT_ERASABLE, "an entry without slots", r -> Erasure.of(r.team).by(r.hr)),
        draft(
            Reason.SLOT_ALREADY_ERASED,
            "a slot that was erased",
            r -> {
              r.ledger.append(Erasure.of(r.jane).by(r.janeKey));
              return Erasure.of(r.jane).slot(SlotName.NAME).by(r.hr);
            }),
        draft(
            Reason.SLOT_ALREADY_ERASED,
            "all of an entry of which nothing is left",
            r -> {
              r.ledger.append(Erasure.of(r.jane).slot(SlotName.NAME).by(r.janeKey));
              return Erasure.of(r.jane).by(r.hr);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a name, with a key that was rotated",
            r -> {
              Draft<?> erasure = Erasure.of(r.jane).by(r.janeKey);
              r.ledger.append(Enrol.rotation(r.jane).key(r.key()).by(r.janeKey));
              return erasure;
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a name, with a key that was declared compromised",
            r -> {
              Draft<?> erasure = Erasure.of(r.jane).by(r.janeKey);
              r.ledger.append(
                  Compromise.of(r.jane).lastGood(r.jane.receipt().record().index()).by(r.hr));
              return erasure;
            }),
        draft(
            Reason.RETENTION_NOT_OVER,
            "a second before the retention is over",
            r -> {
              Erasure erasure = retained(r, 10);
              r.time.set(Registry.BEGIN.plusSeconds(9));
              return erasure.by(r.erpKey);
            }),
        draft(
            Reason.RETENTION_NOT_OVER,
            "a family of slots without retention",
            r -> retained(r, 1, SlotFamily.TASK).by(r.erpKey)),
        draft(
            Reason.RETENTION_NOT_OVER,
            "by a policy that is no longer in force",
            r -> {
              Erasure erasure = retained(r, 1);
              r.ledger.append(r.policy().by(r.hr));
              return erasure.by(r.erpKey);
            }),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "by a service, of an action of its own",
            r -> {
              Granted given = r.ledger.append(r.rootGrant(r.erp).by(r.janeKey));
              Acted done =
                  r.ledger.append(
                      Action.under(given)
                          .tool("erp:refund")
                          .arg("id", "R-1")
                          .context("environment", "production")
                          .audience(Registry.SERVER)
                          .by(r.erpKey));
              return Erasure.of(done).by(r.erpKey);
            }),
        draft(
            Reason.ENROLMENT_EXPIRED,
            "by retention, by a service that has ended",
            r -> {
              InMemorySigner key = r.key();
              r.ledger.append(
                  Enrol.service().name("Sweeper").expiresIn(ofDays(1)).key(key).by(r.hr));
              Erasure erasure = retained(r, 1);
              r.time.set(Registry.BEGIN.plus(ofDays(1)));
              return erasure.by(key);
            }),
        draft(
            Reason.STATUS_FULL,
            "a 17th erasure of an entry that names its slots",
            r -> argument(r, erasedOneByOne(r, 16), 16)));
  }

  static List<RegistryCase> neighbours() {
    return List.of(
        draft(
            Reason.ERASER_WITHOUT_STANDING, "her own name", r -> Erasure.of(r.jane).by(r.janeKey)),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "her own name, once she has left",
            r -> {
              r.ledger.append(Revocation.of(r.jane).by(r.hr));
              return Erasure.of(r.jane).by(r.janeKey);
            }),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "a grant's task, by a later key of its delegator",
            r -> {
              InMemorySigner next = r.key();
              r.ledger.append(Enrol.rotation(r.jane).key(next).by(r.janeKey));
              return Erasure.of(r.root).by(next);
            }),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "an organisation's name, by itself",
            r -> Erasure.of(r.acme).by(r.acmeKey)),
        draft(
            Reason.ERASER_WITHOUT_STANDING,
            "an agent's argument, by an authority",
            r -> Erasure.of(r.ledger.append(r.refund().by(r.reconKey))).by(r.hr2)),
        draft(
            Reason.SLOT_NOT_ERASABLE,
            "why somebody erased something",
            r ->
                Erasure.of(r.ledger.append(Erasure.of(r.jane).because("asked to").by(r.janeKey)))
                    .slot(SlotName.REASON)
                    .by(r.janeKey)),
        draft(
            Reason.SLOT_ALREADY_ERASED,
            "what is left",
            r -> {
              Acted action = manyArguments(r, 3);
              r.ledger.append(argument(r, action, 0));
              return Erasure.of(action).by(r.hr);
            }),
        draft(
            Reason.RETENTION_NOT_OVER,
            "the second at which the retention is over",
            r -> {
              Erasure erasure = retained(r, 10);
              r.time.set(Registry.BEGIN.plusSeconds(10));
              return erasure.by(r.erpKey);
            }),
        draft(
            Reason.RETENTION_NOT_OVER,
            "the retention is over, for a human",
            r -> {
              Erasure erasure = retained(r, 10);
              r.time.set(Registry.BEGIN.plusSeconds(10));
              return erasure.by(r.bobKey);
            }),
        draft(
            Reason.STATUS_FULL,
            "a 16th erasure of an entry that names its slots",
            r -> argument(r, erasedOneByOne(r, 15), 16)),
        draft(
            Reason.STATUS_FULL,
            "all that is left after 16 erasures",
            r -> Erasure.of(erasedOneByOne(r, 16)).by(r.hr)));
  }

  private static Erasure retained(Registry r, long seconds) {
    return retained(r, seconds, SlotFamily.NAME);
  }

  /** Of Jane's name, under a new policy with a retention of this family. */
  private static Erasure retained(Registry r, long seconds, SlotFamily family) {
    Recorded policy =
        r.ledger.append(
            r.policy().retention(family, java.time.Duration.ofSeconds(seconds)).by(r.hr));
    r.time.set(Registry.BEGIN.plusSeconds(1));
    return Erasure.of(r.jane).retention(policy);
  }

  /** The payer's action with so many hidden arguments, recorded. */
  private static Acted manyArguments(Registry r, int count) {
    Granted grant =
        r.ledger.append(
            Grant.to(r.payer)
                .task("T-18", "refund by many numbers")
                .tool(
                    "erp:refund",
                    t -> {
                      for (int i = 0; i < count; i++) {
                        t.any("n" + i);
                      }
                    })
                .expiresIn(ofDays(7))
                .by(r.janeKey));
    Action action = Action.under(grant).tool("erp:refund");
    for (int i = 0; i < count; i++) {
      action.arg("n" + i, i);
    }
    return r.ledger.append(action.by(r.payerKey));
  }

  private static Draft<Recorded> argument(Registry r, Acted action, int which) {
    List<String> slots = List.copyOf(action.entry().statement().slots().keySet());
    return Erasure.of(action).slot(slots.get(which)).by(r.hr);
  }

  private static Acted erasedOneByOne(Registry r, int times) {
    Acted action = manyArguments(r, times + 2);
    for (int i = 0; i < times; i++) {
      r.ledger.append(argument(r, action, i));
    }
    return action;
  }
}
