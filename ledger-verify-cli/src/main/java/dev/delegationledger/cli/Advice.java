package dev.delegationledger.cli;

import dev.delegationledger.model.Reason;

/** What to do next about a reason: one or two sentences for a person who has to decide now. */
final class Advice {
  private Advice() {}

  static String on(Reason reason) {
    return switch (reason) {
      case NAME_NOT_DISCLOSED ->
          "ask the ledger's operator for a proof that discloses name (prove --disclose name,...)";
      case ARGUMENT_NOT_DISCLOSED ->
          "ask the ledger's operator for a proof that discloses arguments (prove --disclose"
              + " arguments,...)";
      case UNKNOWN_ACTION ->
          "check the jti or record index, and that this is the ledger it was recorded in";
      case AMBIGUOUS_ACTION -> "name the action by its record index instead of its jti";
      case UNKNOWN_LEDGER ->
          "add the ledger's verifier key to the trust file, once you have it from a source you"
              + " trust; never take it from the proof";
      case AUTHORITY_NOT_TRUSTED ->
          "add the authority's key to this ledger in the trust file, once you have it from a"
              + " source you trust; never take it from the proof";
      case ROOT_NOT_ANCHORED ->
          "do not call the tool. If its issuer is one that you trust, give its key as an anchor,"
              + " once you have it from a source you trust; never take it from a token";
      case LEDGER_TERMS ->
          "do not call the tool on this answer: ask the ledger of that grant to authorize the call";
      case POP_STALE, POP_MISMATCH, AUDIENCE_MISMATCH ->
          "do not call the tool. Have the agent sign a new proof of possession for this very call";
      case CHECKPOINT_TOO_OLD -> "ask the ledger's operator for a proof made today";
      case HISTORY_REWRITTEN ->
          "keep both signed checkpoints untouched: together they convict the ledger's key, and"
              + " evidence for others can be made of them (verify --since ... --evidence, compare"
              + " -o)";
      case CONSISTENCY_MISSING ->
          "ask the ledger's operator for a proof made for what you kept (prove --since), or compare"
              + " that with the ledger itself (compare)";
      case NOTHING_SHOWN ->
          "this says nothing against the ledger, and nothing for it: keep your own checkpoints, and"
              + " audit";
      case WITNESS_QUORUM_MISSING ->
          "ask the ledger's operator for a proof under a cosigned checkpoint, or take the policy"
              + " out of the trust file if the ledger's key alone is enough for you";
      case AUDITOR_QUORUM_MISSING ->
          "ask the ledger's operator for a proof under a checkpoint that the auditors cosigned. If"
              + " they refuse to, ask them which record they refuse, and audit the ledger";
      case TIME_AFTER_WITNESSES ->
          "the ledger's clock was ahead, or it states false times: ask for a proof under a later"
              + " cosigned checkpoint, and compare its record times with what else you know";
      case RECORD_MISSING, STATUS_MISSING ->
          "ask the ledger's operator for a complete proof; if there is none, the ledger lost a"
              + " record: audit it";
      case UNKNOWN_SUITE,
          UNKNOWN_KIND,
          UNKNOWN_VERSION,
          UNKNOWN_CONSTRAINT_TYPE,
          UNKNOWN_STATUS_FACT ->
          "use a newer ledger-verify: this one does not know everything in the evidence";
      default -> onUse(reason);
    };
  }

  /** Where whoever is called out at night has to find somebody, or wait. */
  private static String onUse(Reason reason) {
    return switch (reason) {
      case CONTESTED ->
          "treat what was signed after the last good record as not authorised until its signer"
              + " confirms it; look at the declaration (show, with the record that the detail"
              + " names). A proof from before the declaration only shows what was known then";
      case KEY_COMPROMISED ->
          "do not let it run: whoever holds the stolen key may have signed it. Look for more by the"
              + " same key (audit), and have the principal enrolled with a new key";
      case KEY_ROTATED ->
          "have it signed with the newer key; if nobody of the principal signed it, declare the old"
              + " key compromised";
      case APPROVAL_MISSING ->
          "if it has not run: have the request approved by the humans who may, in time, and act"
              + " again. If it ran all the same, stop the agent (suspend it)";
      case QUORUM_MISSING ->
          "have enough members of the grant's group approve it, each with a key of their own, and"
              + " act again";
      case REQUEST_DENIED, REQUEST_EXPIRED, REQUEST_USED ->
          "this request is over: it takes a new one, with new approvals";
      case ENROLMENT_SUSPENDED, GRANT_SUSPENDED, ARCHETYPE_SUSPENDED ->
          "find out why it was suspended (show, with the record that the detail names); the owner"
              + " on call or the control owner resumes it. If it acted all the same, keep it"
              + " suspended";
      case USES_EXHAUSTED, SPEND_EXHAUSTED ->
          "the limit is used up and nothing is refunded: a new grant takes its delegator. If the"
              + " agent went on all the same, suspend it";
      case SPEND_PER_ACTION ->
          "it spends too much in one action: split nothing, ask the delegator for a grant";
      case GRANT_COMPLETED, GRANT_SUPERSEDED ->
          "the task is over, or another grant took this one's place: act under the newer grant";
      case OWNER_UNRESOLVED ->
          "nobody was on call: have an authority record the next version of the group, with a rota"
              + " that covers now";
      case CONTEXT_NOT_DISCLOSED ->
          "ask the ledger's operator for a proof that discloses context (prove --disclose"
              + " context,...)";
      case TRUST_MALFORMED, WITNESS_POLICY_MALFORMED -> "correct the trust file at the place named";
      case PROOF_TOO_LARGE ->
          "disclose less (prove --disclose none, or only what is needed), or trace the action in"
              + " the ledger itself";
      default -> onClassOf(reason);
    };
  }

  private static String onClassOf(Reason reason) {
    return switch (reason.reasonClass()) {
      case INTEGRITY ->
          "do not rely on this evidence. Keep an untouched copy of it, compare it with an earlier"
              + " copy, and audit the ledger";
      case UNDECIDED -> "ask for what is missing, and verify again";
      case AUTHORITY ->
          "the evidence is intact, and nobody with the authority allowed this. Find out how the"
              + " action could run, and consider revoking the agent's grants";
      case MALFORMED ->
          "nothing was concluded from this input. Fetch it again, without an editor or a"
              + " converter in between";
    };
  }
}
