package dev.delegationledger.entry;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action inside the denial of it: well-formed, in the very bytes that its actor signed.
 * Immutable.
 */
public final class RefusedAction {
  private final SignedEntry entry;
  private final Statement.Action statement;

  private RefusedAction(SignedEntry entry, Statement.Action statement) {
    this.entry = entry;
    this.statement = statement;
  }

  /**
   * Reads a compact JWS.
   *
   * @throws RefusedException what is malformed about it; {@code claims-malformed} if it is an entry
   *     of another kind
   */
  static RefusedAction parse(String compact) throws RefusedException {
    SignedEntry entry = SignedEntry.of(compact, List.of());
    if (entry.statement() instanceof Statement.Action action) {
      return new RefusedAction(entry, action);
    }
    throw RefusedException.of(
        Reason.CLAIMS_MALFORMED, "at /dl/refused: expected an action, got another kind of entry");
  }

  /**
   * The action without its disclosures.
   *
   * @throws IllegalArgumentException if {@code entry} is no action
   */
  public static RefusedAction of(SignedEntry entry) {
    if (entry.statement() instanceof Statement.Action action) {
      return new RefusedAction(entry, action);
    }
    throw new IllegalArgumentException("deny: expected an action, got " + entry.kind().typ());
  }

  /** What it says. */
  public Statement.Action statement() {
    return statement;
  }

  /** The compact JWS. */
  public String compact() {
    return entry.compact();
  }

  /** The SHA-256 of its signing input. */
  public Hash hash() {
    return entry.hash();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RefusedAction that && compact().equals(that.compact());
  }

  @Override
  public int hashCode() {
    return compact().hashCode();
  }

  /** Its hash. */
  @Override
  public String toString() {
    return hash().toString();
  }
}
