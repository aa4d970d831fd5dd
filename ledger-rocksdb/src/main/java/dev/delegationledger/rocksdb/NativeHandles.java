package dev.delegationledger.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.RocksObject;

/**
 * The native objects of one open database. They are released in the reverse of the order in which
 * they were added, so that what depends on another goes first. Not thread-safe: filled while
 * opening, closed once.
 */
final class NativeHandles implements AutoCloseable {
  private final Deque<RocksObject> handles = new ArrayDeque<>();

  /** Takes ownership of {@code handle} and returns it. */
  <T extends RocksObject> T add(T handle) {
    handles.push(handle);
    return handle;
  }

  /** The number of objects that are held. */
  int size() {
    return handles.size();
  }

  /** Releases everything; closing again does nothing. */
  @Override
  public void close() {
    while (!handles.isEmpty()) {
      handles.pop().close();
    }
  }
}
