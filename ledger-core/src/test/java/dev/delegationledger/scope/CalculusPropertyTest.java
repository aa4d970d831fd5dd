package dev.delegationledger.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** The calculus against a slow reference and against what it promises. */
@Tag("property")
class CalculusPropertyTest {
  @Property(tries = 5000)
  void check_agreesWithReference(@ForAll long seed) {
    Constraint constraint = new Generated(seed).constraint(3);
    for (Value value : Generated.UNIVERSE) {
      assertThat(Checks.check(constraint, value)).isEqualTo(Reference.check(constraint, value));
    }
  }

  @Property(tries = 20000)
  void subsumes_agreesWithReference_andIsSound(@ForAll long seed) {
    Generated generated = new Generated(seed);
    Constraint parent = generated.constraint(3);
    Constraint child =
        seed % 2 == 0 ? generated.constraint(3) : generated.narrow(generated.constraint(3));
    boolean subsumed = Subsumption.subsumes(parent, child);
    assertThat(subsumed).isEqualTo(Reference.subsumes(parent, child));
    if (subsumed) {
      assertThat(valuesOf(parent)).containsAll(valuesOf(child));
    }
  }

  @Property(tries = 5000)
  void narrowed_isSubsumed_andAcceptsNoOtherValues(@ForAll long seed) {
    Generated generated = new Generated(seed);
    Constraint parent = generated.constraint(3);
    Constraint child = generated.narrow(parent);
    Constraint grandchild = generated.narrow(child);
    Assume.that(hasNoEmptyAny(parent) && hasNoEmptyAny(child) && hasNoEmptyAny(grandchild));
    assertThat(Subsumption.subsumes(parent, parent)).isTrue();
    assertThat(Subsumption.subsumes(parent, child)).isTrue();
    assertThat(Subsumption.subsumes(parent, grandchild)).isTrue();
    assertThat(Reference.subsumes(parent, child)).isTrue();
    assertThat(valuesOf(parent)).containsAll(valuesOf(child));
  }

  @Property(tries = 5000)
  void answerAboutHiddenValue_holdsForEveryValue(@ForAll long seed) {
    Constraint constraint = new Generated(seed).constraint(3);
    Answer answer = Checks.decide(constraint, Argument.hidden());
    if (answer == Answer.YES) {
      assertThat(valuesOf(constraint)).hasSameSizeAs(Generated.UNIVERSE);
    } else if (answer == Answer.NO) {
      assertThat(valuesOf(constraint)).isEmpty();
    }
  }

  @Property(tries = 5000)
  void attenuatedScope_admitsNothingThatItsParentRefuses(@ForAll long seed) {
    Generated generated = new Generated(seed);
    Scope parent = generated.scope();
    Scope child = seed % 3 == 0 ? generated.scope() : generated.narrow(parent);
    Assume.that(Attenuation.check(parent, child).isEmpty());
    assertThat(Narrowed.between(parent, child)).noneMatch(line -> line.contains("attenuation"));
    for (int call = 0; call < 40; call++) {
      Map<String, Argument> arguments = generated.arguments();
      for (String tool : List.of("t", "u", "w")) {
        if (child.admit(tool, arguments).isEmpty()) {
          assertThat(parent.admit(tool, arguments)).isEmpty();
        }
      }
    }
  }

  @Property(tries = 2000)
  void refusedScope_isToldAsNoAttenuation(@ForAll long seed) {
    Generated generated = new Generated(seed);
    Scope parent = generated.scope();
    Scope child = generated.scope();
    boolean told =
        Narrowed.between(parent, child).stream().anyMatch(l -> l.endsWith("(not an attenuation)"));
    assertThat(told).isEqualTo(Attenuation.check(parent, child).isPresent());
  }

  @Property(tries = 2000)
  void writtenScope_isReadBack(@ForAll long seed) throws RefusedException {
    Scope scope = new Generated(seed).scope();
    assertThat(Scope.parse(scope.toValue(), "")).isEqualTo(scope);
    assertThat(Scope.parseTools(scope.toToolsValue(), "")).isEqualTo(scope);
  }

  @Property(tries = 2000)
  void valueOrder_agreesWithEquals(@ForAll int a, @ForAll int b, @ForAll int c) {
    Value x = at(a);
    Value y = at(b);
    Value z = at(c);
    ValueOrder order = ValueOrder.INSTANCE;
    assertThat(order.compare(x, y) == 0).isEqualTo(x.equals(y));
    assertThat(Integer.signum(order.compare(x, y))).isEqualTo(-Integer.signum(order.compare(y, x)));
    if (order.compare(x, y) <= 0 && order.compare(y, z) <= 0) {
      assertThat(order.compare(x, z)).isNotPositive();
    }
  }

  @Example
  void valueOrder_isTotal_overTheUniverse() {
    ValueOrder order = ValueOrder.INSTANCE;
    for (Value x : Generated.UNIVERSE) {
      for (Value y : Generated.UNIVERSE) {
        int xy = order.compare(x, y);
        assertThat(xy == 0).isEqualTo(x.equals(y));
        assertThat(Integer.signum(xy)).isEqualTo(-Integer.signum(order.compare(y, x)));
        for (Value z : Generated.UNIVERSE) {
          if (xy < 0 && order.compare(y, z) < 0 && order.compare(x, z) >= 0) {
            throw new AssertionError(x + ", " + y + ", " + z + ": not transitive");
          }
        }
      }
    }
  }

  private static Value at(int index) {
    return Generated.UNIVERSE.get(Math.floorMod(index, Generated.UNIVERSE.size()));
  }

  private static List<Value> valuesOf(Constraint constraint) {
    return Generated.UNIVERSE.stream().filter(v -> Checks.check(constraint, v)).toList();
  }

  private static boolean hasNoEmptyAny(Constraint constraint) {
    if (constraint instanceof Constraint.Any any) {
      return !any.constraints().isEmpty()
          && any.constraints().stream().allMatch(CalculusPropertyTest::hasNoEmptyAny);
    }
    return !(constraint instanceof Constraint.All all)
        || all.constraints().stream().allMatch(CalculusPropertyTest::hasNoEmptyAny);
  }
}
