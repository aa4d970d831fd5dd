package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of one {@link DelegationLedger#appendAll}, in the order they will stand in the log. A
 * later one may refer to an earlier one, and be signed by a key that an earlier one enrols. For the
 * thread that was given it, until the call returns.
 */
public final class AppendBatch {
  private final DelegationLedger ledger;
  private final List<Recorded> handles = new ArrayList<>();
  private boolean closed;

  AppendBatch(DelegationLedger ledger) {
    this.ledger = ledger;
  }

  /** Signs a draft and adds the entry. */
  public <H extends Recorded> H add(Draft<H> draft) {
    requireOpen();
    return add(draft.handle(ledger.sign(draft, new Added())));
  }

  /** Adds an entry that is signed already. */
  public Recorded add(SignedEntry entry) {
    requireOpen();
    return add(Recorded.of(entry));
  }

  private <H extends Recorded> H add(H handle) {
    handles.add(handle);
    return handle;
  }

  /** What was added, and what is recorded. */
  private final class Added implements Known {
    @Override
    public Optional<Recorded> find(Hash hash) {
      return handles.stream()
          .filter(handle -> handle.hash().equals(hash))
          .findFirst()
          .or(() -> ledger.lookup().find(hash));
    }

    @Override
    public Optional<Enrolled> enrolledWith(Hash key) {
      for (Recorded handle : handles) {
        if (handle instanceof Enrolled enrolled && Jwk.thumbprint(enrolled.key()).equals(key)) {
          return Optional.of(enrolled);
        }
      }
      return ledger.lookup().enrolledWith(key);
    }
  }

  List<Recorded> close() {
    closed = true;
    return handles;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("appendAll has ended: begin another batch");
    }
  }
}
