package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What a whole ledger is asked about an action that is put to it. */
public interface CallIndex extends Totals {
  /** The first record in which this signer used this jti. */
  OptionalLong jtiUse(Hash signer, String jti);

  /**
   * The records of these kinds whose statements refer to this entry, oldest first; see {@code
   * References}. One that cannot be read may be among them, whatever it is.
   */
  List<Long> referring(Hash hash, Set<Kind> kinds);
}
