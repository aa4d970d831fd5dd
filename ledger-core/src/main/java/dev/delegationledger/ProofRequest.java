package dev.delegationledger;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.CheckpointChoice;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.view.StoredLedger;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A proof about to be exported. Unless {@link #disclose} says otherwise it opens everything that
 * the ledger holds. Immutable.
 */
public final class ProofRequest {
  /** What is wrong with the checkpoint that was given, or the choice of it, rather than the log. */
  private static final Set<Reason> WRONG_CHOICE =
      EnumSet.of(Reason.CHECKPOINT_SIGNATURE_INVALID, Reason.UNKNOWN_ACTION);

  private final Sequencer sequencer;
  private final Hash action;
  private final Set<Disclose> disclose;
  private final Optional<SignedCheckpoint> checkpoint;

  private ProofRequest(
      Sequencer sequencer,
      Hash action,
      Set<Disclose> disclose,
      Optional<SignedCheckpoint> checkpoint) {
    this.sequencer = sequencer;
    this.action = action;
    this.disclose = Collections.unmodifiableSet(disclose);
    this.checkpoint = checkpoint;
  }

  static ProofRequest of(Sequencer sequencer, Hash action) {
    return new ProofRequest(sequencer, action, EnumSet.allOf(Disclose.class), Optional.empty());
  }

  /** The same proof, opening these kinds of hidden values and no others. */
  public ProofRequest disclose(Disclose... kinds) {
    Set<Disclose> chosen = EnumSet.noneOf(Disclose.class);
    chosen.addAll(Arrays.asList(kinds));
    return new ProofRequest(sequencer, action, chosen, checkpoint);
  }

  /**
   * The same proof against a checkpoint of this ledger that was kept, and its cosignatures with it.
   * It says nothing about what was recorded after that checkpoint.
   */
  public ProofRequest under(SignedCheckpoint kept) {
    return new ProofRequest(sequencer, action, disclose, Optional.of(kept));
  }

  /**
   * The proof file, against the checkpoint that was given; without one against the newest that
   * witnesses cosigned, if this ledger keeps one that covers the action, else against the newest.
   * Canonical JSON, at most 4 MiB.
   *
   * @throws IllegalArgumentException if the ledger does not hold the action, or not before the
   *     checkpoint that was given, or if that is not one of this ledger's
   * @throws ProofTooLarge if the file would be larger: disclose less
   * @throws LedgerBrokenException if a record that is needed cannot be read, or the ledger's key
   *     signed the checkpoint that was given and the ledger no longer holds those records
   */
  public byte[] bytes() {
    try {
      return sequencer.undisturbed(this::export);
    } catch (RefusedException e) {
      if (e.refusal().reason() == Reason.PROOF_TOO_LARGE) {
        throw new ProofTooLarge(e.refusal());
      }
      if (checkpoint.isPresent() && WRONG_CHOICE.contains(e.refusal().reason())) {
        throw new IllegalArgumentException("prove: " + e.refusal().detail());
      }
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  private byte[] export(StoredLedger ledger) throws RefusedException {
    OptionalLong index = ledger.indexOf(action);
    if (index.isEmpty()) {
      throw new IllegalArgumentException("prove: this ledger does not hold entry " + action);
    }
    SignedCheckpoint under =
        checkpoint.isPresent()
            ? checkpoint.get()
            : CheckpointChoice.best(ledger, index.getAsLong());
    return ProofExporter.file(ledger, under, index.getAsLong(), disclose);
  }
}
