package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement with everything but its ledger, its time and its signature; the builders' {@code by}
 * makes one. Thread-safe.
 *
 * <p>A draft is signed once, when it is first given to a ledger: to give it again is to send the
 * same bytes again, which is the same entry. A second statement needs a second draft.
 *
 * @param <H> the handle of the entry it becomes
 */
public final class Draft<H extends Recorded> {
  private final Signer signer;
  private final Function<Writing, Statement> content;
  private final Function<SignedEntry, H> handle;

  // Guarded by this.
  private @Nullable SignedEntry signed;
  private @Nullable String ledger;

  Draft(Signer signer, Function<Writing, Statement> content, Function<SignedEntry, H> handle) {
    this.signer = signer;
    this.content = content;
    this.handle = handle;
  }

  Signer signer() {
    return signer;
  }

  synchronized SignedEntry sign(Writing writing) {
    SignedEntry before = signed;
    if (before == null) {
      Statement statement = content.apply(writing);
      SignedEntry fresh = SignedEntry.sign(statement, signer, writing.disclosures());
      signed = fresh;
      ledger = writing.ledger();
      return fresh;
    }
    if (!writing.ledger().equals(ledger)) {
      throw new IllegalStateException(
          "this draft was signed for ledger " + ledger + ": make another one");
    }
    return before;
  }

  H handle(SignedEntry entry) {
    return handle.apply(entry);
  }
}
