package dev.delegationledger.append;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries to be recorded together or not at all, and what came of it. Answered once, by whoever
 * records them, and told after that.
 */
final class Request implements Turnstile.Turn {
  private final List<VerifiedEntry> entries;
  private final Consumer<Request> signal;

  private volatile @Nullable List<Receipt> receipts;
  private volatile @Nullable Throwable failure;

  /**
   * @param signal told that it has its answer, or before that, that it is its turn; it waits for
   *     nothing
   */
  Request(List<VerifiedEntry> entries, Consumer<Request> signal) {
    this.entries = List.copyOf(entries);
    this.signal = signal;
  }

  List<VerifiedEntry> entries() {
    return entries;
  }

  /** Whether something is gone from the store before this is answered. */
  boolean erases() {
    return entries.stream().anyMatch(entry -> entry.signed().kind() == Kind.ERASURE);
  }

  @Override
  public void call() {
    signal.accept(this);
  }

  /** Tells whoever waits that it is answered; once more changes nothing. */
  void tell() {
    signal.accept(this);
  }

  void recorded(List<Receipt> given) {
    receipts = given;
  }

  void failed(Throwable why) {
    failure = why;
  }

  boolean isAnswered() {
    return receipts != null || failure != null;
  }

  /**
   * The receipts.
   *
   * @throws RefusedException why it was refused
   * @throws IllegalStateException if it has no answer yet
   */
  List<Receipt> answer() throws RefusedException {
    Throwable why = failure;
    if (why instanceof RefusedException refused) {
      throw refused;
    } else if (why instanceof RuntimeException exception) {
      throw exception;
    } else if (why instanceof Error error) {
      throw error;
    }
    return Objects.requireNonNull(receipts);
  }
}
