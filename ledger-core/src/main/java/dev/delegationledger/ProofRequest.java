package dev.delegationledger;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
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
  /** What is wrong with what was asked for rather than with the log. */
  private static final Set<Reason> WRONG_CHOICE =
      EnumSet.of(Reason.CHECKPOINT_SIGNATURE_INVALID, Reason.UNKNOWN_ACTION);

  private final Sequencer sequencer;
  private final Hash action;
  private final Set<Disclose> disclose;
  private final Optional<SignedCheckpoint> checkpoint;
  private final OptionalLong since;

  private ProofRequest(
      Sequencer sequencer,
      Hash action,
      Set<Disclose> disclose,
      Optional<SignedCheckpoint> checkpoint,
      OptionalLong since) {
    this.sequencer = sequencer;
    this.action = action;
    this.disclose = Collections.unmodifiableSet(disclose);
    this.checkpoint = checkpoint;
    this.since = since;
  }

  static ProofRequest of(Sequencer sequencer, Hash action) {
    return new ProofRequest(
        sequencer, action, EnumSet.allOf(Disclose.class), Optional.empty(), OptionalLong.empty());
  }

  /** The same proof, opening these kinds of hidden values and no others. */
  public ProofRequest disclose(Disclose... kinds) {
    Set<Disclose> chosen = EnumSet.noneOf(Disclose.class);
    chosen.addAll(Arrays.asList(kinds));
    return new ProofRequest(sequencer, action, chosen, checkpoint, since);
  }

  /**
   * The same proof against a checkpoint of this ledger that was kept, and its cosignatures with it.
   * It says nothing about what was recorded after that checkpoint.
   */
  public ProofRequest under(SignedCheckpoint kept) {
    return new ProofRequest(sequencer, action, disclose, Optional.of(kept), since);
  }

  /**
   * The same proof, with what shows that the log still begins with the first {@code size} records:
   * for a verifier who kept an older checkpoint, proof or receipt of that size, and asks for it
   * ({@link dev.delegationledger.proof.AuthorityVerifier#since}).
   *
   * @throws IllegalArgumentException unless the size is at least 1
   */
  public ProofRequest since(long size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "prove: expected an older size of at least 1, got " + size);
    }
    return new ProofRequest(sequencer, action, disclose, checkpoint, OptionalLong.of(size));
  }

  /**
   * The proof file, against the newest checkpoint or the one that was given: canonical JSON, at
   * most 4 MiB.
   *
   * @throws IllegalArgumentException if the ledger does not hold the action, or not before the
   *     checkpoint that was given, or if that is not one of this ledger's or has fewer records than
   *     {@link #since} asks for
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
      if (e.refusal().reason() == Reason.CONSISTENCY_MISSING
          || (checkpoint.isPresent() && WRONG_CHOICE.contains(e.refusal().reason()))) {
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
    AuthorityProof proof =
        checkpoint.isPresent()
            ? ProofExporter.export(ledger, checkpoint.get(), index.getAsLong(), disclose)
            : ProofExporter.export(ledger, index.getAsLong(), disclose);
    return ProofExporter.file(
        since.isPresent() ? ProofExporter.since(ledger, proof, since.getAsLong()) : proof);
  }
}
