package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.PathWithin;
import dev.delegationledger.model.Constraint.Prefix;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.UrlWithin;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The draft's words one after the other, slow and obvious; backtracking as in its pseudocode. */
final class Reference {
  private Reference() {}

  static boolean check(Constraint c, Value v) {
    if (c instanceof Exact x) {
      return v.equals(x.value());
    } else if (c instanceof Range x) {
      return v instanceof Value.Num n && above(n.value(), x.min()) && below(n.value(), x.max());
    } else if (c instanceof OneOf x) {
      return x.values().stream().anyMatch(v::equals);
    } else if (c instanceof NotOneOf x) {
      return x.excluded().stream().noneMatch(v::equals);
    } else if (c instanceof Contains x) {
      return v instanceof Value.Arr a && new HashSet<>(a.items()).containsAll(x.required());
    } else if (c instanceof Subset x) {
      return v instanceof Value.Arr a && new HashSet<>(x.allowed()).containsAll(a.items());
    } else if (c instanceof All x) {
      return x.constraints().stream().allMatch(each -> check(each, v));
    } else if (c instanceof Any x) {
      return x.constraints().stream().anyMatch(each -> check(each, v));
    } else if (c instanceof PathWithin x) {
      return v instanceof Value.Str s
          && TextReference.isPath(s.value(), ":")
          && TextReference.isBelow(s.value(), x.root().value());
    } else if (c instanceof UrlWithin x) {
      return v instanceof Value.Str s && TextReference.isUrlBelow(s.value(), x.root());
    } else if (c instanceof Prefix x) {
      return v instanceof Value.Str s
          && Normalizer.normalize(s.value(), Normalizer.Form.NFC).equals(s.value())
          && s.value().indexOf(x.value()) == 0;
    }
    return c instanceof Wildcard;
  }

  private static boolean above(BigDecimal n, Optional<Bound> min) {
    return min.isEmpty()
        || n.compareTo(min.get().value()) > 0
        || (min.get().inclusive() && n.compareTo(min.get().value()) == 0);
  }

  private static boolean below(BigDecimal n, Optional<Bound> max) {
    return max.isEmpty()
        || n.compareTo(max.get().value()) < 0
        || (max.get().inclusive() && n.compareTo(max.get().value()) == 0);
  }

  static boolean subsumes(Constraint parent, Constraint child) {
    if (parent instanceof Wildcard) {
      return true;
    }
    if (child instanceof Exact e) {
      return (parent instanceof Exact
              || parent instanceof Range
              || parent instanceof OneOf
              || parent instanceof Constraint.Extension)
          && check(parent, e.value());
    }
    if (child instanceof Range c && parent instanceof Range p) {
      return boundHolds(p.min(), c.min(), 1) && boundHolds(p.max(), c.max(), -1);
    }
    if (child instanceof OneOf c && parent instanceof OneOf p) {
      return new HashSet<>(p.values()).containsAll(c.values());
    }
    if (child instanceof NotOneOf c && parent instanceof NotOneOf p) {
      return new HashSet<>(c.excluded()).containsAll(p.excluded());
    }
    if (child instanceof Contains c && parent instanceof Contains p) {
      return new HashSet<>(c.required()).containsAll(p.required());
    }
    if (child instanceof Subset c && parent instanceof Subset p) {
      return new HashSet<>(p.allowed()).containsAll(c.allowed());
    }
    if (child instanceof OneOf c && parent instanceof Constraint.Extension p) {
      return c.values().stream().allMatch(value -> check(p, value));
    }
    if (child instanceof PathWithin c && parent instanceof PathWithin p) {
      return TextReference.isBelow(c.root().value(), p.root().value());
    }
    if (child instanceof UrlWithin c && parent instanceof UrlWithin p) {
      return TextReference.isUrlBelow(TextReference.spelled(c.root()), p.root());
    }
    if (child instanceof Prefix c && parent instanceof Prefix p) {
      return c.value().indexOf(p.value()) == 0;
    }
    if (child instanceof All c && parent instanceof All p) {
      return match(p.constraints(), 0, c.constraints(), new HashSet<>());
    }
    if (child instanceof Any c && parent instanceof Any p) {
      return !c.constraints().isEmpty()
          && c.constraints().stream()
              .allMatch(d -> p.constraints().stream().anyMatch(each -> subsumes(each, d)));
    }
    return false;
  }

  private static boolean boundHolds(Optional<Bound> parent, Optional<Bound> child, int direction) {
    if (parent.isEmpty()) {
      return true;
    } else if (child.isEmpty()) {
      return false;
    }
    int tighter = direction * child.get().value().compareTo(parent.get().value());
    return tighter > 0 || (tighter == 0 && (parent.get().inclusive() || !child.get().inclusive()));
  }

  private static boolean match(
      List<Constraint> parents, int index, List<Constraint> derived, Set<Integer> used) {
    if (index == parents.size()) {
      return true;
    }
    for (int i = 0; i < derived.size(); i++) {
      if (!used.contains(i) && subsumes(parents.get(index), derived.get(i))) {
        used.add(i);
        if (match(parents, index + 1, derived, used)) {
          return true;
        }
        used.remove(i);
      }
    }
    return false;
  }
}
