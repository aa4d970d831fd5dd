package dev.delegationledger.proof;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
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
   * its cosignatures, as long as that covers the record and is not by a key before those that the
   * verifier pinned, under the lines of the keys that the verifier knows; else the newest. Whether
   * the policy is met is not judged.
   *
   * @throws RefusedException {@code head-contradiction} if there is none
   */
  static SignedCheckpoint demandedBy(TrustAnchors trust, StoredLedger ledger, long index)
      throws RefusedException {
    Optional<TrustAnchors.Anchor> demanding =
        trust
            .of(ledger.identity().origin(), Optional.of(ledger.identity().genesisLeaf()))
            .filter(WitnessCheck::isDemanded);
    Optional<SignedCheckpoint> cosigned = cosigned(ledger, index);
    return demanding.isPresent()
            && cosigned.isPresent()
            && !isOfAKeyBefore(cosigned.get(), ledger, demanding.get())
        ? WitnessCheck.underKnown(cosigned.get(), demanding.get())
        : newest(ledger);
  }

  /** Whether the ledger signed it with a key that it had, and that the verifier has not pinned. */
  private static boolean isOfAKeyBefore(
      SignedCheckpoint kept, StoredLedger ledger, TrustAnchors.Anchor anchor)
      throws RefusedException {
    if (anchor.isSignerOf(kept)) {
      return false;
    }
    VerifierKey had = ledger.ledgerKeys().at(kept.checkpoint().size());
    try {
      kept.verify(had, UnknownSignatures.IGNORE);
      return !anchor.keys().keys().contains(had);
    } catch (RefusedException notItsOwn) {
      return false;
    }
  }

  private static Optional<SignedCheckpoint> cosigned(StoredLedger ledger, long index)
      throws RefusedException {
    Head head = ledger.head();
    return head.cosigned().filter(kept -> kept.checkpoint().size() > index);
  }
}
