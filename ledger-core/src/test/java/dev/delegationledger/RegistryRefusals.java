package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.ForgedEnrolment;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.stream.Stream;

/** What is wrong with enrolments, authorities, policies, groups and transfers. */
final class RegistryRefusals {
  private RegistryRefusals() {}

  static List<RegistryCase> cases() {
    return Stream.of(rotations(), owners(), roles(), archetypes(), groups(), moves(), authorities())
        .flatMap(List::stream)
        .toList();
  }

  private static List<RegistryCase> rotations() {
    return List.of(
        draft(
            Reason.ROTATION_MISMATCH,
            "a key that the owner rotates",
            r -> Enrol.rotation(r.payer).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROTATION_MISMATCH,
            "a human's key that an authority rotates",
            r -> Enrol.rotation(r.jane).key(r.key()).by(r.hr)),
        draft(
            Reason.ROTATION_MISMATCH,
            "a key that was rotated already",
            r -> {
              rotate(r, r.payer, r.payerKey);
              return Enrol.rotation(r.payer).key(r.key()).by(r.payerKey);
            }),
        entry(
            Reason.ROTATION_MISMATCH,
            "one second more than what it rotates",
            r ->
                Forge.of(r.ledger.sign(Enrol.rotation(r.payer).key(r.key()).by(r.payerKey)))
                    .set("exp", r.payer.statement().expiresAt() + 1)
                    .by(r.payerKey)),
        entry(
            Reason.ROTATION_MISMATCH,
            "another principal's id",
            r -> {
              InMemorySigner key = r.key();
              SignedEntry good = r.ledger.sign(Enrol.rotation(r.bob).key(key).by(r.bobKey));
              return ForgedEnrolment.of(good, key).with(e -> e.id = r.jane.id()).by(r.bobKey);
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a key that was revoked rotates",
            r -> {
              r.ledger.append(Revocation.of(r.payer).by(r.janeKey));
              return Enrol.rotation(r.payer).key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a key that was compromised rotates",
            r -> {
              compromise(r, r.payer);
              return Enrol.rotation(r.payer).key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a human's rotated key enrols",
            r -> {
              rotate(r, r.jane, r.janeKey);
              // the group names Jane's first enrolment, and whoever follows it signs
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "an agent's rotated key spawns",
            r -> {
              rotate(r, r.payer, r.payerKey);
              return Enrol.agent("helper").key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "an owner's rotated key transfers",
            r -> {
              rotate(r, r.jane, r.janeKey);
              return Transfer.of(r.payer).to(r.bob).by(r.janeKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a human's compromised key enrols",
            r -> {
              compromise(r, r.jane);
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "an agent's compromised key spawns",
            r -> {
              compromise(r, r.payer);
              return Enrol.agent("helper").key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.KEY_ALREADY_ENROLLED,
            "somebody's recovery key",
            r -> Enrol.human().name("Mallory").key(r.janeRecoveryKey).by(r.hr)),
        draft(
            Reason.KEY_ALREADY_ENROLLED,
            "somebody's key for recovery",
            r ->
                Enrol.human().name("Mallory").key(r.key()).recovery(r.bobKey.publicKey()).by(r.hr)),
        draft(
            Reason.KEY_ALREADY_ENROLLED,
            "the next key is another's",
            r -> Enrol.rotation(r.payer).key(r.reconKey).by(r.payerKey)));
  }

  private static List<RegistryCase> owners() {
    return List.of(
        draft(
            Reason.ENROLLER_WITHOUT_STANDING,
            "a human who is no member of the group that owns",
            r -> r.agent().key(r.key()).by(r.erinKey)),
        draft(
            Reason.ENROLLER_WITHOUT_STANDING,
            "a human who is a member no more",
            r -> {
              r.ledger.append(team(r).member(r.jane).by(r.hr));
              return r.agent().key(r.key()).by(r.bobKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "nobody is on call any more",
            r -> {
              r.time.set(Registry.ROTA_ENDS);
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "whoever is on call was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.jane).by(r.hr));
              return r.agent().key(r.key()).by(r.bobKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "an agent spawns for which nobody is on call",
            r -> {
              r.ledger.append(team(r).member(r.jane, r.bob).by(r.hr));
              return Enrol.agent("helper").key(r.key()).by(r.payerKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "an agent acts for which nobody is on call",
            r -> {
              r.ledger.append(team(r).member(r.jane, r.bob).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_EXPIRED,
            "the group that owns ended",
            r -> {
              shortTeam(r);
              r.time.move(ofHours(1));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.GROUP_EXPIRED,
            "an agent acts whose group ended",
            r -> {
              shortTeam(r);
              r.time.move(ofHours(1));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "the group that owns was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a version that was replaced is revoked",
            r -> {
              r.ledger.append(newTeam(r).by(r.hr));
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a revoked group is replaced",
            r -> {
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              r.ledger.append(newTeam(r).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a yes as a member of a revoked group",
            r -> {
              Requested request = r.requested(84_000);
              r.ledger.append(Revocation.of(r.controllers).by(r.hr));
              return Approval.of(request).approve().by(r.carolKey);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the third, two below its owner's agent",
            r -> {
              spawn(r, "second", r.payerKey);
              return Enrol.agent("third").key(r.key()).by(r.reconKey);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the third of one owner, spawned by another agent",
            r -> {
              spawn(r, "second", r.payerKey);
              InMemorySigner key = r.key();
              r.ledger.append(r.agent().key(key).by(r.janeKey));
              return Enrol.agent("third").key(r.key()).by(key);
            }),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the third of an owner who took over two",
            r -> {
              InMemorySigner key = r.key();
              Enrolled other = r.ledger.append(r.agent().key(key).by(r.janeKey));
              spawn(r, "second", key);
              for (Enrolled agent : List.of(other, r.payer)) {
                r.approve(r.ledger.append(Transfer.of(agent).to(r.bob).by(r.janeKey)), r.bobKey);
              }
              return Enrol.agent("third").key(r.key()).by(key);
            }));
  }

  private static List<RegistryCase> roles() {
    return List.of(
        draft(
            Reason.ROLE_MISSING,
            "no provisioner",
            r -> owned(r).controlOwner(r.controllers).dataApprover(r.frank).by(r.janeKey)),
        draft(
            Reason.ROLE_MISSING,
            "no control owner",
            r -> owned(r).provisioner(r.erin).dataApprover(r.frank).by(r.janeKey)),
        draft(
            Reason.ROLE_MISSING,
            "no data approver",
            r -> owned(r).provisioner(r.erin).controlOwner(r.controllers).by(r.janeKey)),
        draft(
            Reason.ROLE_NOT_HUMAN,
            "an organisation as the provisioner",
            r -> r.agent().provisioner(r.acme).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROLE_NOT_HUMAN,
            "an agent as the control owner",
            r -> r.agent().controlOwner(r.payer).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROLE_NOT_HUMAN,
            "a service as the data approver",
            r -> r.agent().dataApprover(r.erp).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROLE_NOT_HUMAN,
            "an agent as the control owner of a spawned agent",
            r -> Enrol.agent("helper").controlOwner(r.payer).key(r.key()).by(r.payerKey)),
        draft(
            Reason.ROLES_NOT_DISTINCT,
            "who is on call for the owner, as the provisioner",
            r -> r.agent().provisioner(r.jane).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROLES_NOT_DISTINCT,
            "who is on call as control owner, as the data approver",
            r -> r.agent().dataApprover(r.carol).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ROLES_NOT_DISTINCT,
            "one human under two keys",
            r -> {
              Enrolled next = r.ledger.append(Enrol.rotation(r.erin).key(r.key()).by(r.erinKey));
              return r.agent().dataApprover(next).key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.ROLES_NOT_DISTINCT,
            "the group that owns as the control owner too",
            r -> r.agent().controlOwner(r.team).key(r.key()).by(r.janeKey)),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a provisioner who was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.erin).by(r.hr));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.OWNER_UNRESOLVED,
            "a control owner for whom nobody is on call",
            r -> {
              r.ledger.append(Group.replacing(r.controllers).member(r.carol, r.dave).by(r.hr));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a control owner that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.controllers).by(r.hr));
              return r.agent().key(r.key()).by(r.janeKey);
            }));
  }

  private static List<RegistryCase> archetypes() {
    return List.of(
        draft(
            Reason.POLICY_LIFETIME,
            "an agent for one second longer than the policy allows",
            r -> r.agent().expiresIn(ofDays(60).plusSeconds(1)).key(r.key()).by(r.janeKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a spawned agent for one second longer than the policy allows",
            r ->
                Enrol.agent("helper")
                    .expiresIn(ofDays(60).plusSeconds(1))
                    .key(r.key())
                    .by(r.payerKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a grant for one second longer than the policy allows",
            r -> r.rootGrant(r.erp).expiresIn(ofDays(30).plusSeconds(1)).by(r.janeKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a grant for one second longer than the archetype allows",
            r -> r.rootGrant().expiresIn(ofDays(14).plusSeconds(1)).by(r.janeKey)),
        draft(
            Reason.POLICY_LIFETIME,
            "a grant for one second longer than the spawner's archetype allows",
            r -> r.rootGrant(r.recon).expiresIn(ofDays(14).plusSeconds(1)).by(r.janeKey)),
        entry(
            Reason.ARCHETYPE_MISMATCH,
            "an agent with another label than its archetype",
            r ->
                Forge.of(r.ledger.sign(r.agent().key(r.key()).by(r.janeKey)))
                    .set("dl/archetype", "receivables")
                    .by(r.janeKey)),
        draft(
            Reason.ARCHETYPE_REVOKED,
            "an agent of an archetype that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.archetype).by(r.hr));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.ARCHETYPE_SUSPENDED,
            "an agent of an archetype that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.archetype).by(r.hr));
              return r.agent().key(r.key()).by(r.janeKey);
            }),
        draft(
            Reason.ARCHETYPE_SUSPENDED,
            "a grant below an archetype that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.archetype).by(r.hr));
              return r.rootGrant(r.recon).by(r.janeKey);
            }),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "one unit more than the archetype may hold",
            r -> pay(r.payer, 1_000_001).by(r.janeKey)),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "one unit more than the spawner's archetype may hold",
            r -> pay(r.recon, 1_000_001).by(r.janeKey)),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "a tool that the archetype does not name",
            r -> refund(r.payer).tool("erp:close").by(r.janeKey)),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "an argument that the archetype bounds and the grant does not",
            r -> refund(r.payer).tool("erp:pay").by(r.janeKey)),
        draft(
            Reason.EXCEEDS_ARCHETYPE,
            "more than the spawned agent's own archetype may hold",
            r -> {
              Archetyped own = r.ledger.append(Archetype.of("refunds").tool("erp:refund").by(r.hr));
              Enrolled helper = r.ledger.append(Enrol.agent(own).key(r.key()).by(r.payerKey));
              return pay(helper, 1).by(r.janeKey);
            }),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "an archetype by a human",
            r -> Registry.archetype().by(r.janeKey)),
        draft(Reason.NOT_AN_AUTHORITY, "a policy by a human", r -> r.policy().by(r.janeKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a policy that asks an organisation",
            r ->
                Policy.of()
                    .otherwise(Tier.LOW)
                    .tier(Tier.LOW, Approvals.of(1).from(r.acme))
                    .by(r.hr)));
  }

  private static List<RegistryCase> groups() {
    return List.of(
        draft(
            Reason.NOT_AN_AUTHORITY,
            "a group by a member",
            r -> other().member(r.jane).by(r.janeKey)),
        draft(
            Reason.MEMBER_NOT_HUMAN,
            "an organisation in a group",
            r -> other().member(r.jane, r.acme).by(r.hr)),
        draft(
            Reason.MEMBER_NOT_HUMAN,
            "an agent in a group",
            r -> other().member(r.jane, r.payer).by(r.hr)),
        draft(
            Reason.MEMBER_NOT_HUMAN,
            "a service in the next version",
            r -> team(r).member(r.jane, r.erp).by(r.hr)),
        draft(
            Reason.GROUP_EXPIRED,
            "a group that ended before it was recorded",
            r -> {
              Draft<Grouped> draft = other().member(r.jane).expiresIn(ofHours(1)).by(r.hr);
              r.ledger.sign(draft);
              r.time.move(ofHours(1));
              return draft;
            }),
        entry(
            Reason.GROUP_EXPIRED,
            "a group that ends as it is signed",
            r -> {
              SignedEntry good = r.ledger.sign(other().member(r.jane).by(r.hr));
              long now = good.statement().issued().issuedAt();
              return Forge.of(good).set("iat", now + 1).set("exp", now + 1).by(r.hr);
            }),
        entry(
            Reason.VERSION_MISMATCH,
            "a version with another id",
            r ->
                Forge.of(r.ledger.sign(team(r).member(r.jane).by(r.hr)))
                    .set("dl/id", "urn:example:other")
                    .by(r.hr)),
        draft(
            Reason.VERSION_MISMATCH,
            "a second version in the place of one",
            r -> {
              r.ledger.append(team(r).member(r.jane).by(r.hr));
              return team(r).member(r.jane, r.bob).by(r.hr);
            }),
        draft(
            Reason.PRINCIPAL_ALREADY_ENROLLED,
            "a group's id again",
            r -> Registry.group(r.team.id(), r.jane, r.bob).by(r.hr)),
        draft(
            Reason.PRINCIPAL_ALREADY_ENROLLED,
            "a group's id for a human",
            r -> Enrol.human().name("Mallory").id(r.team.id()).key(r.key()).by(r.hr)),
        draft(
            Reason.PRINCIPAL_ALREADY_ENROLLED,
            "a human's id for a group",
            r -> Registry.group(r.jane.id(), r.jane, r.bob).by(r.hr)));
  }

  private static List<RegistryCase> moves() {
    return List.of(
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an agent that somebody else takes",
            r -> Transfer.of(r.payer).to(r.erin).by(r.erinKey)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an agent that its control owner gives away",
            r -> Transfer.of(r.payer).to(r.erin).by(r.carolKey)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an agent that gives itself away",
            r -> Transfer.of(r.payer).to(r.erin).by(r.payerKey)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "a spawned agent",
            r -> Transfer.of(r.recon).to(r.erin).by(r.janeKey)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "a human",
            r -> Transfer.of(r.bob).to(r.erin).by(r.hr)),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an agent that was given away before",
            r -> {
              r.approve(r.ledger.append(Transfer.of(r.payer).to(r.frank).by(r.bobKey)), r.frankKey);
              return Transfer.of(r.payer).to(r.erin).by(r.janeKey);
            }),
        draft(
            Reason.TRANSFER_WITHOUT_STANDING,
            "an agent that was not accepted yet",
            r -> {
              r.ledger.append(Transfer.of(r.payer).to(r.frank).by(r.bobKey));
              return Transfer.of(r.payer).to(r.erin).by(r.frankKey);
            }),
        entry(
            Reason.TRANSFER_WITHOUT_STANDING,
            "a rotation in the place of the agent",
            r -> {
              Enrolled next = rotate(r, r.payer, r.payerKey);
              return Forge.of(r.ledger.sign(Transfer.of(r.payer).to(r.erin).by(r.janeKey)))
                  .set("dl/agent", next.hash().base64Url())
                  .by(r.janeKey);
            }),
        draft(
            Reason.OWNER_NOT_HUMAN,
            "an agent for an organisation",
            r -> Transfer.of(r.payer).to(r.acme).by(r.janeKey)),
        draft(
            Reason.ENROLMENT_REVOKED,
            "an agent for somebody who was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.erin).by(r.hr));
              return Transfer.of(r.payer).to(r.erin).by(r.janeKey);
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "an agent that a member gives away who was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.bob).by(r.hr));
              return Transfer.of(r.payer).to(r.erin).by(r.bobKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "an agent that a group gives away which was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              return Transfer.of(r.payer).to(r.erin).by(r.bobKey);
            }),
        draft(
            Reason.ENROLMENT_EXPIRED,
            "an agent that its owner gives away whose enrolment ended",
            r -> {
              InMemorySigner key = r.key();
              Enrolled sam =
                  r.ledger.append(
                      Enrol.human().name("Sam Ray").key(key).expiresIn(ofDays(1)).by(r.hr));
              Enrolled agent = r.ledger.append(r.agent().owner(sam).key(r.key()).by(key));
              r.time.move(ofDays(1));
              return Transfer.of(agent).to(r.erin).by(key);
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a successor that a human names who was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.jane).by(r.hr));
              return Revocation.of(r.jane).successor(r.bob).by(r.janeKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "an agent for a group that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.controllers).by(r.hr));
              return Transfer.of(r.payer).to(r.controllers).by(r.janeKey);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a transfer that the old owner accepts",
            r ->
                Approval.of(r.ledger.append(Transfer.of(r.payer).to(r.erin).by(r.janeKey)))
                    .approve()
                    .by(r.janeKey)),
        draft(
            Reason.REQUEST_DENIED,
            "a transfer that another member denied",
            r -> {
              Recorded transfer =
                  r.ledger.append(Transfer.of(r.payer).to(r.controllers).by(r.janeKey));
              r.ledger.append(Approval.of(transfer).deny().by(r.daveKey));
              return Approval.of(transfer).approve().by(r.carolKey);
            }),
        draft(
            Reason.SUCCESSOR_INVALID,
            "an organisation as the successor",
            r -> Revocation.of(r.jane).successor(r.acme).by(r.hr)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "oneself as the successor",
            r -> Revocation.of(r.jane).successor(r.jane).by(r.hr)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "oneself under the next key as the successor",
            r -> Revocation.of(r.jane).successor(rotate(r, r.jane, r.janeKey)).by(r.hr)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "a successor of an agent",
            r -> Revocation.of(r.payer).successor(r.bob).by(r.janeKey)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "a successor of an organisation",
            r -> Revocation.of(r.acme).successor(r.bob).by(r.hr)),
        draft(
            Reason.SUCCESSOR_INVALID,
            "a successor that an ended authority names",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr.publicKey()).by(r.hr2));
              return Revocation.of(r.jane).successor(r.bob).by(r.hr);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a successor that a rotated key names",
            r -> {
              rotate(r, r.jane, r.janeKey);
              return Revocation.of(r.jane).successor(r.bob).by(r.janeKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a successor that a compromised key names",
            r -> {
              compromise(r, r.jane);
              return Revocation.of(r.jane).successor(r.bob).by(r.janeKey);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a succession that somebody else accepts",
            r ->
                Approval.of(r.ledger.append(Revocation.of(r.jane).successor(r.bob).by(r.hr)))
                    .approve()
                    .by(r.erinKey)));
  }

  private static List<RegistryCase> authorities() {
    return List.of(
        draft(
            Reason.LAST_AUTHORITY,
            "the last one ends itself",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr2.publicKey()).by(r.hr));
              return AuthorityChange.ending(r.hr.publicKey()).by(r.hr);
            }),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "a human ends one",
            r -> AuthorityChange.ending(r.hr2.publicKey()).by(r.janeKey)),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "one that was ended adds one",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr2.publicKey()).by(r.hr));
              return AuthorityChange.adding(r.key()).by(r.hr2);
            }),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "one that was replaced enrols",
            r -> {
              r.ledger.append(
                  AuthorityChange.adding(r.key()).inPlaceOf(r.hr2.publicKey()).by(r.hr2));
              return Enrol.human().name("Sam Ray").key(r.key()).by(r.hr2);
            }),
        draft(
            Reason.NOT_AN_AUTHORITY,
            "one that never was is ended",
            r -> AuthorityChange.ending(r.key().publicKey()).by(r.hr)),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "one is added again",
            r -> AuthorityChange.adding(r.hr2).by(r.hr)),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "one that was ended is added again",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr2.publicKey()).by(r.hr));
              return AuthorityChange.adding(r.hr2).by(r.hr);
            }),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "the ledger's key is added",
            r -> AuthorityChange.adding(r.ledgerKey).by(r.hr)),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "a human's key is added",
            r -> AuthorityChange.adding(r.bobKey).by(r.hr)),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "a human's recovery key is added",
            r -> AuthorityChange.adding(r.janeRecoveryKey).by(r.hr)),
        draft(
            Reason.KEY_ROLE_CONFLICT,
            "an added one's key is enrolled",
            r -> {
              InMemorySigner added = r.key();
              r.ledger.append(AuthorityChange.adding(added).by(r.hr));
              return Enrol.human().name("Sam Ray").key(added).by(r.hr);
            }),
        draft(
            Reason.KEY_ALREADY_ENROLLED,
            "an ended one's key is enrolled",
            r -> {
              r.ledger.append(AuthorityChange.ending(r.hr2.publicKey()).by(r.hr));
              return Enrol.human().name("Sam Ray").key(r.hr2).by(r.hr);
            }));
  }

  static Enrolled rotate(Registry r, Enrolled enrolment, InMemorySigner outgoing) {
    return r.ledger.append(Enrol.rotation(enrolment).key(r.key()).by(outgoing));
  }

  /** From its enrolment on nothing counts that the key signs. */
  static void compromise(Registry r, Enrolled enrolment) {
    long own = enrolment.receipt().record().index();
    r.ledger.append(Compromise.of(enrolment).lastGood(own).by(r.hr));
  }

  static void spawn(Registry r, String label, InMemorySigner spawner) {
    r.ledger.append(Enrol.agent(label).key(r.key()).by(spawner));
  }

  /** An agent of the team, without roles. */
  static Enrol owned(Registry r) {
    return Enrol.agent(r.archetype)
        .owner(r.team)
        .operator(r.acme)
        .model("acme", "m", "1")
        .key(r.key());
  }

  /** The next version of the team. */
  static Group team(Registry r) {
    return Group.replacing(r.team);
  }

  /** A version of the team that lasts an hour. */
  static void shortTeam(Registry r) {
    r.ledger.append(
        team(r).onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.jane).expiresIn(ofHours(1)).by(r.hr));
  }

  static Group other() {
    return Group.of("urn:example:other");
  }

  static Grant refund(Enrolled delegate) {
    return Grant.to(delegate).task("T-18", "refund").tool("erp:refund").expiresIn(ofDays(1));
  }

  static Grant pay(Enrolled delegate, long most) {
    return Grant.to(delegate)
        .task("T-18", "pay")
        .tool("erp:pay", t -> t.any("vendor").range("amount", 0, most))
        .expiresIn(ofDays(1));
  }

  private static Group newTeam(Registry r) {
    return team(r).member(r.jane, r.bob).onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.jane);
  }
}
