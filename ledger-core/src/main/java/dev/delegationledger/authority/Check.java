package dev.delegationledger.authority;

import dev.delegationledger.model.Named;

/** What a verdict can say was checked. */
public enum Check implements Named {
  /** The checkpoint is signed by the pinned ledger key. */
  CHECKPOINT_SIGNATURE,
  /** The quorums of witnesses and of auditors that the verifier demands have cosigned. */
  COSIGNATURES,
  /** The checkpoint continues the older one that the verifier kept. */
  CONSISTENCY,
  /** Every record of the evidence is in the tree of the checkpoint. */
  INCLUSION,
  /** Record 0 is the genesis of the pinned ledger. */
  GENESIS,
  /** Every status comes from the status root of the newest record. */
  STATUS_PROOFS,
  /** The evidence holds exactly the records that the action rests on. */
  CLOSED_SET,
  /** Every entry is signed by the key it names; every enrolment proves possession of its key. */
  SIGNATURES,
  /** The action: its ledger, its age, its signer, what it refers to. */
  ACTION_FORM,
  /** The chain of grants is whole, within its limits, and points backwards in the log. */
  CHAIN,
  /** Each grant: its ledger, its age, its lifetime. */
  GRANT_FORM,
  /** Every principal of the chain is enrolled by someone with standing, up to an authority. */
  ENROLMENTS,
  /** The root grant is signed by an enrolled human. */
  ROOT,
  /** The root grant stays within what the human may grant. */
  HUMAN_ENTITLEMENT,
  /** Each grant gives the same as its parent or less. */
  ATTENUATION,
  /** Each grant to an agent stays within the archetypes of that agent and of those above it. */
  ARCHETYPE,
  /** Each grant is bound to the key that its delegate enrolled. */
  HOLDER_KEYS,
  /** Each grant's signer and all above it were alive at the grant's own record. */
  ALIVE_WHEN_GRANTED,
  /** All grants and all principals of the chain were alive at the action's record. */
  ALIVE_WHEN_USED,
  /** Every grant of the chain allows the tool and each argument. */
  SCOPE,
  /** The action's context satisfies every grant of the chain. */
  CONTEXT,
  /** The totals that the record states are within the limits of every grant of the chain. */
  LIMITS,
  /** The humans whose approval the grants and the policy demand have given it. */
  APPROVALS,
  /** The outcome names the action and is signed by someone with standing. */
  OUTCOME,
  /** The name of the human is disclosed. */
  HUMAN_NAME
}
