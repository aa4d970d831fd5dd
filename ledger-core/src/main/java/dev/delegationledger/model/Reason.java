package dev.delegationledger.model;

import java.util.Optional;

/**
 * Every reason for which this project refuses or leaves undecided. The codes are stable: none ever
 * changes its meaning.
 */
public enum Reason implements Named {
  /**
   * The compact JWS is not framed strictly (RFC 7515), or its header is not exactly alg and typ.
   */
  ENTRY_MALFORMED(
      ReasonClass.MALFORMED,
      "the compact JWS is not framed strictly (RFC 7515), or its header is not exactly alg and"
          + " typ"),
  /** The claims set does not fit the closed schema of its kind. */
  CLAIMS_MALFORMED(
      ReasonClass.MALFORMED, "the claims set does not fit the closed schema of its kind"),
  /** A disclosure is not base64url of a JSON array of salt, name and value. */
  DISCLOSURE_MALFORMED(
      ReasonClass.MALFORMED,
      "a disclosure is not base64url of a JSON array of salt, name and value"),
  /** The disclosures of one entry have more characters than its kind may carry. */
  DISCLOSURES_TOO_LARGE(
      ReasonClass.MALFORMED,
      "the disclosures of one entry have more characters than its kind may carry"),
  /** The record is not an entry and one line of context. */
  RECORD_MALFORMED(ReasonClass.MALFORMED, "the record is not an entry and one line of context"),
  /** The record has more than 65,535 bytes, or its entry more than its kind may have. */
  RECORD_TOO_LARGE(
      ReasonClass.MALFORMED,
      "the record has more than 65,535 bytes, or its entry more than its kind may have"),
  /** The checkpoint is not a C2SP signed note over origin, size and root. */
  CHECKPOINT_MALFORMED(
      ReasonClass.MALFORMED, "the checkpoint is not a C2SP signed note over origin, size and root"),
  /** The proof file does not fit its schema. */
  PROOF_MALFORMED(ReasonClass.MALFORMED, "the proof file does not fit its schema"),
  /** The proof file has more than 4 MiB. */
  PROOF_TOO_LARGE(ReasonClass.MALFORMED, "the proof file has more than 4 MiB"),
  /** The proof file is not in canonical JSON. */
  PROOF_NOT_CANONICAL(ReasonClass.MALFORMED, "the proof file is not in canonical JSON"),
  /** The proof file carries a part that nothing in it needs. */
  PROOF_PART_UNREFERENCED(
      ReasonClass.MALFORMED, "the proof file carries a part that nothing in it needs"),
  /** The trust file does not fit its schema. */
  TRUST_MALFORMED(ReasonClass.MALFORMED, "the trust file does not fit its schema"),
  /** A witness policy is not a C2SP tlog-policy that this program can apply. */
  WITNESS_POLICY_MALFORMED(
      ReasonClass.MALFORMED,
      "a witness policy is not a C2SP tlog-policy that this program can apply"),
  /** A signature does not verify under the key it names. */
  SIGNATURE_INVALID(ReasonClass.INTEGRITY, "a signature does not verify under the key it names"),
  /** A public key is not canonical, not on its curve or not of prime order. */
  KEY_INVALID(
      ReasonClass.INTEGRITY,
      "a public key is not canonical, not on its curve or not of prime order"),
  /** An enrolment does not carry a valid proof of possession of its key. */
  POSSESSION_UNPROVEN(
      ReasonClass.INTEGRITY, "an enrolment does not carry a valid proof of possession of its key"),
  /** A disclosure opens no slot of its entry, or opens one that another already opened. */
  DISCLOSURE_MISMATCH(
      ReasonClass.INTEGRITY,
      "a disclosure opens no slot of its entry, or opens one that another already opened"),
  /** The checkpoint is not signed by the pinned ledger key. */
  CHECKPOINT_SIGNATURE_INVALID(
      ReasonClass.INTEGRITY, "the checkpoint is not signed by the pinned ledger key"),
  /** A pinned key of the ledger signed a checkpoint of a size that is not its to sign. */
  CHECKPOINT_KEY_OUT_OF_RANGE(
      ReasonClass.INTEGRITY,
      "a pinned key of the ledger signed a checkpoint of a size that is not its to sign"),
  /** The log gives the ledger another key, somewhere, than the verifier pinned for it. */
  LEDGER_KEY_MISMATCH(
      ReasonClass.INTEGRITY,
      "the log gives the ledger another key, at some size, than the verifier pinned"),
  /** The checkpoint carries a signature line that this verifier cannot check. */
  CHECKPOINT_SIGNATURE_UNKNOWN(
      ReasonClass.INTEGRITY,
      "the checkpoint carries a signature line that this verifier cannot check"),
  /** A cosignature line of a known cosigner does not verify. */
  COSIGNATURE_INVALID(
      ReasonClass.INTEGRITY, "a cosignature line of a known cosigner does not verify"),
  /** An inclusion proof does not lead to the root of the checkpoint. */
  INCLUSION_INVALID(
      ReasonClass.INTEGRITY, "an inclusion proof does not lead to the root of the checkpoint"),
  /** A status proof does not lead to the status root of the newest record. */
  STATUS_PROOF_INVALID(
      ReasonClass.INTEGRITY,
      "a status proof does not lead to the status root of the newest record"),
  /** A status list contradicts the order of the log or the entries in it. */
  STATUS_CONTRADICTION(
      ReasonClass.INTEGRITY, "a status list contradicts the order of the log or the entries in it"),
  /** Record 0 is not a genesis signed by the ledger key. */
  GENESIS_INVALID(ReasonClass.INTEGRITY, "record 0 is not a genesis signed by the ledger key"),
  /** Record 0 is not the genesis that this verifier pinned. */
  GENESIS_MISMATCH(ReasonClass.INTEGRITY, "record 0 is not the genesis that this verifier pinned"),
  /** A record does not carry the leaf hash of the record before it. */
  LINK_BROKEN(
      ReasonClass.INTEGRITY, "a record does not carry the leaf hash of the record before it"),
  /** A record states another index than the one it stands at. */
  INDEX_MISMATCH(ReasonClass.INTEGRITY, "a record states another index than the one it stands at"),
  /** A record is older than a record before it. */
  TIME_REVERSED(ReasonClass.INTEGRITY, "a record is older than a record before it"),
  /** A record claims a time later than a quorum of witnesses saw it. */
  TIME_AFTER_WITNESSES(
      ReasonClass.INTEGRITY, "a record claims a time later than a quorum of witnesses saw it"),
  /** The ledger signed two checkpoints that cannot be of one history. */
  HISTORY_REWRITTEN(
      ReasonClass.INTEGRITY, "the ledger signed two checkpoints that cannot be of one history"),
  /** A consistency proof does not lead to the root of the checkpoint. */
  CONSISTENCY_INVALID(
      ReasonClass.INTEGRITY, "a consistency proof does not lead to the root of the checkpoint"),
  /** A record states another status root than the entries up to it give. */
  STATUS_ROOT_MISMATCH(
      ReasonClass.INTEGRITY, "a record states another status root than the entries up to it give"),
  /** A record states charges that the entries up to it do not give. */
  CHARGES_MISMATCH(
      ReasonClass.INTEGRITY, "a record states charges that the entries up to it do not give"),
  /** The same signing input stands in two records. */
  DUPLICATE_ENTRY(ReasonClass.INTEGRITY, "the same signing input stands in two records"),
  /** The stored head contradicts the stored records. */
  HEAD_CONTRADICTION(ReasonClass.INTEGRITY, "the stored head contradicts the stored records"),
  /** A stored tree node contradicts the stored records. */
  NODE_CONTRADICTION(ReasonClass.INTEGRITY, "a stored tree node contradicts the stored records"),
  /** A stored look-up row contradicts the stored records. */
  LOOKUP_CONTRADICTION(
      ReasonClass.INTEGRITY, "a stored look-up row contradicts the stored records"),
  /** A stored row cannot be read, or its checksum does not match. */
  STORE_UNREADABLE(
      ReasonClass.INTEGRITY, "a stored row cannot be read, or its checksum does not match"),
  /** A disclosure that the ledger accepted is gone, and no entry erased it. */
  DISCLOSURE_LOST(
      ReasonClass.INTEGRITY,
      "a disclosure that the ledger accepted is gone, and no entry erased it"),
  /** A disclosure is still stored although an entry erased it. */
  DISCLOSURE_NOT_ERASED(
      ReasonClass.INTEGRITY, "a disclosure is still stored although an entry erased it"),
  /** A record inside the log is gone. */
  RECORD_LOST(ReasonClass.INTEGRITY, "a record inside the log is gone"),
  /** A record's bytes are not the ones that the log's tree and the next record commit to. */
  RECORD_ALTERED(
      ReasonClass.INTEGRITY,
      "a record's bytes are not the ones that the log's tree and the next record commit to"),
  /** The evidence does not hold a record that the chain needs. */
  RECORD_MISSING(ReasonClass.UNDECIDED, "the evidence does not hold a record that the chain needs"),
  /** The evidence does not hold the status of a record that the chain needs. */
  STATUS_MISSING(
      ReasonClass.UNDECIDED,
      "the evidence does not hold the status of a record that the chain needs"),
  /** A constraint needs the value of an argument that is hidden. */
  ARGUMENT_NOT_DISCLOSED(
      ReasonClass.UNDECIDED, "a constraint needs the value of an argument that is hidden"),
  /** A grant constrains a value of the action's context that is hidden. */
  CONTEXT_NOT_DISCLOSED(
      ReasonClass.UNDECIDED, "a grant constrains a value of the action's context that is hidden"),
  /** The name of the human is hidden. */
  NAME_NOT_DISCLOSED(ReasonClass.UNDECIDED, "the name of the human is hidden"),
  /** The ledger holds no such action. */
  UNKNOWN_ACTION(ReasonClass.UNDECIDED, "the ledger holds no such action"),
  /** More than one action carries this jti. */
  AMBIGUOUS_ACTION(ReasonClass.UNDECIDED, "more than one action carries this jti"),
  /** The verifier has no trust anchor for this origin. */
  UNKNOWN_LEDGER(ReasonClass.UNDECIDED, "the verifier has no trust anchor for this origin"),
  /** The ledger changed its key under a pinned one, and the verifier has not pinned the new one. */
  LEDGER_KEY_NOT_PINNED(
      ReasonClass.UNDECIDED,
      "the ledger changed its key, and the verifier has not pinned the one that signed"),
  /** Genesis names the enrolment authority, the verifier's trust file does not. */
  AUTHORITY_NOT_TRUSTED(
      ReasonClass.UNDECIDED,
      "genesis names the enrolment authority, the verifier's trust file does not"),
  /** The enrolment names a signature suite that this program does not know. */
  UNKNOWN_SUITE(
      ReasonClass.UNDECIDED,
      "the enrolment names a signature suite that this program does not know"),
  /** The entry is of a kind that this program does not know. */
  UNKNOWN_KIND(ReasonClass.UNDECIDED, "the entry is of a kind that this program does not know"),
  /** The entry or ledger states a version that this program does not know. */
  UNKNOWN_VERSION(
      ReasonClass.UNDECIDED,
      "the entry or ledger states a version that this program does not know"),
  /** A grant carries a constraint type that this program does not know. */
  UNKNOWN_CONSTRAINT_TYPE(
      ReasonClass.UNDECIDED, "a grant carries a constraint type that this program does not know"),
  /** A status list carries a fact that this program does not know. */
  UNKNOWN_STATUS_FACT(
      ReasonClass.UNDECIDED, "a status list carries a fact that this program does not know"),
  /** Too few of the witnesses that the trust file's policy demands have cosigned the checkpoint. */
  WITNESS_QUORUM_MISSING(
      ReasonClass.UNDECIDED,
      "too few of the witnesses that the trust file's policy demands have cosigned the checkpoint"),
  /** Too few of the auditors that the trust file demands have cosigned the checkpoint. */
  AUDITOR_QUORUM_MISSING(
      ReasonClass.UNDECIDED,
      "too few of the auditors that the trust file demands have cosigned the checkpoint"),
  /** The checkpoint is smaller than the size the verifier demands. */
  CHECKPOINT_TOO_OLD(
      ReasonClass.UNDECIDED, "the checkpoint is smaller than the size the verifier demands"),
  /** Nothing shows that the history which the verifier kept is the beginning of this one. */
  CONSISTENCY_MISSING(
      ReasonClass.UNDECIDED,
      "nothing shows that the history which the verifier kept is the beginning of this one"),
  /** The evidence of misbehaviour shows nothing that an honest ledger would not have signed. */
  NOTHING_SHOWN(
      ReasonClass.UNDECIDED,
      "the evidence of misbehaviour shows nothing that an honest ledger would not have signed"),
  /** It stood when it was admitted, and a key it rests on was declared compromised since. */
  CONTESTED(
      ReasonClass.UNDECIDED,
      "it stood when it was admitted, and a key it rests on was declared compromised since"),
  /** The root token verifies under none of the verifier's anchors. */
  ROOT_NOT_ANCHORED(
      ReasonClass.UNDECIDED, "the root token verifies under none of the verifier's anchors"),
  /** A token is a grant of a ledger, with terms that only its ledger can show to be met. */
  LEDGER_TERMS(
      ReasonClass.UNDECIDED,
      "a token is a grant of a ledger, with terms that only its ledger can show to be met"),
  /** The entry was made for another ledger. */
  WRONG_LEDGER(ReasonClass.AUTHORITY, "the entry was made for another ledger"),
  /** An entry refers to a record of a kind that cannot stand there. */
  WRONG_KIND(
      ReasonClass.AUTHORITY, "an entry refers to a record of a kind that cannot stand there"),
  /** An entry refers to a statement that no earlier record holds. */
  UNKNOWN_REFERENCE(
      ReasonClass.AUTHORITY, "an entry refers to a statement that no earlier record holds"),
  /** The entry claims to be issued later than its record, beyond the permitted skew. */
  ISSUED_IN_FUTURE(
      ReasonClass.AUTHORITY,
      "the entry claims to be issued later than its record, beyond the permitted skew"),
  /** The signer used this jti before. */
  JTI_REUSED(ReasonClass.AUTHORITY, "the signer used this jti before"),
  /** The key is bound to a principal or a role already. */
  KEY_ALREADY_ENROLLED(ReasonClass.AUTHORITY, "the key is bound to a principal or a role already"),
  /** The principal id is taken. */
  PRINCIPAL_ALREADY_ENROLLED(ReasonClass.AUTHORITY, "the principal id is taken"),
  /** The key of the ledger or of an authority cannot enrol as a principal. */
  KEY_ROLE_CONFLICT(
      ReasonClass.AUTHORITY,
      "the key of the ledger or of an authority cannot enrol as a principal"),
  /** The signer is not one of the ledger's enrolment authorities. */
  NOT_AN_AUTHORITY(
      ReasonClass.AUTHORITY, "the signer is not one of the ledger's enrolment authorities"),
  /** The signer is not the key that the ledger had then. */
  NOT_THE_LEDGER_KEY(
      ReasonClass.AUTHORITY, "the signer is not the key that the ledger has at this record"),
  /** The signer may not enrol this principal. */
  ENROLLER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not enrol this principal"),
  /** The enrolment ends before it begins. */
  ENROLMENT_LIFETIME(ReasonClass.AUTHORITY, "the enrolment ends before it begins"),
  /** An enrolment in the chain has ended. */
  ENROLMENT_EXPIRED(ReasonClass.AUTHORITY, "an enrolment in the chain has ended"),
  /** An enrolment in the chain was revoked. */
  ENROLMENT_REVOKED(ReasonClass.AUTHORITY, "an enrolment in the chain was revoked"),
  /** An enrolment in the chain was suspended. */
  ENROLMENT_SUSPENDED(ReasonClass.AUTHORITY, "an enrolment in the chain was suspended"),
  /** A key in the chain was declared compromised. */
  KEY_COMPROMISED(ReasonClass.AUTHORITY, "a key in the chain was declared compromised"),
  /** The signer had rotated this key, which may now only hand off and close. */
  KEY_ROTATED(
      ReasonClass.AUTHORITY,
      "the signer had rotated this key, which may now only hand off and close"),
  /** A rotation is not by the outgoing key, for the same principal, once, within its time. */
  ROTATION_MISMATCH(
      ReasonClass.AUTHORITY,
      "a rotation is not by the outgoing key, for the same principal, once, within its time"),
  /** The owner of the agent is not an enrolled human. */
  OWNER_NOT_HUMAN(ReasonClass.AUTHORITY, "the owner of the agent is not an enrolled human"),
  /** The owner of the agent resolves to no named human at that time. */
  OWNER_UNRESOLVED(
      ReasonClass.AUTHORITY, "the owner of the agent resolves to no named human at that time"),
  /** A role of the agent is assigned to neither a human nor a group that resolves to one. */
  ROLE_NOT_HUMAN(
      ReasonClass.AUTHORITY,
      "a role of the agent is assigned to neither a human nor a group that resolves to one"),
  /** The enrolment of the agent does not assign a role that the policy requires. */
  ROLE_MISSING(
      ReasonClass.AUTHORITY,
      "the enrolment of the agent does not assign a role that the policy requires"),
  /** One human has two roles for the agent, which the policy forbids. */
  ROLES_NOT_DISTINCT(
      ReasonClass.AUTHORITY, "one human has two roles for the agent, which the policy forbids"),
  /** The operator of the agent is not an enrolled organisation. */
  OPERATOR_NOT_ORGANISATION(
      ReasonClass.AUTHORITY, "the operator of the agent is not an enrolled organisation"),
  /** The id of a spawned agent does not stand below its spawner's. */
  SPAWNED_OUTSIDE_SPAWNER(
      ReasonClass.AUTHORITY, "the id of a spawned agent does not stand below its spawner's"),
  /** The agent was spawned through more than 32 spawners. */
  SPAWN_TOO_DEEP(ReasonClass.AUTHORITY, "the agent was spawned through more than 32 spawners"),
  /** The owner has as many live spawned agents as the policy permits. */
  SPAWN_CAP_REACHED(
      ReasonClass.AUTHORITY, "the owner has as many live spawned agents as the policy permits"),
  /** A grant or an agent lasts longer than the policy permits. */
  POLICY_LIFETIME(
      ReasonClass.AUTHORITY, "a grant or an agent lasts longer than the policy permits"),
  /** The agent states another archetype than its template does. */
  ARCHETYPE_MISMATCH(
      ReasonClass.AUTHORITY, "the agent states another archetype than its template does"),
  /** The archetype of an agent in the chain was revoked. */
  ARCHETYPE_REVOKED(ReasonClass.AUTHORITY, "the archetype of an agent in the chain was revoked"),
  /** The archetype of an agent in the chain was suspended. */
  ARCHETYPE_SUSPENDED(
      ReasonClass.AUTHORITY, "the archetype of an agent in the chain was suspended"),
  /** A grant gives an agent more than its archetype may hold. */
  EXCEEDS_ARCHETYPE(
      ReasonClass.AUTHORITY, "a grant gives an agent more than its archetype may hold"),
  /** A member of a group is not an enrolled human. */
  MEMBER_NOT_HUMAN(ReasonClass.AUTHORITY, "a member of a group is not an enrolled human"),
  /** A group has ended. */
  GROUP_EXPIRED(ReasonClass.AUTHORITY, "a group has ended"),
  /** A group was revoked. */
  GROUP_REVOKED(ReasonClass.AUTHORITY, "a group was revoked"),
  /** A group replaces one that has another id or was replaced already. */
  VERSION_MISMATCH(
      ReasonClass.AUTHORITY, "a group replaces one that has another id or was replaced already"),
  /** The signer may not move the ownership of this agent. */
  TRANSFER_WITHOUT_STANDING(
      ReasonClass.AUTHORITY, "the signer may not move the ownership of this agent"),
  /** A successor is named for somebody who is no human, or is not one who can own. */
  SUCCESSOR_INVALID(
      ReasonClass.AUTHORITY,
      "a successor is named for somebody who is no human, or is not one who can own"),
  /** The root grant is not signed by an enrolled human. */
  ROOT_NOT_HUMAN(ReasonClass.AUTHORITY, "the root grant is not signed by an enrolled human"),
  /** A grant that is not a root demands a quorum, or its group cannot reach it. */
  QUORUM_NOT_ROOT(
      ReasonClass.AUTHORITY,
      "a grant that is not a root demands a quorum, or its group cannot reach it"),
  /** The root grant was used before enough members of its group approved it. */
  QUORUM_MISSING(
      ReasonClass.AUTHORITY,
      "the root grant was used before enough members of its group approved it"),
  /** The delegate of a grant is not an agent or a service. */
  DELEGATE_CANNOT_ACT(
      ReasonClass.AUTHORITY, "the delegate of a grant is not an agent or a service"),
  /** The signer does not hold the grant it acts or delegates under. */
  NOT_THE_HOLDER(
      ReasonClass.AUTHORITY, "the signer does not hold the grant it acts or delegates under"),
  /** The key a grant is bound to is not the key its delegate enrolled. */
  HOLDER_KEY_MISMATCH(
      ReasonClass.AUTHORITY, "the key a grant is bound to is not the key its delegate enrolled"),
  /** The chain has more than 32 grants. */
  CHAIN_TOO_LONG(ReasonClass.AUTHORITY, "the chain has more than 32 grants"),
  /** The grants of the chain have more than 256 KiB. */
  CHAIN_TOO_LARGE(ReasonClass.AUTHORITY, "the grants of the chain have more than 256 KiB"),
  /** Two grants of the chain carry the same jti. */
  GRANT_ID_REUSED(ReasonClass.AUTHORITY, "two grants of the chain carry the same jti"),
  /** The action names another jti than the grant it refers to. */
  GRANT_ID_MISMATCH(
      ReasonClass.AUTHORITY, "the action names another jti than the grant it refers to"),
  /** A grant's depth is not its parent's plus one, or a root's is not 0. */
  DEPTH_MISMATCH(
      ReasonClass.AUTHORITY, "a grant's depth is not its parent's plus one, or a root's is not 0"),
  /** A grant is deeper than it or its parent allows. */
  DEPTH_EXCEEDED(ReasonClass.AUTHORITY, "a grant is deeper than it or its parent allows"),
  /** A grant allows a deeper chain than its parent. */
  DEPTH_WIDENED(ReasonClass.AUTHORITY, "a grant allows a deeper chain than its parent"),
  /** A grant lasts longer than 90 days or ends before it begins. */
  LIFETIME_EXCEEDED(
      ReasonClass.AUTHORITY, "a grant lasts longer than 90 days or ends before it begins"),
  /** A grant ends later than its parent. */
  OUTLIVES_PARENT(ReasonClass.AUTHORITY, "a grant ends later than its parent"),
  /** A grant claims to be issued or to begin before its parent. */
  PREDATES_PARENT(
      ReasonClass.AUTHORITY, "a grant claims to be issued or to begin before its parent"),
  /** A grant names a task that is not its parent's or below it. */
  TASK_WIDENED(ReasonClass.AUTHORITY, "a grant names a task that is not its parent's or below it"),
  /** A grant limits uses or spending less than a grant above it. */
  LIMIT_WIDENED(
      ReasonClass.AUTHORITY, "a grant limits uses or spending less than a grant above it"),
  /** A grant states another currency or amount argument than a grant above it. */
  SPEND_CHANGED(
      ReasonClass.AUTHORITY,
      "a grant states another currency or amount argument than a grant above it"),
  /** A grant limits spending and does not say what a tool of it spends. */
  AMOUNT_UNDECLARED(
      ReasonClass.AUTHORITY, "a grant limits spending and does not say what a tool of it spends"),
  /** A grant allows a context that a grant above it does not. */
  CONTEXT_WIDENED(ReasonClass.AUTHORITY, "a grant allows a context that a grant above it does not"),
  /** A grant renews one of another delegator, parent or delegate. */
  RENEWAL_MISMATCH(
      ReasonClass.AUTHORITY, "a grant renews one of another delegator, parent or delegate"),
  /** A grant names a tool that its parent does not grant. */
  TOOL_WIDENED(ReasonClass.AUTHORITY, "a grant names a tool that its parent does not grant"),
  /** A grant allows argument values that its parent does not. */
  SCOPE_WIDENED(ReasonClass.AUTHORITY, "a grant allows argument values that its parent does not"),
  /** A root grant gives more than its human may grant. */
  EXCEEDS_ENTITLEMENT(ReasonClass.AUTHORITY, "a root grant gives more than its human may grant"),
  /** The grant that was acted under grants no tool. */
  NO_CAPABILITY(ReasonClass.AUTHORITY, "the grant that was acted under grants no tool"),
  /** A grant in the chain has ended. */
  GRANT_EXPIRED(ReasonClass.AUTHORITY, "a grant in the chain has ended"),
  /** A grant in the chain has not begun. */
  GRANT_NOT_YET_VALID(ReasonClass.AUTHORITY, "a grant in the chain has not begun"),
  /** A grant in the chain was revoked. */
  GRANT_REVOKED(ReasonClass.AUTHORITY, "a grant in the chain was revoked"),
  /** A grant in the chain was suspended. */
  GRANT_SUSPENDED(ReasonClass.AUTHORITY, "a grant in the chain was suspended"),
  /** The task of a grant in the chain was completed. */
  GRANT_COMPLETED(ReasonClass.AUTHORITY, "the task of a grant in the chain was completed"),
  /** A grant in the chain was renewed by another that closed it. */
  GRANT_SUPERSEDED(
      ReasonClass.AUTHORITY, "a grant in the chain was renewed by another that closed it"),
  /** The grant does not name the tool. */
  TOOL_NOT_GRANTED(ReasonClass.AUTHORITY, "the grant does not name the tool"),
  /** The grant does not name the argument. */
  ARGUMENT_NOT_GRANTED(ReasonClass.AUTHORITY, "the grant does not name the argument"),
  /** An argument that the grant constrains is absent. */
  ARGUMENT_MISSING(ReasonClass.AUTHORITY, "an argument that the grant constrains is absent"),
  /** The value of an argument does not satisfy the grant. */
  ARGUMENT_OUT_OF_SCOPE(
      ReasonClass.AUTHORITY, "the value of an argument does not satisfy the grant"),
  /** The action does not state a context that the grant constrains. */
  CONTEXT_MISSING(
      ReasonClass.AUTHORITY, "the action does not state a context that the grant constrains"),
  /** A value of the action's context does not satisfy the grant. */
  CONTEXT_OUT_OF_SCOPE(
      ReasonClass.AUTHORITY, "a value of the action's context does not satisfy the grant"),
  /** The amount of the action is not a whole number above zero. */
  AMOUNT_INVALID(
      ReasonClass.AUTHORITY, "the amount of the action is not a whole number above zero"),
  /** A grant in the chain was used as often as it may be. */
  USES_EXHAUSTED(ReasonClass.AUTHORITY, "a grant in the chain was used as often as it may be"),
  /** The action spends more than a grant in the chain permits for one. */
  SPEND_PER_ACTION(
      ReasonClass.AUTHORITY, "the action spends more than a grant in the chain permits for one"),
  /** A grant in the chain has not enough left to spend. */
  SPEND_EXHAUSTED(ReasonClass.AUTHORITY, "a grant in the chain has not enough left to spend"),
  /** Not enough humans who may approve the action have done so in time. */
  APPROVAL_MISSING(
      ReasonClass.AUTHORITY, "not enough humans who may approve the action have done so in time"),
  /** The action does not repeat the call of its request. */
  REQUEST_MISMATCH(ReasonClass.AUTHORITY, "the action does not repeat the call of its request"),
  /** The request lasts longer than 7 days or ends before it begins. */
  REQUEST_LIFETIME(
      ReasonClass.AUTHORITY, "the request lasts longer than 7 days or ends before it begins"),
  /** The request had ended. */
  REQUEST_EXPIRED(ReasonClass.AUTHORITY, "the request had ended"),
  /** A human denied it. */
  REQUEST_DENIED(ReasonClass.AUTHORITY, "a human denied it"),
  /** The request was used by an action already. */
  REQUEST_USED(ReasonClass.AUTHORITY, "the request was used by an action already"),
  /** The action claims a time more than 60 s from its record's. */
  ACTION_STALE(ReasonClass.AUTHORITY, "the action claims a time more than 60 s from its record's"),
  /** The action had ended when it was recorded. */
  ACTION_EXPIRED(ReasonClass.AUTHORITY, "the action had ended when it was recorded"),
  /** The action lasts longer than 300 s or ends before it begins. */
  ACTION_LIFETIME(
      ReasonClass.AUTHORITY, "the action lasts longer than 300 s or ends before it begins"),
  /** The action has an outcome. */
  OUTCOME_ALREADY_RECORDED(ReasonClass.AUTHORITY, "the action has an outcome"),
  /** The signer is neither the action's nor an enrolled service. */
  OUTCOME_WITHOUT_STANDING(
      ReasonClass.AUTHORITY, "the signer is neither the action's nor an enrolled service"),
  /** The signer is not the enrolled service that it names. */
  DENIAL_WITHOUT_STANDING(
      ReasonClass.AUTHORITY, "the signer is not the enrolled service that it names"),
  /** The rules do not refuse the action for the reason that its denial states. */
  DENIAL_UNFOUNDED(
      ReasonClass.AUTHORITY,
      "the rules do not refuse the action for the reason that its denial states"),
  /** The signer is not the enrolled service that says it judged the call. */
  FOREIGN_CALL_WITHOUT_STANDING(
      ReasonClass.AUTHORITY, "the signer is not the enrolled service that says it judged the call"),
  /** The signer may not revoke this. */
  REVOKER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not revoke this"),
  /** Only grants and enrolments can be revoked. */
  NOT_REVOCABLE(ReasonClass.AUTHORITY, "only grants and enrolments can be revoked"),
  /** Nothing of this kind can be approved. */
  NOT_APPROVABLE(ReasonClass.AUTHORITY, "nothing of this kind can be approved"),
  /** The signer is not a human who may answer this. */
  APPROVER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer is not a human who may answer this"),
  /** The human has answered this already. */
  APPROVAL_REPEATED(ReasonClass.AUTHORITY, "the human has answered this already"),
  /** Nothing of this kind can be suspended or resumed, or it is not the first enrolment. */
  NOT_SUSPENDABLE(
      ReasonClass.AUTHORITY,
      "nothing of this kind can be suspended or resumed, or it is not the first enrolment"),
  /** The signer may not suspend this. */
  SUSPENDER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not suspend this"),
  /** The agent does not state this trigger. */
  TRIGGER_UNKNOWN(ReasonClass.AUTHORITY, "the agent does not state this trigger"),
  /** The signer may not resume this. */
  RESUMER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not resume this"),
  /** What is to be resumed is not suspended. */
  NOT_SUSPENDED(ReasonClass.AUTHORITY, "what is to be resumed is not suspended"),
  /** The signer neither holds nor gave the grant that is to be completed. */
  COMPLETER_WITHOUT_STANDING(
      ReasonClass.AUTHORITY, "the signer neither holds nor gave the grant that is to be completed"),
  /** The grants to be completed are not of one task. */
  TASKS_DIFFER(ReasonClass.AUTHORITY, "the grants to be completed are not of one task"),
  /** The signer may not declare this key compromised. */
  DECLARER_WITHOUT_STANDING(
      ReasonClass.AUTHORITY, "the signer may not declare this key compromised"),
  /** The key is said to have been good last before it was enrolled, or after this record. */
  LAST_GOOD_INVALID(
      ReasonClass.AUTHORITY,
      "the key is said to have been good last before it was enrolled, or after this record"),
  /** As much of this kind has already happened to the record as counts. */
  STATUS_FULL(
      ReasonClass.AUTHORITY, "as much of this kind has already happened to the record as counts"),
  /** The signer may not erase this. */
  ERASER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not erase this"),
  /** What is to be erased is not hidden in a slot of the entry. */
  SLOT_NOT_ERASABLE(
      ReasonClass.AUTHORITY, "what is to be erased is not hidden in a slot of the entry"),
  /** What is to be erased was erased already. */
  SLOT_ALREADY_ERASED(ReasonClass.AUTHORITY, "what is to be erased was erased already"),
  /** The policy in force does not let this be erased yet. */
  RETENTION_NOT_OVER(ReasonClass.AUTHORITY, "the policy in force does not let this be erased yet"),
  /** The last enrolment authority cannot be ended. */
  LAST_AUTHORITY(ReasonClass.AUTHORITY, "the last enrolment authority cannot be ended"),
  /** An entry was submitted without the disclosure of one of its slots. */
  DISCLOSURE_REQUIRED(
      ReasonClass.AUTHORITY, "an entry was submitted without the disclosure of one of its slots"),
  /** A token of the chain was derived from another token than the one before it. */
  PARENT_MISMATCH(
      ReasonClass.AUTHORITY,
      "a token of the chain was derived from another token than the one before it"),
  /** The proof of possession is for another tool or other arguments. */
  POP_MISMATCH(
      ReasonClass.AUTHORITY, "the proof of possession is for another tool or other arguments"),
  /** The proof of possession was not made within 30 s of the call, or had ended. */
  POP_STALE(
      ReasonClass.AUTHORITY,
      "the proof of possession was not made within 30 s of the call, or had ended"),
  /** A token or its proof of possession was not made for this audience. */
  AUDIENCE_MISMATCH(
      ReasonClass.AUTHORITY, "a token or its proof of possession was not made for this audience");

  private final ReasonClass reasonClass;
  private final String meaning;

  Reason(ReasonClass reasonClass, String meaning) {
    this.reasonClass = reasonClass;
    this.meaning = meaning;
  }

  /** The class, which fixes the exit code. */
  public ReasonClass reasonClass() {
    return reasonClass;
  }

  /** One line for a person. */
  public String meaning() {
    return meaning;
  }

  /** The reason with this code, if there is one. */
  public static Optional<Reason> ofCode(String code) {
    return Named.ofCode(Reason.class, code);
  }
}
