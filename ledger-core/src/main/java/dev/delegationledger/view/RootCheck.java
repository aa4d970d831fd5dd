package dev.delegationledger.view;

import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Holds what a store says of records against the roots of its head: that the leaf of the log's tree
 * is the one which the root stands for, and the list of facts as well. Each record once, as far as
 * it is remembered; of those that were written since, the writer knows. Thread-safe.
 *
 * <p>Whoever can write to the store can make it forget a revocation, but not find another list with
 * the status root that the newest record states, under a root that the ledger's key has signed.
 */
final class RootCheck {
  private final StoredRecords records;
  private final long size;
  private final Hash root;

  /** Which leaf and list were checked; guarded by this. */
  private final IndexSet checked = new IndexSet();

  private final IndexSet checkedStatus = new IndexSet();

  /**
   * @param head as the store was found; that it was signed is for others to check
   */
  RootCheck(StoredRecords records, Head head) {
    this.records = records;
    this.size = head.size();
    this.root = head.root();
  }

  private boolean isChecked(long index, IndexSet by) {
    synchronized (this) {
      return index >= size || by.contains(index);
    }
  }

  private void mark(NavigableSet<Long> indexes, IndexSet by) {
    synchronized (this) {
      indexes.forEach(by::add);
    }
  }

  /**
   * Requires that the leaf hash in the store is the one under the root.
   *
   * @throws RefusedException {@code node-contradiction}
   */
  void requireLeaf(long index) throws RefusedException {
    if (index >= 0 && !isChecked(index, checked)) {
      requireLeaves(single(index, index).navigableKeySet());
    }
  }

  /** As {@link #requireLeaf}, of many at once: what their paths share is read once. */
  void requireLeaves(NavigableSet<Long> indexes) throws RefusedException {
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    boolean sound =
        Contradictions.thrown(
            () -> {
              indexes.forEach(index -> leaves.put(index, records.logNode(0, index)));
              return InclusionMultiproof.of(indexes, size, records::logNode)
                  .verify(leaves, size, root);
            });
    if (!sound) {
      throw refuse(
          indexes, Reason.NODE_CONTRADICTION, "check tree: expected leaves under the head's root");
    }
    mark(indexes, checked);
  }

  /**
   * The list of facts of a record, which is the one under the status root.
   *
   * @throws RefusedException {@code status-contradiction}, {@code node-contradiction}
   */
  StatusList status(long index) throws RefusedException {
    if (isChecked(index, checkedStatus)) {
      return records.status(index);
    }
    while (true) {
      byte[] before = records.head();
      StatusList facts = records.status(index);
      if (isUnder(single(index, facts), before)) {
        mark(single(index, facts).navigableKeySet(), checkedStatus);
        return facts;
      }
      if (Arrays.equals(before, records.head())) { // else something was committed meanwhile
        throw contradiction(single(index, facts).navigableKeySet());
      }
    }
  }

  /** As {@link #status}, of many at once, while nothing is written. */
  void requireStatuses(NavigableSet<Long> indexes) throws RefusedException {
    NavigableMap<Long, StatusList> lists = new TreeMap<>();
    for (long index : indexes) {
      lists.put(index, records.status(index));
    }
    if (!isUnder(lists, records.head())) {
      throw contradiction(indexes);
    }
    mark(indexes, checkedStatus);
  }

  private boolean isUnder(NavigableMap<Long, StatusList> lists, byte[] head)
      throws RefusedException {
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    lists.forEach((index, facts) -> leaves.put(index, facts.leafHash()));
    Hash statusRoot = Head.parse(head).statusRoot();
    return Contradictions.thrown(
        () ->
            StatusMultiproof.of(leaves.navigableKeySet(), records::statusNode)
                .verify(leaves, statusRoot));
  }

  private static RefusedException contradiction(NavigableSet<Long> indexes) {
    return refuse(
        indexes,
        Reason.STATUS_CONTRADICTION,
        "check status: expected the list under the head's status root");
  }

  /** Of several nobody knows which one: an audit does. */
  private static RefusedException refuse(NavigableSet<Long> indexes, Reason reason, String detail) {
    Refusal refusal = Refusal.of(reason, detail);
    return new RefusedException(indexes.size() == 1 ? refusal.orAt(indexes.first()) : refusal);
  }

  private static <T> NavigableMap<Long, T> single(long index, T value) {
    NavigableMap<Long, T> one = new TreeMap<>();
    one.put(index, value);
    return one;
  }
}
