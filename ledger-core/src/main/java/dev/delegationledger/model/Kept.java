package dev.delegationledger.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was read or derived once and may be asked for again, of so many keys at most: when there are
 * more, all are dropped, and come again as they are asked for. Thread-safe; a few threads that keep
 * something at the same time may each go one beyond the bound.
 *
 * @param <K> what it is asked for by; compared by {@code equals}
 * @param <V> what is kept
 */
public final class Kept<K, V> {
  private final Map<K, V> kept = new ConcurrentHashMap<>();
  private final int most;

  private Kept(int most) {
    this.most = most;
  }

  /** Nothing yet, and never more than {@code most} keys. */
  public static <K, V> Kept<K, V> atMost(int most) {
    return new Kept<>(most);
  }

  /** What is kept under this key, or null. */
  public @Nullable V get(K key) {
    return kept.get(key);
  }

  /** Keeps it, instead of what was kept under this key. */
  public void put(K key, V value) {
    makeRoom();
    kept.put(key, value);
  }

  /** Keeps all of them; more than the bound at once stay until the next is kept. */
  public void putAll(Map<K, V> values) {
    makeRoom();
    kept.putAll(values);
  }

  /** Keeps it if that still holds, which is asked while nobody else keeps or removes this key. */
  public void putIf(BooleanSupplier holds, K key, V value) {
    makeRoom();
    kept.compute(key, (same, known) -> holds.getAsBoolean() ? value : known);
  }

  /** Drops what is kept under this key. */
  public void remove(K key) {
    kept.remove(key);
  }

  private void makeRoom() {
    if (kept.size() >= most) {
      kept.clear();
    }
  }
}
