package dev.delegationledger.append;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.Witnessing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one publication that runs, if any. Receipts hold this and not the ledger, which would
 * otherwise be kept in memory by them. Thread-safe.
 */
final class Publications {
  private final AtomicReference<Optional<Publication>> running =
      new AtomicReference<>(Optional.empty());

  /**
   * @throws IllegalStateException if one runs already
   */
  void begin(Publication publication) {
    if (!running.compareAndSet(Optional.empty(), Optional.of(publication))) {
      throw new IllegalStateException("publish: expected a ledger that does not publish yet");
    }
  }

  void end() {
    running.set(Optional.empty());
  }

  void signed() {
    running.get().ifPresent(Publication::signed);
  }

  List<Witnessing.Cosigned> cosignatures(SignedCheckpoint kept) {
    return running.get().map(publication -> publication.cosignatures(kept)).orElse(List.of());
  }

  CompletableFuture<SignedCheckpoint> covering(long size) {
    return running
        .get()
        .map(publication -> publication.covering(size))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new NotCosignedException(
                        "cosigned: expected a ledger that publishes, got one that does not")));
  }
}
