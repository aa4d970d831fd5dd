package dev.delegationledger;

import dev.delegationledger.append.Receipt;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A handle of an entry: what other entries refer to it by, what it says, and its receipt. Handles
 * are equal if they refer to the same entry. Thread-safe.
 *
 * <p>A handle that {@link AppendBatch#add} returned may be used in the same batch at once; it has
 * its receipt when {@link DelegationLedger#appendAll} has returned.
 */
public sealed class Recorded permits Enrolled, Granted, Acted, Requested, Grouped, Archetyped {
  private final SignedEntry entry;
  private volatile @Nullable Receipt receipt;

  Recorded(SignedEntry entry) {
    this.entry = entry;
  }

  /** The handle that fits what {@code entry} says. */
  static Recorded of(SignedEntry entry) {
    return switch (entry.kind()) {
      case ENROLMENT -> new Enrolled(entry);
      case GRANT -> new Granted(entry);
      case ACTION -> new Acted(entry);
      case REQUEST -> new Requested(entry);
      case GROUP -> new Grouped(entry);
      case ARCHETYPE -> new Archetyped(entry);
      case GENESIS,
          OUTCOME,
          REVOCATION,
          POLICY,
          APPROVAL,
          TRANSFER,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          ERASURE,
          AUTHORITY,
          DENIAL,
          FOREIGN_CALL,
          LEDGER_KEY ->
          new Recorded(entry);
    };
  }

  final void acknowledge(Receipt given) {
    receipt = given;
  }

  /** The SHA-256 of the entry's JWS signing input: what references to it hold. */
  public final Hash hash() {
    return entry.hash();
  }

  /** The entry as it was signed. */
  public final SignedEntry entry() {
    return entry;
  }

  /**
   * The receipt that the ledger gave when the entry was appended, or when the handle was looked up.
   * {@link DelegationLedger#receipt} gives one under the newest checkpoint.
   *
   * @throws IllegalStateException if the batch it was added to was not appended (yet)
   */
  public final Receipt receipt() {
    Receipt given = receipt;
    if (given == null) {
      throw new IllegalStateException(
          "not recorded: the receipt is there once appendAll has returned");
    }
    return given;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Recorded that && hash().equals(that.hash());
  }

  @Override
  public final int hashCode() {
    return hash().hashCode();
  }

  /** The kind and the hash. */
  @Override
  public final String toString() {
    return entry.kind().typ() + " " + hash();
  }
}
