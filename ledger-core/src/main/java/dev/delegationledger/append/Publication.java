package dev.delegationledger.append;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.Witnessing;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What shows the checkpoints of a sequencer to witnesses. Implementations MUST be thread-safe. */
public interface Publication {
  /**
   * There is a newer checkpoint. Called by who appends: it MUST NOT wait for anything, nor throw.
   */
  void signed();

  /** The witnesses whose cosignatures on a checkpoint that the ledger keeps verify. */
  List<Witnessing.Cosigned> cosignatures(SignedCheckpoint kept);

  /** A future of the caller's own: {@link Receipt#cosigned}. */
  CompletableFuture<SignedCheckpoint> covering(long size);
}
