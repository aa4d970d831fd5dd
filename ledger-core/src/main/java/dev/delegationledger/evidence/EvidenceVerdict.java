package dev.delegationledger.evidence;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * What a file of evidence comes to. Immutable.
 *
 * @param finding whether it convicts
 * @param reason what the ledger's key is convicted of, and at which record; or why it is not
 * @param kind what the file is about, if it could be read
 * @param keys the verifier keys that signed the notes, each of which the verifier pinned; none
 *     unless something is convicted. Two histories over a change of the ledger's key are signed by
 *     two keys, of which the file does not say which one lied: it convicts the ledger that had both
 * @param notes the checkpoints that the keys signed, which hold their holders to it; none unless
 *     something is convicted
 */
public record EvidenceVerdict(
    Finding finding,
    Refusal reason,
    Optional<Misbehaviour.Kind> kind,
    List<String> keys,
    List<SignedCheckpoint> notes) {
  /** What was found. */
  public enum Finding implements Named {
    /** The pinned keys signed what no honest ledger signs. */
    CONVICTED,
    /** Nothing of that kind is shown. */
    NOT_CONVICTED
  }

  public EvidenceVerdict {
    keys = List.copyOf(keys);
    notes = List.copyOf(notes);
  }

  /** Whether the ledger is convicted. */
  public boolean isConvicted() {
    return finding == Finding.CONVICTED;
  }

  /**
   * The process exit code: that of broken evidence if it convicts, since the ledger is then not to
   * be relied on; that of malformed input if the file is not in the format; else undecided, since a
   * file that shows nothing says nothing about the ledger, good or bad.
   */
  public int exitCode() {
    if (isConvicted()) {
      return ReasonClass.INTEGRITY.exitCode();
    }
    return reason.reason().reasonClass() == ReasonClass.MALFORMED
        ? ReasonClass.MALFORMED.exitCode()
        : ReasonClass.UNDECIDED.exitCode();
  }
}
