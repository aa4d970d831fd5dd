package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value satisfies a constraint: the {@code check} predicate of
 * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 3.4, and the same of the types that the
 * draft does not have.
 *
 * <p>Values are equal by content and numbers by amount, so 1.0 is 1. Arrays in constraints are
 * sets. {@code all} of nothing holds, {@code any} of nothing does not. The work is at most the size
 * of the constraint plus that of the value, times a logarithm. Thread-safe.
 */
public final class Checks {
  private Checks() {}

  /** Whether {@code value} satisfies {@code constraint}. */
  public static boolean check(Constraint constraint, Value value) {
    return new Seen(value).decide(constraint) == Answer.YES;
  }

  /**
   * Whether {@code argument} satisfies {@code constraint}, as far as can be told without a hidden
   * value. Never {@code UNKNOWN} of a seen one. YES and NO of a hidden one hold for every value;
   * clauses are judged one by one, so a combination that no value could satisfy may be UNKNOWN.
   */
  public static Answer decide(Constraint constraint, Argument argument) {
    if (argument instanceof Argument.Seen seen) {
      return new Seen(seen.value()).decide(constraint);
    }
    return new Unseen().decide(constraint);
  }

  /**
   * Whether {@code argument} is seen to be outside {@code constraint}: NO only of a value of a kind
   * that the constraint judges, so that the same thing written as another kind of value, or in
   * another spelling, is UNKNOWN and never NO. For conditions that excuse a call from something.
   */
  public static Answer decideByKind(Constraint constraint, Argument argument) {
    if (argument instanceof Argument.Seen seen) {
      return new OfItsKind(seen.value()).decide(constraint);
    }
    return new Unseen().decide(constraint);
  }

  /** How one argument answers: composites are the same for all, the rest is not. */
  private abstract static class Judge {
    abstract Answer leaf(Constraint constraint);

    final Answer decide(Constraint constraint) {
      if (constraint instanceof Wildcard) {
        return Answer.YES;
      } else if (constraint instanceof All all) {
        return fold(all.constraints(), Answer.YES, Answer.NO);
      } else if (constraint instanceof Any any) {
        return fold(any.constraints(), Answer.NO, Answer.YES);
      }
      return leaf(constraint);
    }

    private Answer fold(List<Constraint> clauses, Answer ofNothing, Answer decisive) {
      Answer answer = ofNothing;
      for (Constraint clause : clauses) {
        Answer next = decide(clause);
        if (next == decisive) {
          return decisive;
        }
        answer = next == Answer.UNKNOWN ? Answer.UNKNOWN : answer;
      }
      return answer;
    }
  }

  private static final class Seen extends Judge {
    private final Value value;
    private @Nullable ValueSets sets;
    private @Nullable Texts texts;

    Seen(Value value) {
      this.value = value;
    }

    private ValueSets sets() {
      ValueSets known = sets;
      if (known == null) {
        known = new ValueSets();
        sets = known;
      }
      return known;
    }

    private Texts texts() {
      Texts known = texts;
      if (known == null) {
        known = new Texts();
        texts = known;
      }
      return known;
    }

    @Override
    Answer leaf(Constraint constraint) {
      return Answer.of(holds(constraint));
    }

    private boolean holds(Constraint constraint) {
      if (constraint instanceof Exact exact) {
        return exact.value().equals(value);
      } else if (constraint instanceof Range range) {
        return value instanceof Value.Num number && Ranges.contains(range, number.value());
      } else if (constraint instanceof OneOf oneOf) {
        return oneOf.values().contains(value);
      } else if (constraint instanceof NotOneOf notOneOf) {
        return !notOneOf.excluded().contains(value);
      } else if (constraint instanceof Contains contains) {
        return value instanceof Value.Arr array
            && sets().isSubset(contains.required(), array.items());
      } else if (constraint instanceof Subset subset) {
        return value instanceof Value.Arr array && sets().isSubset(array.items(), subset.allowed());
      }
      return constraint instanceof Constraint.Extension extension
          && texts().holds(extension, value);
    }
  }

  private static final class OfItsKind extends Judge {
    private final Value value;
    private final Seen seen;

    OfItsKind(Value value) {
      this.value = value;
      this.seen = new Seen(value);
    }

    @Override
    Answer leaf(Constraint constraint) {
      if (seen.holds(constraint)) {
        return Answer.YES;
      }
      return isJudgedBy(constraint) ? Answer.NO : Answer.UNKNOWN;
    }

    private boolean isJudgedBy(Constraint constraint) {
      if (constraint instanceof Exact exact) {
        return isLike(exact.value());
      } else if (constraint instanceof OneOf oneOf) {
        return oneOf.values().stream().allMatch(this::isLike);
      } else if (constraint instanceof Range) {
        return value instanceof Value.Num;
      } else if (constraint instanceof Contains || constraint instanceof Subset) {
        return value instanceof Value.Arr;
      }
      return !(constraint instanceof Constraint.Extension extension)
          || seen.texts().isReadable(extension, value);
    }

    private boolean isLike(Value other) {
      return value.getClass() == other.getClass();
    }
  }

  private static final class Unseen extends Judge {
    @Override
    Answer leaf(Constraint constraint) {
      if (constraint instanceof OneOf oneOf && oneOf.values().isEmpty()) {
        return Answer.NO;
      } else if (constraint instanceof NotOneOf notOneOf && notOneOf.excluded().isEmpty()) {
        return Answer.YES;
      } else if (constraint instanceof Range range && Ranges.isEmpty(range)) {
        return Answer.NO;
      }
      return Answer.UNKNOWN;
    }
  }
}
