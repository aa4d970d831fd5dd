package dev.delegationledger.authority;

import dev.delegationledger.log.Witnessing;
import java.time.Instant;
import java.util.List;

/** What no verdict on one file can show, and whose word stands for it instead. */
final class Caveats {
  /** Without a quorum of witnesses: the ledger's key alone vouches. */
  static final List<String> LEDGER_ALONE =
      with(
          "Record time is the ledger's word",
          "Order is the ledger's word: witnesses would show that there is no other");

  private Caveats() {}

  /** With what the witnesses of a policy said. */
  static List<String> of(Witnessing found) {
    if (found.existedBy().isEmpty()) {
      return LEDGER_ALONE;
    }
    return with(
        "Record time is the ledger's word, up to a quorum of witnesses: the checkpoint existed by "
            + Instant.ofEpochSecond(found.existedBy().get()),
        order(found.policy().overlap()));
  }

  /** Of a ledger that has more records than those under the checkpoint. */
  static String after(long judged, long records) {
    return "What came later: judged by the first "
        + judged
        + " of "
        + records
        + " records, and no witness has vouched for the "
        + (records - judged)
        + " after them";
  }

  private static String order(int overlap) {
    return overlap == 0
        ? "Order is the ledger's word: two quorums of this policy need no witness in common, so it"
            + " excludes no second history"
        : "Order is the ledger's choice; that there is no other is the word of the ledger and of "
            + overlap
            + " or more witnesses";
  }

  private static List<String> with(String time, String order) {
    return List.of(
        time,
        order,
        "Status roots and charges are the ledger's word: an audit computes them",
        "jti-unique, key-unique, principal-unique, renewals: only an audit sees the whole ledger",
        "execution: what the agent did beyond the declared action");
  }
}
