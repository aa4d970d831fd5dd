package dev.delegationledger.proof;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.StoredLedger;
import java.util.Optional;

/** Which of the checkpoints that a ledger keeps a proof is made under. Stateless. */
public final class CheckpointChoice {
  private CheckpointChoice() {}

  /**
   * The newest checkpoint.
   *
   * @throws RefusedException {@code head-contradiction} if there is none
   */
  public static SignedCheckpoint newest(StoredLedger ledger) throws RefusedException {
    return ledger
        .head()
        .checkpoint()
        .orElseThrow(
            () ->
                RefusedException.of(
                    Reason.HEAD_CONTRADICTION,
                    "read head: expected a signed checkpoint, got none"));
  }

  /**
   * For whoever will read it: the newest one that was kept with its cosignatures, if that covers
   * the record; else the newest.
   *
   * @throws RefusedException {@code head-contradiction} if there is none
   */
  public static SignedCheckpoint best(StoredLedger ledger, long index) throws RefusedException {
    Optional<SignedCheckpoint> cosigned = cosigned(ledger, index);
    return cosigned.isPresent() ? cosigned.get() : newest(ledger);
  }

  /**
   * For one verifier: if its policy for this ledger demands witnesses, the one that was kept with
   * its cosignatures, as long as that covers the record and a key that the verifier pinned signed
   * it, under the lines of the keys that the verifier knows; else the newest. Whether the policy is
   * met is not judged.
   *
   * @throws RefusedException {@code head-contradiction} if there is none
   */
  static SignedCheckpoint demandedBy(TrustAnchors trust, StoredLedger ledger, long index)
      throws RefusedException {
    Optional<TrustAnchors.Anchor> demanding =
        trust
            .of(ledger.identity().origin(), Optional.of(ledger.identity().genesisLeaf()))
            .filter(WitnessCheck::isDemanded);
    Optional<SignedCheckpoint> cosigned =
        cosigned(ledger, index)
            .flatMap(
                kept ->
                    demanding
                        .filter(anchor -> anchor.isSignerOf(kept))
                        .map(anchor -> WitnessCheck.underKnown(kept, anchor)));
    return cosigned.isPresent() ? cosigned.get() : newest(ledger);
  }

  private static Optional<SignedCheckpoint> cosigned(StoredLedger ledger, long index)
      throws RefusedException {
    Head head = ledger.head();
    return head.cosigned().filter(kept -> kept.checkpoint().size() > index);
  }
}
