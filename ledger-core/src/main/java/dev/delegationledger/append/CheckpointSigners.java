package dev.delegationledger.append;

import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import java.util.List;
import java.util.Optional;

/**
 * What signs the ledger's checkpoints: the key that it has, and a second one if there is one; while
 * the key is being changed, those that will. Immutable.
 */
final class CheckpointSigners {
  private final VerifierKey key;
  private final Signer ledger;
  private final Optional<Cosigner> second;
  private final Optional<CheckpointSigners> next;

  private CheckpointSigners(
      VerifierKey key, Signer ledger, Optional<Cosigner> second, Optional<CheckpointSigners> next) {
    this.key = key;
    this.ledger = ledger;
    this.second = second;
    this.next = next;
  }

  /**
   * @param current the key that the ledger has
   * @param keys of which one is that
   * @throws NotTheLedgerKeyException if none is
   */
  static CheckpointSigners of(
      VerifierKey current, List<Signer> keys, Optional<MlDsa44Signer> alsoSigning) {
    Signer signer =
        keys.stream()
            .filter(candidate -> candidate.publicKey().equals(current.key()))
            .findFirst()
            .orElseThrow(() -> new NotTheLedgerKeyException(current));
    Optional<Cosigner> second = alsoSigning.map(other -> Cosigner.of(current.name(), other));
    return new CheckpointSigners(current, signer, second, Optional.empty());
  }

  /** The same, with what will sign once the change to it is recorded. */
  CheckpointSigners withNext(Signer incoming, Optional<MlDsa44Signer> incomingSecond) {
    Optional<Cosigner> nextSecond =
        incomingSecond.map(other -> Cosigner.of(key.name(), other)).or(() -> second);
    CheckpointSigners after =
        new CheckpointSigners(
            VerifierKey.of(key.name(), incoming.publicKey()),
            incoming,
            nextSecond,
            Optional.empty());
    return new CheckpointSigners(key, ledger, second, Optional.of(after));
  }

  /**
   * What signs for a ledger that has {@code current} as its key.
   *
   * @throws IllegalStateException if that is neither the present nor the next one
   */
  CheckpointSigners signingFor(VerifierKey current) {
    if (current.equals(key)) {
      return this;
    }
    return next.filter(after -> after.key.equals(current))
        .orElseThrow(
            () -> new IllegalStateException("sign checkpoint: expected the key " + current.text()));
  }

  /**
   * @throws IllegalArgumentException if a ledger that has {@code current} as its key could not sign
   */
  void requireFor(VerifierKey current) {
    if (!current.equals(key) && !next.map(CheckpointSigners::key).equals(Optional.of(current))) {
      throw new IllegalArgumentException(
          "append: expected a change of the ledger's key to come with the new key, which signs the"
              + " next checkpoint: rotateKey does that");
    }
  }

  VerifierKey key() {
    return key;
  }

  /** The next key. */
  VerifierKey next() {
    return next.orElseThrow().key;
  }

  Signer ledger() {
    return ledger;
  }

  Optional<Cosigner> second() {
    return second;
  }

  SignedCheckpoint sign(Checkpoint checkpoint, long nowSeconds) {
    SignedCheckpoint signed = checkpoint.sign(ledger);
    return second.isEmpty() ? signed : signed.with(second.get().cosign(checkpoint, nowSeconds));
  }
}
