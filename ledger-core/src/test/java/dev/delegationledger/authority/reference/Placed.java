package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.util.Map;

/**
 * A record as somebody with a list of statements sees it.
 *
 * @param characters of its JWS
 * @param shown the values of its slots that are in clear or disclosed
 * @param charges what the record says, {@link Charges#NONE} while it is a candidate
 */
record Placed(
    long index,
    long timeMs,
    Hash hash,
    int characters,
    Statement statement,
    Map<String, Value> shown,
    Charges charges) {
  Kind kind() {
    return statement.kind();
  }

  Hash signer() {
    return statement.issued().signer();
  }
}
