package dev.delegationledger.authority;

import dev.delegationledger.log.Witnessing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What no verdict on one file can show, and whose word stands for it instead. */
final class Caveats {
  private static final String STATUSES =
      "Status roots and charges are the ledger's word: an audit computes them";
  private static final String WHOLE =
      "jti-unique, key-unique, principal-unique, renewals: only an audit sees the whole ledger";
  private static final String EXECUTION =
      "execution: what the agent did beyond the declared action";

  /** Without a quorum of witnesses or auditors: the ledger's key alone vouches. */
  static final List<String> LEDGER_ALONE =
      List.of(
          "Record time is the ledger's word",
          "Order is the ledger's word: witnesses would show that there is no other",
          STATUSES,
          WHOLE,
          EXECUTION);

  private Caveats() {}

  /** With what others than the ledger said. */
  static List<String> of(Vouched vouched) {
    Optional<Witnessing> witnesses = quorum(vouched.witnesses());
    Optional<Witnessing> auditors = quorum(vouched.auditors());
    return List.of(
        vouched.existedBy().map(by -> time(by, witnesses)).orElse(LEDGER_ALONE.get(0)),
        order(witnesses, auditors),
        auditors.map(Caveats::statuses).orElse(STATUSES),
        auditors.isPresent()
            ? "jti-unique, key-unique, principal-unique, renewals: the auditors' word"
            : WHOLE,
        EXECUTION);
  }

  /** What was found, if there is a quorum of those who were demanded. */
  private static Optional<Witnessing> quorum(Optional<Witnessing> found) {
    return found.filter(one -> one.existedBy().isPresent());
  }

  private static String time(long existedBy, Optional<Witnessing> witnesses) {
    boolean theirs = witnesses.flatMap(Witnessing::existedBy).equals(Optional.of(existedBy));
    return "Record time is the ledger's word, up to a quorum of "
        + (theirs ? "witnesses" : "auditors")
        + ": the checkpoint existed by "
        + Instant.ofEpochSecond(existedBy);
  }

  /** An auditor checks all that a witness does: whichever of them more have to lie among. */
  private static String order(Optional<Witnessing> witnesses, Optional<Witnessing> auditors) {
    if (witnesses.isEmpty() && auditors.isEmpty()) {
      return LEDGER_ALONE.get(1);
    }
    int ofWitnesses = witnesses.map(found -> found.policy().overlap()).orElse(-1);
    int ofAuditors = auditors.map(found -> found.policy().overlap()).orElse(-1);
    int overlap = Math.max(ofWitnesses, ofAuditors);
    return overlap == 0
        ? "Order is the ledger's word: two quorums of this policy need no witness in common, so it"
            + " excludes no second history"
        : "Order is the ledger's choice; that there is no other is the word of the ledger and of "
            + overlap
            + " or more "
            + (ofAuditors > ofWitnesses ? "auditors" : "witnesses");
  }

  /** Who recomputed what no proof shows. What they could not see stays the ledger's word. */
  private static String statuses(Witnessing found) {
    String names =
        found.cosigned().stream()
            .map(one -> one.witness().name())
            .collect(Collectors.joining(", "));
    return "Order, status roots and charges were recomputed from the records: the word of "
        + found.policy().smallestQuorum()
        + " or more auditors ("
        + names
        + "); of amounts that were hidden from them, the ledger's";
  }
}
