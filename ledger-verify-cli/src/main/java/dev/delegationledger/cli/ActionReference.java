package dev.delegationledger.cli;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.view.StoredLedger;
import java.util.List;
import java.util.Optional;

/**
 * How an action is named on the command line: digits alone are a record index, anything else is a
 * jti. {@code jti:} before it makes a jti of anything: {@code jti:42}.
 */
final class ActionReference {
  private static final String JTI = "jti:";
  private static final int MAX_DIGITS = 13; // an index is below 2^40

  private final String text;

  private ActionReference(String text) {
    this.text = text;
  }

  static ActionReference of(String text) {
    return new ActionReference(text);
  }

  /**
   * The index of its record.
   *
   * @throws RefusedException {@code unknown-action}, {@code ambiguous-action}
   */
  long in(StoredLedger ledger) throws RefusedException {
    Optional<String> jti = jti();
    return jti.isPresent() ? ProofExporter.indexOfJti(ledger, jti.get()) : index();
  }

  /**
   * The denials of it: of actions with this jti, recorded or not, or the one that it names.
   *
   * @throws RefusedException naming a record that cannot be read
   */
  List<Long> denialsIn(StoredLedger ledger) throws RefusedException {
    Optional<String> jti = jti();
    if (jti.isPresent()) {
      return ProofExporter.denialsOfJti(ledger, jti.get());
    }
    long index = index();
    return isOfKind(Kind.DENIAL, index, ledger) ? List.of(index) : List.of();
  }

  /**
   * The call that tokens of another program permitted, if it names the record of one. A jti names
   * actions: whoever reports such a call chooses that of its entry, and could choose another's.
   *
   * @throws RefusedException naming a record that cannot be read
   */
  Optional<Long> foreignCallIn(StoredLedger ledger) throws RefusedException {
    return jti().isEmpty() && isOfKind(Kind.FOREIGN_CALL, index(), ledger)
        ? Optional.of(index())
        : Optional.empty();
  }

  private static boolean isOfKind(Kind kind, long index, StoredLedger ledger)
      throws RefusedException {
    return index < ledger.head().size() && ledger.signedEntry(index).kind() == kind;
  }

  /**
   * Whether it names an action that is recorded, by its jti.
   *
   * @throws RefusedException naming a record that cannot be read
   */
  boolean isRecordedIn(StoredLedger ledger) throws RefusedException {
    Optional<String> jti = jti();
    return jti.isPresent() && ProofExporter.isRecorded(ledger, jti.get());
  }

  private Optional<String> jti() {
    if (text.startsWith(JTI)) {
      return Optional.of(text.substring(JTI.length()));
    }
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Optional.empty() : Optional.of(text);
  }

  private long index() throws RefusedException {
    if (text.length() > MAX_DIGITS) {
      throw RefusedException.of(Reason.UNKNOWN_ACTION, "find action: expected an index below 2^40");
    }
    return Long.parseLong(text);
  }
}
