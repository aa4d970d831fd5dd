package dev.delegationledger.aat;

import dev.delegationledger.model.Named;

/** What a verdict on a token chain can say was checked, in the order the checks run. */
public enum AatCheck implements Named {
  /** There is a token; number, size of each and size of all are within the limits. */
  CHAIN_SIZE,
  /** Header, framing and claims of each token, read only after its signature was verified. */
  TOKEN_FORM,
  /** The root verifies under an anchor, every other token under the key its parent is bound to. */
  SIGNATURES,
  /** The first token is one: depth 0, no parent, a URI for its issuer, at least one tool. */
  ROOT,
  /** Each token: issued by now, not over, begun, within 90 days, within the greatest depth. */
  TOKEN_TIMES,
  /** Each token was derived from exactly the one before it. */
  PARENT_LINKS,
  /** Each token gives the same as its parent or less. */
  ATTENUATION,
  /** Every token of the chain allows the tool and each argument. */
  SCOPE,
  /** The holder of the leaf signed this very call, for that leaf. */
  POSSESSION,
  /** Proof of possession, and each token that names one, are for this verifier's audience. */
  AUDIENCE,
  /** The proof of possession was made within 30 s of the call. */
  FRESHNESS
}
