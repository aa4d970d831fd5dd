package dev.delegationledger.scope;

import dev.delegationledger.model.Value;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A total order of values by kind and content, consistent with equals. Its order has no meaning.
 */
final class ValueOrder implements Comparator<Value> {
  static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  @Override
  public int compare(Value a, Value b) {
    if (a instanceof Value.Bool x && b instanceof Value.Bool y) {
      return Boolean.compare(x.value(), y.value());
    }
    if (a instanceof Value.Num x && b instanceof Value.Num y) {
      return x.value().compareTo(y.value());
    }
    if (a instanceof Value.Str x && b instanceof Value.Str y) {
      return x.value().compareTo(y.value());
    }
    if (a instanceof Value.Arr x && b instanceof Value.Arr y) {
      return compareItems(x.items(), y.items());
    }
    if (a instanceof Value.Obj x && b instanceof Value.Obj y) {
      return compareMembers(x.members(), y.members());
    }
    return Integer.compare(rank(a), rank(b));
  }

  private int compareItems(List<Value> a, List<Value> b) {
    int order = Integer.compare(a.size(), b.size());
    for (int i = 0; order == 0 && i < a.size(); i++) {
      order = compare(a.get(i), b.get(i));
    }
    return order;
  }

  private int compareMembers(Map<String, Value> a, Map<String, Value> b) {
    int order = Integer.compare(a.size(), b.size());
    Iterator<Map.Entry<String, Value>> others = b.entrySet().iterator();
    for (Map.Entry<String, Value> member : a.entrySet()) {
      if (order != 0) {
        return order;
      }
      Map.Entry<String, Value> other = others.next();
      order = member.getKey().compareTo(other.getKey());
      order = order == 0 ? compare(member.getValue(), other.getValue()) : order;
    }
    return order;
  }

  private static int rank(Value value) {
    if (value instanceof Value.Null) {
      return 0;
    } else if (value instanceof Value.Bool) {
      return 1;
    } else if (value instanceof Value.Num) {
      return 2;
    } else if (value instanceof Value.Str) {
      return 3;
    } else if (value instanceof Value.Arr) {
      return 4;
    }
    return 5;
  }
}
