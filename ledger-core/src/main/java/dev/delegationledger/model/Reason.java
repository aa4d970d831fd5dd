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
  /** The record has more than 65,535 bytes. */
  RECORD_TOO_LARGE(ReasonClass.MALFORMED, "the record has more than 65,535 bytes"),
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
  /** The checkpoint carries a signature line that this verifier cannot check. */
  CHECKPOINT_SIGNATURE_UNKNOWN(
      ReasonClass.INTEGRITY,
      "the checkpoint carries a signature line that this verifier cannot check"),
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
  /** The name of the human is hidden. */
  NAME_NOT_DISCLOSED(ReasonClass.UNDECIDED, "the name of the human is hidden"),
  /** The ledger holds no such action. */
  UNKNOWN_ACTION(ReasonClass.UNDECIDED, "the ledger holds no such action"),
  /** More than one action carries this jti. */
  AMBIGUOUS_ACTION(ReasonClass.UNDECIDED, "more than one action carries this jti"),
  /** The verifier has no trust anchor for this origin. */
  UNKNOWN_LEDGER(ReasonClass.UNDECIDED, "the verifier has no trust anchor for this origin"),
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
  /** The trust file demands cosignatures, which this program cannot check yet. */
  WITNESS_POLICY_UNSUPPORTED(
      ReasonClass.UNDECIDED,
      "the trust file demands cosignatures, which this program cannot check yet"),
  /** The checkpoint is smaller than the size the verifier demands. */
  CHECKPOINT_TOO_OLD(
      ReasonClass.UNDECIDED, "the checkpoint is smaller than the size the verifier demands"),
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
  /** The signer may not enrol this principal. */
  ENROLLER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not enrol this principal"),
  /** The enrolment ends before it begins. */
  ENROLMENT_LIFETIME(ReasonClass.AUTHORITY, "the enrolment ends before it begins"),
  /** An enrolment in the chain has ended. */
  ENROLMENT_EXPIRED(ReasonClass.AUTHORITY, "an enrolment in the chain has ended"),
  /** An enrolment in the chain was revoked. */
  ENROLMENT_REVOKED(ReasonClass.AUTHORITY, "an enrolment in the chain was revoked"),
  /** The owner of the agent is not an enrolled human. */
  OWNER_NOT_HUMAN(ReasonClass.AUTHORITY, "the owner of the agent is not an enrolled human"),
  /** The operator of the agent is not an enrolled organisation. */
  OPERATOR_NOT_ORGANISATION(
      ReasonClass.AUTHORITY, "the operator of the agent is not an enrolled organisation"),
  /** The id of a spawned agent does not stand below its spawner's. */
  SPAWNED_OUTSIDE_SPAWNER(
      ReasonClass.AUTHORITY, "the id of a spawned agent does not stand below its spawner's"),
  /** The agent was spawned through more than 32 spawners. */
  SPAWN_TOO_DEEP(ReasonClass.AUTHORITY, "the agent was spawned through more than 32 spawners"),
  /** The root grant is not signed by an enrolled human. */
  ROOT_NOT_HUMAN(ReasonClass.AUTHORITY, "the root grant is not signed by an enrolled human"),
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
  /** The grant does not name the tool. */
  TOOL_NOT_GRANTED(ReasonClass.AUTHORITY, "the grant does not name the tool"),
  /** The grant does not name the argument. */
  ARGUMENT_NOT_GRANTED(ReasonClass.AUTHORITY, "the grant does not name the argument"),
  /** An argument that the grant constrains is absent. */
  ARGUMENT_MISSING(ReasonClass.AUTHORITY, "an argument that the grant constrains is absent"),
  /** The value of an argument does not satisfy the grant. */
  ARGUMENT_OUT_OF_SCOPE(
      ReasonClass.AUTHORITY, "the value of an argument does not satisfy the grant"),
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
  /** The signer may not revoke this. */
  REVOKER_WITHOUT_STANDING(ReasonClass.AUTHORITY, "the signer may not revoke this"),
  /** Only grants and enrolments can be revoked. */
  NOT_REVOCABLE(ReasonClass.AUTHORITY, "only grants and enrolments can be revoked"),
  /** An entry was submitted without the disclosure of one of its slots. */
  DISCLOSURE_REQUIRED(
      ReasonClass.AUTHORITY, "an entry was submitted without the disclosure of one of its slots");

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
