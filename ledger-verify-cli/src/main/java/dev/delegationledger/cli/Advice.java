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
      case CHECKPOINT_TOO_OLD -> "ask the ledger's operator for a proof made today";
      case WITNESS_POLICY_UNSUPPORTED ->
          "use a verifier that checks cosignatures, or take the policy out of the trust file if"
              + " the ledger's key alone is enough for you";
      case RECORD_MISSING, STATUS_MISSING ->
          "ask the ledger's operator for a complete proof; if there is none, the ledger lost a"
              + " record: audit it";
      case UNKNOWN_SUITE,
          UNKNOWN_KIND,
          UNKNOWN_VERSION,
          UNKNOWN_CONSTRAINT_TYPE,
          UNKNOWN_STATUS_FACT ->
          "use a newer ledger-verify: this one does not know everything in the evidence";
      case TRUST_MALFORMED -> "correct the trust file at the place named";
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
