package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;
import static dev.delegationledger.RegistryRefusals.other;
import static dev.delegationledger.RegistryRefusals.owned;
import static dev.delegationledger.RegistryRefusals.pay;
import static dev.delegationledger.RegistryRefusals.refund;
import static dev.delegationledger.RegistryRefusals.rotate;
import static dev.delegationledger.RegistryRefusals.shortTeam;
import static dev.delegationledger.RegistryRefusals.spawn;
import static dev.delegationledger.RegistryRefusals.team;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.stream.Stream;

/** Beside what {@link RegistryRefusals} shows: the same without the fault, which is admitted. */
final class RegistryNeighbours {
  private RegistryNeighbours() {}

  static List<RegistryCase> cases() {
    return Stream.of(rotations(), owners(), roles(), archetypes(), groups(), moves(), authorities())
        .flatMap(List::stream)
        .toList();
  }

  private static List<RegistryCase> rotations() {
    return List.of(
        draft(
            Reason.ROTATION_MISMATCH,
            "the outgoing key signs",
            r -> Enrol.rotation(r.payer).key(r.key()).by(r.payerKey)),
        entry(
            Reason.ROTATION_MISMATCH,
            "as long as what it rotates",
            r ->
                Forge.of(r.ledger.sign(Enrol.rotation(r.payer).key(r.key()).by(r.payerKey)))
                    .set("exp", r.payer.statement().expiresAt())
                    .by(r.payerKey)),
        draft(
            Reason.ROTATION_MISMATCH,
            "the next key is rotated in turn",
            r -> {
              InMemorySigner next = r.key();
              Enrolled rotated = r.ledger.append(Enrol.rotation(r.payer).key(next).by(r.payerKey));
              return Enrol.rotation(rotated).key(r.key()).by(next);
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "another agent's key was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.recon).by(r.janeKey));
              return Enrol.rotation(r.payer).key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a human's next key enrols",
            r -> {
              InMemorySigner next = r.key();
              r.ledger.append(Enrol.rotation(r.jane).key(next).by(r.janeKey));
              return r.agent().key(r.key()).by(next);
            }),
        draft(
            Reason.KEY_ROTATED,
            "an agent's next key spawns",
            r -> {
              InMemorySigner next = r.key();
              r.ledger.append(Enrol.rotation(r.payer).key(next).by(r.payerKey));
              return Enrol.agent("helper").key(r.key()).by(next);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a rotated key closes",
            r -> {
              rotate(r, r.payer, r.payerKey);
              return Revocation.of(r.child).by(r.payerKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "the next key of a compromised one, good up to the rotation",
            r -> {
              InMemorySigner next = r.key();
              Enrolled rotated = r.ledger.append(Enrol.rotation(r.payer).key(next).by(r.payerKey));
              long good = rotated.receipt().record().index();
              r.ledger.append(Compromise.of(r.payer).lastGood(good).by(r.hr));
              return Enrol.agent("helper").key(r.key()).by(next);
            }),
        draft(
            Reason.KEY_ALREADY_ENROLLED,
            "a recovery key of one's own",
            r ->
                Enrol.human().name("Sam Ray").key(r.key()).recovery(r.key().publicKey()).by(r.hr)));
  }

  private static List<RegistryCase> owners() {
    return List.of(
        draft(
            Reason.ENROLLER_WITHOUT_STANDING,
            "a member who is not on call",
            r -> r.agent().key(r.key()).by(r.bobKey)),
        draft(
            Reason.OWNER_UNRESOLVED,
            "in the last millisecond of the rota",
            r -> {
              r.time.set(Registry.ROTA_ENDS.minus(ofMillis(1)));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "whoever is on call next was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.bob).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "somebody else is put on call",
            r -> {
              r.ledger.append(team(r).onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.erin).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_EXPIRED,
            "in the last millisecond of the group",
            r -> {
              shortTeam(r);
              r.time.move(ofHours(1).minus(ofMillis(1)));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a group that neither owns nor approves is revoked",
            r -> {
              Grouped other =
                  r.ledger.append(Registry.group("urn:example:other", r.jane, r.bob).by(r.hr));
              r.ledger.append(Revocation.of(other).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the second",
            r -> Enrol.agent("second").key(r.key()).by(r.reconKey)),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the third, after one was revoked",
            r -> {
              spawn(r, "second", r.payerKey);
              r.ledger.append(Revocation.of(r.recon).by(r.payerKey));
              return Enrol.agent("third").key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the third, of another owner",
            r -> {
              spawn(r, "second", r.payerKey);
              InMemorySigner key = r.key();
              r.ledger.append(r.agent().owner(r.bob).key(key).by(r.bobKey));
              return Enrol.agent("third").key(r.key()).by(key);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the next key of the second",
            r -> {
              InMemorySigner key = r.key();
              Enrolled second = r.ledger.append(Enrol.agent("second").key(key).by(r.payerKey));
              return Enrol.rotation(second).key(r.key()).by(key);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "an agent with an owner",
            r -> {
              spawn(r, "second", r.payerKey);
              return r.agent().key(r.key()).by(r.janeKey);
            }));
  }

  private static List<RegistryCase> roles() {
    return List.of(
        draft(
            Reason.ROLE_MISSING,
            "all roles",
            r ->
                owned(r)
                    .provisioner(r.erin)
                    .controlOwner(r.controllers)
                    .dataApprover(r.frank)
                    .by(r.janeKey)),
        draft(
            Reason.ROLE_MISSING,
            "a spawned agent",
            r -> Enrol.agent("helper").key(r.key()).by(r.payerKey)),
        draft(
            Reason.ROLE_NOT_HUMAN,
            "a group as the provisioner",
            r -> {
              Grouped admins =
                  r.ledger.append(Registry.group("urn:example:a", r.dave, r.bob).by(r.hr));
              return r.agent().provisioner(admins).key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.ROLES_NOT_DISTINCT,
            "who is on call next for the owner, as the provisioner",
            r -> r.agent().provisioner(r.bob).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROLES_NOT_DISTINCT,
            "one human in two roles, where no policy forbids it",
            r -> {
              r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
              return r.agent().provisioner(r.jane).key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "what an agent does whose provisioner was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.erin).by(r.hr));
              return r.refund().by(r.reconKey);
            }));
  }

  private static List<RegistryCase> archetypes() {
    return List.of(
        draft(
            Reason.POLICY_LIFETIME,
            "an agent for as long as the policy allows",
            r -> r.agent().expiresIn(ofDays(60)).key(r.key()).by(r.janeKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a spawned agent for as long as the policy allows",
            r -> Enrol.agent("helper").expiresIn(ofDays(60)).key(r.key()).by(r.payerKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a grant for as long as the policy allows",
            r -> r.rootGrant(r.erp).expiresIn(ofDays(30)).by(r.janeKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a grant for as long as the archetype allows",
            r -> r.rootGrant(r.recon).expiresIn(ofDays(14)).by(r.janeKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "what was granted before the policy",
            r -> {
              r.ledger.append(r.policy().maxGrantLifetime(ofDays(1)).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ARCHETYPE_MISMATCH,
            "the label of the archetype",
            r -> Enrol.agent("payables").template(r.archetype).key(r.key()).by(r.payerKey)),
        draft(
            Reason.ARCHETYPE_REVOKED,
            "an agent that states only a label",
            r -> {
              r.ledger.append(Revocation.of(r.archetype).by(r.hr));
              return Enrol.agent("payables")
                  .owner(r.team)
                  .provisioner(r.erin)
                  .controlOwner(r.controllers)
                  .dataApprover(r.frank)
                  .operator(r.acme)
                  .model("acme", "m", "1")
                  .key(r.key())
                  .by(r.janeKey);
            }),
        draft(
            Reason.ARCHETYPE_SUSPENDED,
            "an archetype that was resumed",
            r -> {
              r.ledger.append(Suspension.of(r.archetype).by(r.hr));
              r.ledger.append(Resumption.of(r.archetype).by(r.hr2));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "all that the archetype may hold",
            r -> pay(r.payer, 1_000_000).by(r.janeKey)),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "all that the spawner's archetype may hold",
            r -> pay(r.recon, 1_000_000).by(r.janeKey)),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "a service, which has no archetype",
            r -> refund(r.erp).tool("erp:close").by(r.janeKey)),
        draft(Reason.NOT_AN_AUTHORITY, "an archetype", r -> Registry.archetype().by(r.hr2)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a policy that asks a human and a group",
            r ->
                Policy.of()
                    .otherwise(Tier.LOW)
                    .tier(Tier.LOW, Approvals.of(1).from(r.jane, r.bob))
                    .tier(Tier.HIGH, Approvals.of(1).from(r.controllers))
                    .by(r.hr)));
  }

  private static List<RegistryCase> groups() {
    return List.of(
        draft(
            Reason.MEMBER_NOT_HUMAN,
            "a human in two groups",
            r -> other().member(r.jane, r.carol).by(r.hr)),
        draft(
            Reason.GROUP_EXPIRED,
            "a group that ends a second after it is signed",
            r -> other().member(r.jane).expiresIn(ofSeconds(1)).by(r.hr)),
        draft(
            Reason.VERSION_MISMATCH,
            "a version of the next version",
            r -> {
              Grouped next = r.ledger.append(team(r).member(r.jane).by(r.hr));
              return Group.replacing(next).member(r.jane, r.bob).by(r.hr2);
            }),
        draft(
            Reason.PRINCIPAL_ALREADY_ENROLLED,
            "a human's id for another key of that human",
            r -> Enrol.human().name("Jane Doe").id(r.jane.id()).key(r.key()).by(r.hr)));
  }

  private static List<RegistryCase> moves() {
    return List.of(
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "a member who is not on call",
            r -> Transfer.of(r.payer).to(r.erin).by(r.bobKey)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an authority",
            r -> Transfer.of(r.payer).to(r.erin).by(r.hr)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "the owner who accepted",
            r -> {
              r.approve(r.ledger.append(Transfer.of(r.payer).to(r.frank).by(r.bobKey)), r.frankKey);
              return Transfer.of(r.payer).to(r.erin).by(r.frankKey);
            }),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "the old owner, as long as nobody accepted",
            r -> {
              r.ledger.append(Transfer.of(r.payer).to(r.frank).by(r.bobKey));
              return Transfer.of(r.payer).to(r.erin).by(r.janeKey);
            }),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an agent whose key was rotated",
            r -> Transfer.of(rotate(r, r.payer, r.payerKey)).to(r.erin).by(r.janeKey)),
        draft(
            Reason.ENROLMENT_EXPIRED,
            "an owner in the last millisecond of the enrolment",
            r -> {
              InMemorySigner key = r.key();
              Enrolled sam =
                  r.ledger.append(
                      Enrol.human().name("Sam Ray").key(key).expiresIn(ofDays(1)).by(r.hr));
              Enrolled agent = r.ledger.append(r.agent().owner(sam).key(r.key()).by(key));
              r.time.move(ofDays(1).minus(ofMillis(1)));
              return Transfer.of(agent).to(r.erin).by(key);
            }),
        draft(
            Reason.OWNER_NOT_HUMAN,
            "an agent for a group",
            r -> Transfer.of(r.payer).to(r.controllers).by(r.janeKey)),
        draft(
            Reason.REQUEST_DENIED,
            "a second transfer after one was denied",
            r -> {
              Recorded denied = r.ledger.append(Transfer.of(r.payer).to(r.erin).by(r.janeKey));
              r.ledger.append(Approval.of(denied).deny().by(r.erinKey));
              Recorded again = r.ledger.append(Transfer.of(r.payer).to(r.erin).by(r.janeKey));
              return Approval.of(again).approve().by(r.erinKey);
            }),
        draft(
            Reason.SUCCESSOR_INVALID,
            "another human as the successor",
            r -> Revocation.of(r.jane).successor(r.bob).by(r.hr)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "a group as the successor",
            r -> Revocation.of(r.jane).successor(r.controllers).by(r.janeKey)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "a revocation by an ended authority that names nobody",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr.publicKey()).by(r.hr2));
              return Revocation.of(r.jane).by(r.hr);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a revocation by a compromised key that names nobody",
            r -> {
              RegistryRefusals.compromise(r, r.jane);
              return Revocation.of(r.jane).by(r.janeKey);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a succession that the successor accepts",
            r ->
                Approval.of(r.ledger.append(Revocation.of(r.jane).successor(r.bob).by(r.hr)))
                    .approve()
                    .by(r.bobKey)));
  }

  private static List<RegistryCase> authorities() {
    return List.of(
        draft(
            Reason.LAST_AUTHORITY,
            "the last but one ends itself",
            r -> AuthorityChange.ending(r.hr2.publicKey()).by(r.hr2)),
        draft(
            Reason.LAST_AUTHORITY,
            "the last one is replaced",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr2.publicKey()).by(r.hr));
              return AuthorityChange.adding(r.key()).inPlaceOf(r.hr.publicKey()).by(r.hr);
            }),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "one that was added enrols",
            r -> {
              InMemorySigner added = r.key();
              r.ledger.append(AuthorityChange.adding(added).by(r.hr));
              return Enrol.human().name("Sam Ray").key(r.key()).by(added);
            }),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "a key that nobody has is added",
            r -> AuthorityChange.adding(r.key()).by(r.hr)));
  }
}
