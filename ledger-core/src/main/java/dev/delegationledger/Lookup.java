package dev.delegationledger;

import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Finds what is recorded, as handles. As thread-safe as the ledger. */
final class Lookup implements Known {
  private final Sequencer sequencer;
  private final StoredLedger stored;

  Lookup(Sequencer sequencer) {
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
  }

  /** The recorded entry with this hash. */
  @Override
  public Optional<Recorded> find(Hash hash) {
    OptionalLong index = stored.indexOf(hash);
    return index.isPresent() ? Optional.of(handle(index.getAsLong())) : Optional.empty();
  }

  /** The enrolment of the key with this thumbprint. */
  @Override
  public Optional<Enrolled> enrolledWith(Hash key) {
    return newestEnrolment(
        Table.BY_KEY, Keys.hash(key), enrolled -> Jwk.thumbprint(enrolled.key()).equals(key));
  }

  /** The newest enrolment under this principal id. */
  Optional<Enrolled> enrolledAs(String id) {
    return newestEnrolment(
        Table.BY_PRINCIPAL, Keys.principal(id), enrolled -> enrolled.id().equals(id));
  }

  /** The same handle, with a receipt as of now. */
  <H extends Recorded> H acknowledged(H handle) {
    try {
      long index = stored.indexOf(handle.hash()).orElseThrow();
      SignedCheckpoint newest = sequencer.checkpoint();
      handle.acknowledge(
          newest.checkpoint().size() > index ? sequencer.receipt(index, true) : signed(index));
      return handle;
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  /** Appending what is recorded writes no record, and signs what was not signed yet. */
  private Receipt signed(long index) throws RefusedException {
    return sequencer.append(List.of(stored.entry(index).entry())).get(0);
  }

  /** A row may also lead to a group, a recovery key or an authority: those are passed over. */
  private Optional<Enrolled> newestEnrolment(
      Table table, byte[] lookedUp, Predicate<Enrolled> fits) {
    List<Long> found = stored.lookup(table, lookedUp);
    for (int i = found.size() - 1; i >= 0; i--) {
      if (handle(found.get(i)) instanceof Enrolled enrolled && fits.test(enrolled)) {
        return Optional.of(enrolled);
      }
    }
    return Optional.empty();
  }

  private Recorded handle(long index) {
    try {
      return Recorded.of(stored.entry(index).entry().signed());
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }
}
