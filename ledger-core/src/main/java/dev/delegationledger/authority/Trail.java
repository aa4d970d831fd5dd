package dev.delegationledger.authority;

import dev.delegationledger.authority.Chain.Hop;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was checked on the way, and how far the walk came. For one judgement, used by one thread.
 */
public final class Trail {
  private final Set<Check> performed = EnumSet.noneOf(Check.class);
  private final Set<Check> failed = EnumSet.noneOf(Check.class);
  private final Set<Check> notPerformed = EnumSet.noneOf(Check.class);
  private final List<Refusal> undecided = new ArrayList<>();
  private final List<Hop> hops = new ArrayList<>();
  private final List<Approved> approvals = new ArrayList<>();
  private @Nullable Check current;

  /** One check that returns something. */
  @FunctionalInterface
  public interface Step<T> {
    /** Does the check. */
    T run() throws RefusedException;
  }

  /** One check that returns nothing. */
  @FunctionalInterface
  public interface Task {
    /** Does the check. */
    void run() throws RefusedException;
  }

  /** Runs a check and notes how it ended. */
  public <T> T check(Check check, Step<T> step) throws RefusedException {
    Check outer = current;
    current = check;
    try {
      T result = step.run();
      performed(check);
      return result;
    } catch (RefusedException e) {
      if (e.refusal().reason().reasonClass() == ReasonClass.UNDECIDED) {
        notPerformed(check);
      } else {
        failed(check);
      }
      throw e;
    } finally {
      current = outer;
    }
  }

  /**
   * Runs a judgement of something beside the chain: what it could not decide is noted, and which of
   * its checks passed is not.
   */
  void aside(Task task) throws RefusedException {
    List<Set<Check>> before = List.of(copy(performed), copy(failed), copy(notPerformed));
    int noted = undecided.size();
    try {
      task.run();
    } finally {
      restore(performed, before.get(0));
      restore(failed, before.get(1));
      restore(notPerformed, before.get(2));
      if (current != null && undecided.size() > noted) {
        notPerformed(current);
      }
    }
  }

  private static Set<Check> copy(Set<Check> checks) {
    Set<Check> copy = EnumSet.noneOf(Check.class);
    copy.addAll(checks);
    return copy;
  }

  private static void restore(Set<Check> checks, Set<Check> before) {
    checks.clear();
    checks.addAll(before);
  }

  /** Runs a check and notes how it ended. */
  public void check(Check check, Task task) throws RefusedException {
    check(
        check,
        () -> {
          task.run();
          return Boolean.TRUE;
        });
  }

  /** Notes what could not be decided; the walk goes on, since a refusal found later outranks it. */
  public void note(Refusal finding) {
    undecided.add(finding);
    if (current != null) {
      notPerformed(current);
    }
  }

  /** Whether this was noted of the record at {@code index}. */
  boolean isNoted(Reason reason, long index) {
    return undecided.stream()
        .anyMatch(
            finding ->
                finding.reason() == reason && finding.index().equals(OptionalLong.of(index)));
  }

  /** The first thing that could not be decided, if there is one. */
  Optional<Refusal> firstUndecided() {
    return undecided.stream().findFirst();
  }

  void performed(Check check) {
    performed.add(check);
  }

  void failed(Check check) {
    failed.add(check);
  }

  void notPerformed(Check check) {
    notPerformed.add(check);
  }

  void passed(Hop hop) {
    hops.add(hop);
  }

  /** The hops that passed, root first. */
  List<Hop> hops() {
    return List.copyOf(hops);
  }

  void counted(Approved approval) {
    if (!approvals.contains(approval)) {
      approvals.add(approval);
    }
  }

  /** The approvals that counted, in the order of the log. */
  List<Approved> approvals() {
    return List.copyOf(approvals);
  }

  /**
   * A check counts as performed only if it neither failed nor was left open anywhere. What the walk
   * never came to was not performed either.
   */
  Checks checks() {
    EnumSet<Check> passed = EnumSet.noneOf(Check.class);
    passed.addAll(performed);
    passed.removeAll(failed);
    passed.removeAll(notPerformed);
    EnumSet<Check> open = EnumSet.complementOf(passed);
    open.removeAll(failed);
    return new Checks(passed, failed, open, Checks.CAVEATS);
  }
}
