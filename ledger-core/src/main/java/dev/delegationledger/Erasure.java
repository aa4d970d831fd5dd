package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds an erasure: the ledger deletes what opens hidden slots of one entry, from its store and
 * from every file of it, and says ever after that it was erased, when and by whom. The same text in
 * a slot of another entry is another slot: an action repeats its request. For one thread; makes one
 * draft.
 */
public final class Erasure extends Builder {
  private final Recorded target;
  private final Set<String> slots = new TreeSet<>();
  private Optional<Recorded> policy = Optional.empty();
  private Optional<String> reason = Optional.empty();

  private Erasure(Recorded target) {
    this.target = target;
  }

  /** Erases of {@code entry} the slots that are named, or all that are left if none is named. */
  public static Erasure of(Recorded entry) {
    return new Erasure(entry);
  }

  /**
   * Erases this slot, see {@link SlotName}: {@code name}, {@code task}, {@code
   * SlotName.argument("iban")}. May be called up to 16 times.
   */
  public Erasure slot(String name) {
    requireOpen();
    slots.add(name);
    return this;
  }

  /** Since the retention that {@code inForce} states is over, see {@link Policy#retention}. */
  public Erasure retention(Recorded inForce) {
    requireOpen();
    policy = Optional.of(inForce);
    return this;
  }

  /** Why; goes into a hidden slot. */
  public Erasure because(String text) {
    requireOpen();
    reason = Optional.of(text);
    return this;
  }

  /** The entry with the slots: what a rotation inherits stands in the principal's first one. */
  private Recorded holder(Writing writing) {
    return target.entry().statement().slots().isEmpty() ? writing.first(target) : target;
  }

  /**
   * The draft. Whoever an enrolment names may erase of it, whoever signed it of any other entry,
   * but for agents; an authority of any entry; and once the retention is over any human and any
   * service.
   */
  public Draft<Recorded> by(Signer signer) {
    return finish(
        signer,
        writing ->
            new Statement.Erasure(
                writing.issued(),
                holder(writing).hash(),
                slots,
                writing.signerEnrolment().map(Recorded::hash),
                policy.map(Recorded::hash),
                writing.hide(SlotName.REASON, reason.map(Value::of))),
        Recorded::new);
  }
}
