package dev.delegationledger;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.view.StoredLedger;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A proof about to be exported. Unless {@link #disclose} says otherwise it opens everything that
 * the ledger holds. Immutable.
 */
public final class ProofRequest {
  private final Sequencer sequencer;
  private final Hash action;
  private final Set<Disclose> disclose;

  private ProofRequest(Sequencer sequencer, Hash action, Set<Disclose> disclose) {
    this.sequencer = sequencer;
    this.action = action;
    this.disclose = Collections.unmodifiableSet(disclose);
  }

  static ProofRequest of(Sequencer sequencer, Hash action) {
    return new ProofRequest(sequencer, action, EnumSet.allOf(Disclose.class));
  }

  /** The same proof, opening these kinds of hidden values and no others. */
  public ProofRequest disclose(Disclose... kinds) {
    Set<Disclose> chosen = EnumSet.noneOf(Disclose.class);
    chosen.addAll(Arrays.asList(kinds));
    return new ProofRequest(sequencer, action, chosen);
  }

  /**
   * The proof file, against the newest checkpoint: canonical JSON, at most 4 MiB.
   *
   * @throws IllegalArgumentException if the ledger does not hold the action
   * @throws ProofTooLarge if the file would be larger: disclose less
   * @throws LedgerBrokenException if a record that is needed cannot be read
   */
  public byte[] bytes() {
    try {
      return sequencer.undisturbed(this::export);
    } catch (RefusedException e) {
      if (e.refusal().reason() == Reason.PROOF_TOO_LARGE) {
        throw new ProofTooLarge(e.refusal());
      }
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  private byte[] export(StoredLedger ledger) throws RefusedException {
    OptionalLong index = ledger.indexOf(action);
    if (index.isEmpty()) {
      throw new IllegalArgumentException("prove: this ledger does not hold entry " + action);
    }
    return ProofExporter.file(ledger, index.getAsLong(), disclose);
  }
}
