package dev.delegationledger;

import static dev.delegationledger.RefusalCase.draft;
import static dev.delegationledger.RefusalCase.entry;
import static dev.delegationledger.RefusalCase.text;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forged;
import dev.delegationledger.testing.ForgedEnrolment;
import dev.delegationledger.testing.TestLedger;
import java.util.List;
import java.util.Optional;

/** What is wrong with an enrolment. */
final class EnrolmentRefusals {
  private EnrolmentRefusals() {}

  static List<RefusalCase> cases() {
    return List.of(
        text(
            Reason.KEY_INVALID,
            "a key of small order",
            t -> {
              InMemorySigner key = t.newKey();
              String x = key.publicKey().raw().base64Url();
              String zeros = Bytes.of(new byte[32]).base64Url();
              return Forged.claims(t.sign(human(key).by(t.hr())), x, zeros, t.hr());
            }),
        text(
            Reason.UNKNOWN_SUITE,
            "a suite of a later version",
            t ->
                Forged.claims(
                    t.sign(human(t.newKey()).by(t.hr())), "ed25519\"", "ml-dsa-44\"", t.hr())),
        draft(
            Reason.POSSESSION_UNPROVEN,
            "somebody else's key",
            t -> {
              InMemorySigner mine = t.newKey();
              String proof = proof(t, mine, "urn:example:mallory", t.hr());
              return Enrol.human()
                  .name("Mallory")
                  .id("urn:example:mallory")
                  .key(t.newKey().publicKey(), proof)
                  .by(t.hr());
            }),
        draft(
            Reason.POSSESSION_UNPROVEN,
            "a proof for another principal",
            t -> {
              InMemorySigner key = t.newKey();
              String proof = proof(t, key, "urn:example:other", t.hr());
              return Enrol.human()
                  .name("Mallory")
                  .id("urn:example:mallory")
                  .key(key.publicKey(), proof)
                  .by(t.hr());
            }),
        draft(
            Reason.POSSESSION_UNPROVEN,
            "a proof for another enroller",
            t -> {
              InMemorySigner key = t.newKey();
              String proof = proof(t, key, "urn:example:mallory", t.janeKey());
              return Enrol.human()
                  .name("Mallory")
                  .id("urn:example:mallory")
                  .key(key.publicKey(), proof)
                  .by(t.hr());
            }),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "a human enrolled by a human",
            t -> human(t.newKey()).by(t.janeKey())),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "a human enrolled by a stranger",
            t -> human(t.newKey()).by(t.newKey())),
        draft(Reason.KEY_ALREADY_ENROLLED, "Jane's key again", t -> human(t.janeKey()).by(t.hr())),
        draft(Reason.KEY_ROLE_CONFLICT, "the authority's own key", t -> human(t.hr()).by(t.hr())),
        entry(
            Reason.NOT_THE_LEDGER_KEY,
            "a new key of the ledger by an authority",
            t -> RogueLedger.ledgerKeyChange(t.ledger(), t.newKey(), t.hr())),
        entry(
            Reason.NOT_THE_LEDGER_KEY,
            "a new key of the ledger by itself",
            t -> {
              InMemorySigner key = t.newKey();
              return RogueLedger.ledgerKeyChange(t.ledger(), key, key);
            }),
        draft(Reason.KEY_ROLE_CONFLICT, "the ledger's key", t -> human(t.ledgerKey()).by(t.hr())),
        draft(
            Reason.PRINCIPAL_ALREADY_ENROLLED,
            "an agent's id again",
            t -> t.agent("payables").id(t.payer().id()).key(t.newKey()).by(t.janeKey())),
        draft(
            Reason.PRINCIPAL_ALREADY_ENROLLED,
            "a human's id for an organisation",
            t -> Enrol.organisation().id(t.jane().id()).key(t.newKey()).by(t.hr())),
        entry(
            Reason.ENROLMENT_LIFETIME,
            "an end before its beginning",
            t -> {
              InMemorySigner key = t.newKey();
              return ForgedEnrolment.of(t.sign(human(key).by(t.hr())), key)
                  .with(e -> e.expiresAt = e.issuedAt)
                  .by(t.hr());
            }),
        draft(
            Reason.ENROLMENT_EXPIRED,
            "an enrolment that ended before it was recorded",
            t -> {
              Draft<Enrolled> draft = human(t.newKey()).expiresIn(ofSeconds(5)).by(t.hr());
              t.sign(draft);
              t.clock().move(ofSeconds(5));
              return draft;
            }),
        draft(
            Reason.ENROLMENT_EXPIRED,
            "an owner whose enrolment ended",
            t -> {
              t.clock().move(ofDays(365));
              return t.agent("late").key(t.newKey()).by(t.janeKey());
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "an owner whose enrolment was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.jane()).by(t.hr()));
              return t.agent("late").key(t.newKey()).by(t.janeKey());
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "an operator whose enrolment was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.acme()).by(t.hr()));
              return t.agent("late").key(t.newKey()).by(t.janeKey());
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a spawner whose owner was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.jane()).by(t.hr()));
              return Enrol.agent("late").key(t.newKey()).by(t.payerKey());
            }),
        draft(
            Reason.OWNER_NOT_HUMAN,
            "an organisation as the owner",
            t ->
                Enrol.agent("a")
                    .owner(t.acme())
                    .operator(t.acme())
                    .model("acme", "m", "1")
                    .key(t.newKey())
                    .by(t.acmeKey())),
        draft(
            Reason.OPERATOR_NOT_ORGANISATION,
            "a service as the operator",
            t -> t.agent("a").operator(t.service()).key(t.newKey()).by(t.janeKey())),
        draft(
            Reason.ENROLLER_WITHOUT_STANDING,
            "an owner who did not sign",
            t -> t.agent("a").key(t.newKey()).by(t.acmeKey())),
        draft(
            Reason.ENROLLER_WITHOUT_STANDING,
            "an agent enrolled by a stranger",
            t -> t.agent("a").key(t.newKey()).by(t.newKey())),
        entry(
            Reason.ENROLLER_WITHOUT_STANDING,
            "a human as the spawner",
            t -> {
              InMemorySigner key = t.newKey();
              Hash human = t.jane().hash();
              return ForgedEnrolment.of(t.sign(Enrol.agent("a").key(key).by(t.payerKey())), key)
                  .with(e -> e.agent = Optional.of(spawnedBy(human)))
                  .by(t.janeKey());
            }),
        draft(
            Reason.SPAWNED_OUTSIDE_SPAWNER,
            "an id beside the spawner's",
            t ->
                Enrol.agent("a")
                    .id("urn:uuid:6ba7b810-9dad-41d1-80b4-00c04fd430c8")
                    .key(t.newKey())
                    .by(t.payerKey())),
        draft(
            Reason.SPAWNED_OUTSIDE_SPAWNER,
            "an id two segments below the spawner's",
            t -> Enrol.agent("a").id(t.payer().id() + "/x/y").key(t.newKey()).by(t.payerKey())),
        entry(Reason.SPAWN_TOO_DEEP, "33 spawners", EnrolmentRefusals::deep),
        entry(
            Reason.WRONG_KIND,
            "a grant as the owner",
            t -> {
              InMemorySigner key = t.newKey();
              Hash grant = t.root().hash();
              return ForgedEnrolment.of(t.sign(t.agent("a").key(key).by(t.janeKey())), key)
                  .with(
                      e ->
                          e.agent =
                              Optional.of(
                                  new Statement.AgentFacts(
                                      "a",
                                      Optional.empty(),
                                      e.agent.orElseThrow().operator(),
                                      e.agent.orElseThrow().model(),
                                      Optional.of(grant),
                                      Optional.empty(),
                                      java.util.Map.of(),
                                      java.util.List.of())))
                  .by(t.janeKey());
            }),
        text(
            Reason.WRONG_LEDGER,
            "an enrolment for another ledger",
            t -> {
              InMemorySigner key = t.newKey();
              return ForgedEnrolment.of(t.sign(human(key).by(t.hr())), key)
                  .with(e -> e.ledger = Optional.of("example.com/other#" + t.root().hash()))
                  .by(t.hr())
                  .submission();
            }));
  }

  private static Enrol human(InMemorySigner key) {
    return Enrol.human().name("Mallory").key(key);
  }

  private static Statement.AgentFacts spawnedBy(Hash spawner) {
    return new Statement.AgentFacts(
        "a",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(spawner),
        java.util.Map.of(),
        java.util.List.of());
  }

  private static String proof(
      TestLedger t, InMemorySigner key, String id, InMemorySigner enroller) {
    return dev.delegationledger.entry.Possession.prove(
        key, t.ledger().id(), PrincipalKind.HUMAN, id, Jwk.thumbprint(enroller.publicKey()));
  }

  /** Spawns from agent to agent as far as it goes. */
  private static SignedEntry deep(TestLedger t) {
    InMemorySigner spawnerKey = t.payerKey();
    String id = t.payer().id();
    for (int depth = 1; depth <= 32; depth++) {
      InMemorySigner key = t.newKey();
      id += "/a";
      t.ledger().append(Enrol.agent("a").id(id).key(key).by(spawnerKey));
      spawnerKey = key;
    }
    return t.sign(Enrol.agent("a").id(id + "/a").key(t.newKey()).by(spawnerKey));
  }
}
