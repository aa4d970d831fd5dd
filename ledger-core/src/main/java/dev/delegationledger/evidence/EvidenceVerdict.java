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
 * @param key the verifier key that is convicted: one that the verifier pinned
 * @param notes the checkpoints that the key signed, which hold its holder to it; none unless it is
 *     convicted
 */
public record EvidenceVerdict(
    Finding finding,
    Refusal reason,
    Optional<Misbehaviour.Kind> kind,
    Optional<String> key,
    List<SignedCheckpoint> notes) {
  /** What was found. */
  public enum Finding implements Named {
    /** The pinned key signed what no honest ledger signs. */
    CONVICTED,
    /** Nothing of that kind is shown. */
    NOT_CONVICTED
  }

  public EvidenceVerdict {
    notes = List.copyOf(notes);
  }

  /** Whether the key is convicted. */
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
