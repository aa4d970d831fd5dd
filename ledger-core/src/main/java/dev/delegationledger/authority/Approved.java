package dev.delegationledger.authority;

import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;

/** An approval that stands, and the human who gave it. */
record Approved(PlacedEntry approval, Lineage approver) {
  Hash key() {
    return Jwk.thumbprint(approver.statement().key());
  }
}
