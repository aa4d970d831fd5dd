package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import java.util.function.Function;

/** What the builders of drafts share: each makes one draft, and is closed then. */
abstract class Builder {
  private boolean done;

  /**
   * @throws IllegalStateException if the draft was made
   */
  final void requireOpen() {
    if (done) {
      throw new IllegalStateException("by(...) was called: begin another statement");
    }
  }

  final <H extends Recorded> Draft<H> finish(
      Signer signer, Function<Writing, Statement> content, Function<SignedEntry, H> handle) {
    requireOpen();
    done = true;
    return new Draft<>(signer, content, handle);
  }
}
