package dev.delegationledger.scope;

import dev.delegationledger.model.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arrays of one comparison, read as sets; each is built once. Not thread-safe.
 *
 * <p>Trees, not hash tables: whoever writes a token also chooses the hash codes of its strings, and
 * thousands that collide would make every look-up a walk over all of them.
 */
final class ValueSets {
  private final IdentityHashMap<List<Value>, Set<Value>> built = new IdentityHashMap<>();

  boolean contains(List<Value> set, Value element) {
    return of(set).contains(element);
  }

  /** Whether every element of {@code part} is in {@code whole}. Costs the smaller of the two. */
  boolean isSubset(List<Value> part, List<Value> whole) {
    Set<Value> few = of(part);
    Set<Value> many = of(whole);
    return few.size() <= many.size() && many.containsAll(few);
  }

  private Set<Value> of(List<Value> list) {
    return built.computeIfAbsent(list, ValueSets::set);
  }

  private static Set<Value> set(List<Value> list) {
    Set<Value> set = new TreeSet<>(ValueOrder.INSTANCE);
    set.addAll(list);
    return set;
  }
}
