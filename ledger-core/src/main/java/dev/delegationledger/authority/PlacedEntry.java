package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.util.Optional;

/**
 * A verified entry at its place in the log.
 *
 * @param entry the entry
 * @param position where it stands, or would stand if it were admitted now
 */
public record PlacedEntry(VerifiedEntry entry, Position position) implements Called {
  @Override
  public Statement statement() {
    return entry.statement();
  }

  @Override
  public Optional<Value> read(String slot) {
    return entry.signed().read(slot);
  }

  /** The index of its record. */
  @Override
  public long index() {
    return position.index();
  }

  /** Which kind of statement it is. */
  public Kind kind() {
    return entry.statement().kind();
  }

  /** What references to it hold. */
  public Hash hash() {
    return entry.hash();
  }

  /** The thumbprint of the key that signed it. */
  @Override
  public Hash signer() {
    return entry.signer();
  }

  /** What it says, as a statement of the given type. */
  <S extends Statement> S as(Class<S> type) {
    return type.cast(entry.statement());
  }
}
