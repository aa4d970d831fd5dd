package dev.delegationledger.authority;

import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.OptionalLong;

/** What a whole ledger is asked about an action that is put to it. */
public interface CallIndex extends Totals {
  /** The first record in which this signer used this jti. */
  OptionalLong jtiUse(Hash signer, String jti);

  /** The records whose statements refer to this entry, oldest first; see {@code References}. */
  List<Long> referring(Hash hash);
}
