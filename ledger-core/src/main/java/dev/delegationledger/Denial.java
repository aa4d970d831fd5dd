package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.RefusedAction;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import java.util.Optional;

/**
 * Builds a denial: an action was put to the ledger and refused. It holds the action's own JWS and
 * disclosures, and is admitted only if the rules refuse that action right there, for the reason it
 * states. {@link DelegationLedger#recordDenials} has the ledger make them; whoever refuses at
 * another place makes them with this. For one thread; makes one draft.
 */
public final class Denial extends Builder {
  /** So many characters of an action's JWS fit into a record of its denial. */
  public static final int MAX_CHARACTERS = 46_000;

  private final SignedEntry refused;
  private final Reason reason;
  private Optional<Long> record = Optional.empty();
  private Optional<Long> hop = Optional.empty();
  private Optional<Statement.Unrecorded> unrecorded = Optional.empty();

  private Denial(SignedEntry refused, Reason reason) {
    this.refused = refused;
    this.reason = reason;
  }

  /**
   * An action that the rules refused.
   *
   * @param refused with the disclosures that its actor showed; those of the other slots are said to
   *     be withheld
   * @throws IllegalArgumentException if it is no action, or longer than {@link #MAX_CHARACTERS}
   */
  public static Denial of(SignedEntry refused, Reason reason) {
    RefusedAction.of(refused);
    if (!fits(refused)) {
      throw new IllegalArgumentException(
          "deny: expected an action of at most " + MAX_CHARACTERS + " characters");
    }
    return new Denial(refused, reason);
  }

  static boolean fits(SignedEntry action) {
    return action.compact().length() <= MAX_CHARACTERS;
  }

  /** The record that refused it; to be given exactly if that is not the action itself. */
  public Denial record(long index) {
    requireOpen();
    record = Optional.of(index);
    return this;
  }

  /** The place in its chain of grants that refused it, from 0 at the root, if one did. */
  public Denial hop(int place) {
    requireOpen();
    hop = Optional.of((long) place);
    return this;
  }

  /** Earlier ones of the same actor that have no denial of their own. */
  Denial after(Statement.Unrecorded more) {
    requireOpen();
    unrecorded = Optional.of(more);
    return this;
  }

  /** The draft, to be signed by an enrolled service. */
  public Draft<Recorded> by(Enrolled service, Signer serviceKey) {
    return finish(
        serviceKey,
        writing -> {
          refused.disclosures().values().forEach(writing::disclose);
          return new Statement.Denial(
              writing.issued(),
              service.hash(),
              RefusedAction.of(refused),
              refused.hiddenSlots(),
              new Statement.Ground(reason, record, hop),
              unrecorded);
        },
        Recorded::new);
  }
}
