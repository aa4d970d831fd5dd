package dev.delegationledger;

import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds what is recorded, as handles. As thread-safe as the ledger. */
final class Lookup {
  private final Sequencer sequencer;
  private final StoredLedger stored;

  Lookup(Sequencer sequencer) {
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
  }

  /** The recorded entry with this hash. */
  Optional<Recorded> find(Hash hash) {
    OptionalLong index = stored.indexOf(hash);
    return index.isPresent() ? Optional.of(handle(index.getAsLong())) : Optional.empty();
  }

  /** The enrolment of the key with this thumbprint. */
  Optional<Enrolled> enrolledWith(Hash key) {
    return newestEnrolment(Table.BY_KEY, Keys.hash(key));
  }

  /** The newest enrolment under this principal id. */
  Optional<Enrolled> enrolledAs(String id) {
    return newestEnrolment(Table.BY_PRINCIPAL, Keys.principal(id));
  }

  /** The same handle, with a receipt under the newest checkpoint. */
  <H extends Recorded> H acknowledged(H handle) {
    try {
      long index = stored.indexOf(handle.hash()).orElseThrow();
      SignedCheckpoint newest = sequencer.checkpoint();
      handle.acknowledge(
          newest.checkpoint().size() > index
              ? new Receipt(stored.record(index), newest, true)
              : signed(index));
      return handle;
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  /** Appending what is recorded writes no record, and signs what was not signed yet. */
  private Receipt signed(long index) throws RefusedException {
    return sequencer.append(List.of(stored.entry(index).entry())).get(0);
  }

  private Optional<Enrolled> newestEnrolment(Table table, byte[] lookedUp) {
    List<Long> found = stored.lookup(table, lookedUp);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of((Enrolled) handle(found.get(found.size() - 1)));
  }

  private Recorded handle(long index) {
    try {
      return Recorded.of(stored.entry(index).entry().signed());
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }
}
