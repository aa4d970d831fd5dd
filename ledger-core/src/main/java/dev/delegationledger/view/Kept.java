package dev.delegationledger.view;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was read or derived once and may be asked for again, of so many keys at most: when there are
 * more, all are dropped, and come again as they are asked for. Thread-safe; a few threads that keep
 * something at the same time may each go one beyond the bound.
 */
final class Kept<K, V> {
  static final int MOST = 10_000;

  private final Map<K, V> kept = new ConcurrentHashMap<>();

  @Nullable V get(K key) {
    return kept.get(key);
  }

  void put(K key, V value) {
    makeRoom();
    kept.put(key, value);
  }

  /** Keeps it if that still holds, which is asked while nobody else keeps or removes this key. */
  void putIf(BooleanSupplier holds, K key, V value) {
    makeRoom();
    kept.compute(key, (same, known) -> holds.getAsBoolean() ? value : known);
  }

  void remove(K key) {
    kept.remove(key);
  }

  private void makeRoom() {
    if (kept.size() >= MOST) {
      kept.clear();
    }
  }
}
