package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.vs;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Random constraints and scopes over a universe so small that they meet. */
public final class Generated {
  static final List<Value> SCALARS =
      vs(
          Value.NULL,
          true,
          false,
          -1,
          0,
          1,
          new BigDecimal("1.5"),
          2,
          3,
          "",
          "a",
          "b",
          "1",
          "/a/b",
          "https://h/a/b");

  /** What extension types are about: what they take, and what is a step beside it. */
  private static final List<Value> TEXTS =
      vs(
          "/",
          "/a",
          "/ab",
          "/a/b/c",
          "/a/",
          "/a/../b",
          "/a/b.",
          "/A",
          "/a%2fb",
          "ab",
          "\u00e9",
          "e\u0301",
          "https://h",
          "https://h/",
          "https://h:443/a",
          "https://h:8443/a",
          "http://h/a",
          "https://h/ab",
          "https://h/a/%2e%2e/b",
          "https://h/%61/c?q=/",
          "https://u@h/a",
          "https://h/a#f");

  private static final List<Constraint> EXTENSIONS =
      List.of(
          Build.pathWithin("/"),
          Build.pathWithin("/a"),
          Build.pathWithin("/a/b"),
          Build.pathWithin("/A"),
          Build.urlWithin("https://h"),
          Build.urlWithin("https://h/a"),
          Build.urlWithin("https://h/a/b"),
          Build.urlWithin("https://h:8443/a"),
          Build.urlWithin("http://h/a"),
          Build.prefix("a"),
          Build.prefix("ab"),
          Build.prefix("/a"),
          Build.prefix("https://h/"),
          Build.prefix("\u00e9"));

  public static final List<Value> UNIVERSE = universe();

  private final Random random;

  public Generated(long seed) {
    this.random = new Random(seed);
  }

  private static List<Value> universe() {
    List<Value> values = new ArrayList<>(SCALARS);
    values.addAll(vs(4, "c", List.of(), List.of("a"), List.of("b", "a"), List.of(1, 1, 2)));
    values.addAll(vs(List.of("a", "b", 0), List.of(List.of("a")), Map.of(), Map.of("a", 1)));
    values.addAll(vs(Map.of("a", List.of()), List.of(true, 3, "c")));
    values.addAll(TEXTS);
    return values;
  }

  public Constraint constraint(int depth) {
    return switch (random.nextInt(depth > 1 ? 13 : 9)) {
      case 0 -> new Exact(scalar());
      case 1 -> new Range(bound(), bound());
      case 2 -> new OneOf(values(4));
      case 3 -> new NotOneOf(values(3));
      case 4 -> new Contains(values(2));
      case 5 -> new Subset(values(4));
      case 6 -> new Wildcard();
      case 7, 8 -> pick(EXTENSIONS);
      case 9, 10 -> new All(clauses(depth - 1, random.nextInt(4)));
      default -> new Any(clauses(depth - 1, random.nextInt(4)));
    };
  }

  /** One that the table permits under {@code parent}, unless an {@code any} has no clause. */
  public Constraint narrow(Constraint parent) {
    if (parent instanceof Exact) {
      return parent;
    } else if (parent instanceof Wildcard) {
      return constraint(2);
    } else if (parent instanceof Range range) {
      return range(range);
    } else if (parent instanceof OneOf oneOf) {
      return oneOf(oneOf);
    } else if (parent instanceof NotOneOf notOneOf) {
      return new NotOneOf(shuffled(notOneOf.excluded(), values(2)));
    } else if (parent instanceof Contains contains) {
      return new Contains(shuffled(contains.required(), values(2)));
    } else if (parent instanceof Subset subset) {
      return new Subset(some(subset.allowed()));
    } else if (parent instanceof Constraint.Extension extension) {
      return extension(extension);
    } else if (parent instanceof All all) {
      List<Constraint> kept = all.constraints().stream().map(this::narrow).toList();
      return new All(shuffled(kept, clauses(1, random.nextInt(2))));
    }
    List<Constraint> clauses = ((Any) parent).constraints();
    List<Constraint> kept = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0 && !clauses.isEmpty(); i--) {
      kept.add(narrow(pick(clauses)));
    }
    return new Any(kept);
  }

  private Constraint range(Range parent) {
    List<Value> within = SCALARS.stream().filter(v -> Checks.check(parent, v)).toList();
    if (!within.isEmpty() && random.nextInt(3) == 0) {
      return new Exact(pick(within));
    }
    return Narrowing.range(parent, bound(), bound());
  }

  private Constraint extension(Constraint.Extension parent) {
    List<Value> within = UNIVERSE.stream().filter(v -> Reference.check(parent, v)).toList();
    return switch (random.nextInt(3)) {
      case 0 -> within.isEmpty() ? parent : new Exact(pick(within));
      case 1 -> new OneOf(some(within));
      default -> pick(EXTENSIONS.stream().filter(c -> Reference.subsumes(parent, c)).toList());
    };
  }

  private Constraint oneOf(OneOf parent) {
    Constraint narrowed = new OneOf(some(parent.values()));
    if (!parent.values().isEmpty() && random.nextInt(3) == 0) {
      Value value = pick(parent.values());
      return SCALARS.contains(value) ? new Exact(value) : narrowed;
    }
    return narrowed;
  }

  public Scope scope() {
    Map<String, Map<String, Constraint>> tools = new TreeMap<>();
    for (String tool : List.of("t", "u")) {
      Map<String, Constraint> arguments = new TreeMap<>();
      for (String argument : some(List.of("x", "y"))) {
        arguments.put(argument, constraint(2));
      }
      tools.put(tool, arguments);
    }
    return new Scope(tools);
  }

  public Scope narrow(Scope parent) {
    Map<String, Map<String, Constraint>> tools = new TreeMap<>();
    for (String tool : some(List.copyOf(parent.tools().keySet()))) {
      Map<String, Constraint> arguments = new TreeMap<>();
      parent.constraints(tool).forEach((name, c) -> arguments.put(name, narrow(c)));
      if (arguments.isEmpty() && random.nextBoolean()) {
        arguments.put("y", constraint(2));
      }
      tools.put(tool, arguments);
    }
    return new Scope(tools);
  }

  public Map<String, Argument> arguments() {
    Map<String, Argument> arguments = new TreeMap<>();
    for (String name : some(List.of("x", "y", "z"))) {
      arguments.put(name, Argument.of(pick(UNIVERSE)));
    }
    return arguments;
  }

  private Value scalar() {
    return pick(SCALARS);
  }

  private List<Value> values(int atMost) {
    return IntStream.range(0, random.nextInt(atMost + 1)).mapToObj(i -> pick(UNIVERSE)).toList();
  }

  private List<Constraint> clauses(int depth, int count) {
    return IntStream.range(0, count).mapToObj(i -> constraint(depth)).toList();
  }

  private Optional<Bound> bound() {
    return random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(new Bound(BigDecimal.valueOf(random.nextInt(5) - 1), random.nextBoolean()));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private <T> List<T> some(List<T> from) {
    return from.stream().filter(each -> random.nextInt(4) > 0).toList();
  }

  private <T> List<T> shuffled(List<T> a, List<T> b) {
    List<T> both = new ArrayList<>(a);
    both.addAll(b);
    Collections.shuffle(both, random);
    return both;
  }
}
