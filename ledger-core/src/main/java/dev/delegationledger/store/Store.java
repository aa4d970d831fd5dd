package dev.delegationledger.store;

import org.jspecify.annotations.Nullable;

/**
 * A store with one writer. Thread-safe; commits are taken one at a time.
 *
 * <p>Guarantees: a commit is applied wholly or not at all, over all tables and the head together;
 * when {@link #commit} returns, it is on stable storage; commits become visible in the order in
 * which they were taken.
 */
public interface Store extends ReadableStore {
  /**
   * Applies {@code batch} if the head still is {@code expectedHead} (null: there never was a
   * commit). Atomic, and durable on return.
   *
   * @throws StaleHeadException if the head is another one; nothing was written
   * @throws OutcomeUnknownException if writing failed: the batch may or may not be there after a
   *     restart. The store then refuses every further commit; reads go on
   * @throws StoreException if the store was latched by an earlier failure, or the head could not be
   *     read; nothing was written
   */
  void commit(byte @Nullable [] expectedHead, Batch batch);

  /**
   * Removes what deleted rows of {@link Table#DISCLOSURES} leave behind: on return, no byte of
   * their values is in anything that belongs to the store. Does nothing if no such row was deleted
   * since it last returned.
   *
   * <p>A store that outlives its process notes in the commit itself that rows were deleted, and
   * removes what they left when it is opened again, before it gives itself out, if this was not
   * called or did not return.
   *
   * @throws StoreException if it could not; it may be called again, and reads and commits go on
   * @throws OutcomeUnknownException if it is unknown whether the note of it was taken back; the
   *     store takes no commit until it is opened again, which purges again if need be
   * @throws IllegalStateException from within a visitor: what that one reads would be removed
   */
  void purge();
}
