package dev.delegationledger.append;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.Witnessing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The one publication that runs, if any. Receipts hold this and not the ledger, which would
 * otherwise be kept in memory by them. Thread-safe.
 */
final class Publications {
  private volatile Optional<Publication> running = Optional.empty();

  /**
   * @throws IllegalStateException if one runs already
   */
  synchronized void begin(Publication publication) {
    if (running.isPresent()) {
      throw new IllegalStateException("publish: expected a ledger that does not publish yet");
    }
    running = Optional.of(publication);
  }

  synchronized void end() {
    running = Optional.empty();
  }

  void signed() {
    running.ifPresent(Publication::signed);
  }

  List<Witnessing.Cosigned> cosignatures(SignedCheckpoint kept) {
    return running.map(publication -> publication.cosignatures(kept)).orElse(List.of());
  }

  CompletableFuture<SignedCheckpoint> covering(long size) {
    return running
        .map(publication -> publication.covering(size))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new NotCosignedException(
                        "cosigned: expected a ledger that publishes, got one that does not")));
  }
}
