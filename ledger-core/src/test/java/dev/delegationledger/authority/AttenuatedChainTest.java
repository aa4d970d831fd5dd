package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Spend;
import dev.delegationledger.json.JsonPointer;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Answer;
import dev.delegationledger.scope.Argument;
import dev.delegationledger.scope.Checks;
import dev.delegationledger.scope.Generated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * What a child grant allows, each grant above it allows: tool, arguments, context, limits, time.
 */
@Tag("property")
final class AttenuatedChainTest {
  private static final int CALLS = 60;
  private static final List<String> TASKS = List.of("T", "T/a", "T/a/b", "T/b", "Ta", "T/a/b/c");

  /** One thing that may be done, and what has been before it. */
  private record Sample(
      String tool,
      Map<String, Argument> arguments,
      Map<String, Value> context,
      String task,
      long second,
      long uses,
      long spentBefore) {}

  @Property(tries = 1_500)
  void whatAChildAllows_itsParentAllows(@ForAll long seed) {
    List<Statement.Grant> chain = new RandomChain(seed).grants();
    Random random = new Random(seed);
    Generated generated = new Generated(seed);
    for (int call = 0; call < CALLS; call++) {
      Sample sample = sample(random, generated, chain.get(chain.size() - 1));
      for (int child = 1; child < chain.size(); child++) {
        assertEachDimension(chain, child, sample);
        if (allows(chain, child, sample)) {
          assertThat(allows(chain, child - 1, sample)).as(() -> sample + " by " + chain).isTrue();
        }
      }
    }
  }

  private static Sample sample(Random random, Generated generated, Statement.Grant leaf) {
    Map<String, Argument> arguments = generated.arguments();
    Map<String, Value> context = new HashMap<>();
    for (String key : List.of("aat_aud", "dataset", "environment")) {
      List<Value> fitting = new ArrayList<>(Generated.UNIVERSE);
      Constraint bound = leaf.context().get(key);
      if (bound != null && random.nextInt(4) > 0) {
        fitting.removeIf(value -> !satisfies(bound, value));
      }
      if (!fitting.isEmpty()) {
        context.put(key, fitting.get(random.nextInt(fitting.size())));
      }
    }
    return new Sample(
        random.nextBoolean() ? "t" : "u",
        arguments,
        context,
        TASKS.get(random.nextInt(TASKS.size())),
        random.nextInt(RandomChain.LATEST + 2),
        1 + random.nextInt(5),
        random.nextInt(6));
  }

  /** Each dimension by itself, so that a refusal in one does not hide what another lets through. */
  private static void assertEachDimension(List<Statement.Grant> chain, int child, Sample sample) {
    List<Function<Integer, Boolean>> dimensions =
        List.of(
            i -> inScope(chain.get(i), sample),
            i -> inTime(chain, i, sample),
            i -> inContext(chain, i, sample),
            i -> inTask(chain, i, sample),
            i -> inUses(chain, i, sample),
            i ->
                !chain.get(i).scope().tools().containsKey(sample.tool())
                    || inSpend(chain, i, sample));
    for (int d = 0; d < dimensions.size(); d++) {
      boolean tool = chain.get(child).scope().tools().containsKey(sample.tool());
      if (tool && dimensions.get(d).apply(child)) {
        assertThat(dimensions.get(d).apply(child - 1)).as(() -> sample + " by " + chain).isTrue();
      }
    }
  }

  private static boolean allows(List<Statement.Grant> chain, int i, Sample sample) {
    return inScope(chain.get(i), sample)
        && inTime(chain, i, sample)
        && inContext(chain, i, sample)
        && inTask(chain, i, sample)
        && inUses(chain, i, sample)
        && inSpend(chain, i, sample);
  }

  private static boolean inScope(Statement.Grant grant, Sample sample) {
    return grant.scope().admit(sample.tool(), sample.arguments()).isEmpty();
  }

  /** What a grant does not state it inherits from the nearest one above that does. */
  private static <T> Optional<T> nearest(
      List<Statement.Grant> chain, int i, Function<Statement.Grant, Optional<T>> stated) {
    for (int at = i; at >= 0; at--) {
      Optional<T> found = stated.apply(chain.get(at));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean inTime(List<Statement.Grant> chain, int i, Sample sample) {
    long from = nearest(chain, i, Statement.Grant::notBefore).orElse(0L);
    return sample.second() >= from && sample.second() < chain.get(i).expiresAt();
  }

  private static boolean inContext(List<Statement.Grant> chain, int i, Sample sample) {
    for (String key : List.of("aat_aud", "dataset", "environment")) {
      Optional<Constraint> bound =
          nearest(chain, i, grant -> Optional.ofNullable(grant.context().get(key)));
      Value value = sample.context().get(key);
      if (bound.isPresent() && (value == null || !satisfies(bound.get(), value))) {
        return false;
      }
    }
    return true;
  }

  private static boolean satisfies(Constraint bound, Value value) {
    return Checks.decide(bound, Argument.of(value)) == Answer.YES;
  }

  private static boolean inTask(List<Statement.Grant> chain, int i, Sample sample) {
    Optional<String> task = nearest(chain, i, Statement.Grant::task).map(Statement.Task::id);
    return task.isEmpty()
        || sample.task().equals(task.get())
        || sample.task().startsWith(task.get() + "/");
  }

  private static boolean inUses(List<Statement.Grant> chain, int i, Sample sample) {
    Optional<Long> uses = nearest(chain, i, grant -> grant.limits().uses());
    return sample.uses() <= uses.orElse(Long.MAX_VALUE);
  }

  private static boolean inSpend(List<Statement.Grant> chain, int i, Sample sample) {
    Optional<Spend> spend = nearest(chain, i, grant -> grant.limits().spend());
    if (spend.isEmpty()) {
      return true;
    }
    Optional<Long> amount = amount(spend.get(), sample);
    long most = nearest(chain, i, grant -> perAction(grant.limits())).orElse(spend.get().total());
    return amount.isPresent()
        && amount.get() <= most
        && sample.spentBefore() + amount.get() <= spend.get().total();
  }

  private static Optional<Long> perAction(Limits limits) {
    return limits.spend().flatMap(Spend::perAction);
  }

  private static Optional<Long> amount(Spend spend, Sample sample) {
    Optional<String> pointer = spend.amounts().getOrDefault(sample.tool(), Optional.of("/z/none"));
    if (pointer.isEmpty()) {
      return Optional.of(0L);
    }
    String name = JsonPointer.parse(pointer.get()).orElseThrow().tokens().get(0);
    return sample.arguments().get(name) instanceof Argument.Seen seen
            && seen.value() instanceof Value.Num number
            && number.value().signum() > 0
            && number.value().stripTrailingZeros().scale() <= 0
        ? Optional.of(number.value().longValueExact())
        : Optional.empty();
  }
}
