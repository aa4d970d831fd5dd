package dev.delegationledger.authority;

import dev.delegationledger.entry.References;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The closed set of records that an action's verdict rests on. The exporter writes exactly these,
 * the reader refuses any other. From the start, and again and again from each record reached:
 *
 * <ul>
 *   <li>the records that its statement refers to ({@link References});
 *   <li>the records that caused the facts on its own leaf, of the kinds that say more than the fact
 *       does: every compromised; and left, replaced, denied, approved, rotated and transfer, unless
 *       that record comes after all others that are reached: nothing is judged after it then;
 *   <li>the newest policy at or before it, if it is of a kind that is judged by one: an enrolment,
 *       a grant, an action, a request or an approval; and the changes of authorities, again unless
 *       they come after all others, as the leaf of genesis names them.
 * </ul>
 *
 * <p>At last, of the resumptions on the leaves reached, those that one of these records may be
 * judged after: it stands at or after the resumption, and before the next suspension. What is
 * suspended and resumed day after day needs one of them.
 *
 * <p>Every change of the ledger's key is in the set, wherever it stands: the newest says who signs
 * the checkpoint. It leads to no fact that comes after all others either.
 *
 * <p>What was erased of an enrolment, a grant, an action or an outcome that is reached is said by
 * the erasure: it is in the set with all that it refers to and, signed by an authority, with the
 * changes of authorities before it. Nothing else is judged at its position, so it leads to no fact
 * that comes after all others.
 *
 * @param records the records whose entries are judged, the start included
 * @param causes the records that only have to exist, since an action names them as its cause
 * @param dangling the first reference that leads nowhere
 */
public record Closure(
    NavigableSet<Long> records, NavigableSet<Long> causes, Optional<Dangling> dangling) {
  /** The most records followed: above what one proof file may hold. */
  public static final int MAX_RECORDS = 4096;

  public Closure {
    records = Collections.unmodifiableNavigableSet(new TreeSet<>(records));
    causes = Collections.unmodifiableNavigableSet(new TreeSet<>(causes));
  }

  /** A reference in the entry at {@code citing} that leads nowhere. */
  public record Dangling(long citing, Hash reference) {}

  /** Where records are found by reference; a record whose entry cannot be read has no statement. */
  public interface Finder {
    /** The record that holds the entry with this hash. */
    OptionalLong indexOf(Hash hash);

    /** What the record says, as far as it can be read. */
    Optional<Statement> statement(long index);

    /** What has happened to the record, if this is known. */
    Optional<StatusList> status(long index);
  }

  /** Follows everything from {@code start}. */
  public static Closure of(Set<Long> start, Finder finder) {
    return new Walker(finder).from(start);
  }

  private static final class Walker {
    private final Finder finder;
    private final List<Fact> ofLedger;
    private final NavigableSet<Long> reached = new TreeSet<>();

    /** Of those reached, the ones at whose position anything may be judged. */
    private final NavigableSet<Long> judged = new TreeSet<>();

    private final NavigableSet<Long> causes = new TreeSet<>();
    private final Deque<Long> open = new ArrayDeque<>();
    private final NavigableSet<Long> later = new TreeSet<>();
    private final List<StatusList> resumed = new ArrayList<>();
    private Optional<Dangling> dangling = Optional.empty();

    Walker(Finder finder) {
      this.finder = finder;
      this.ofLedger = finder.status(0).orElse(StatusList.LIVE).facts();
    }

    Closure from(Set<Long> start) {
      start.forEach(this::reach);
      ofLedger.stream().filter(fact -> isOf(FactKind.AUTHORITY, fact)).forEach(this::follow);
      ofLedger.stream()
          .filter(fact -> isOf(FactKind.LEDGER_KEY, fact))
          .forEach(fact -> reachBeside(fact.at()));
      while (!open.isEmpty() && reached.size() < MAX_RECORDS) {
        follow(open.remove());
        while (!later.isEmpty() && later.first() <= judged.last() && reached.size() < MAX_RECORDS) {
          reach(later.pollFirst());
        }
      }
      for (StatusList list : resumed) {
        resumptions(list);
      }
      return new Closure(reached, causes, dangling);
    }

    private void resumptions(StatusList list) {
      long suspendedAgain = Long.MAX_VALUE;
      List<Fact> facts = list.facts();
      for (int i = facts.size() - 1; i >= 0 && reached.size() < MAX_RECORDS; i--) {
        Fact fact = facts.get(i);
        if (isOf(FactKind.SUSPENDED, fact)) {
          suspendedAgain = fact.at();
        } else if (isOf(FactKind.RESUMED, fact)) {
          Long after = judged.ceiling(fact.at());
          if (after != null && after < suspendedAgain) {
            reached.add(fact.at());
          }
        }
      }
    }

    /** Only a compromise changes what an earlier record may say. */
    private void follow(Fact fact) {
      Optional<FactKind> kind = FactKind.of(fact);
      if (kind.isEmpty()
          || !kind.get().leadsToRecord()
          || kind.get() == FactKind.RESUMED
          || kind.get() == FactKind.ERASED
          || kind.get() == FactKind.LEDGER_KEY) {
        return;
      }
      if (kind.get() == FactKind.COMPROMISED || fact.at() <= judged.last()) {
        reach(fact.at());
      } else {
        later.add(fact.at());
      }
    }

    private static boolean isOf(FactKind kind, Fact fact) {
      return fact.is().equals(kind.code());
    }

    private void follow(long index) {
      Optional<Statement> statement = finder.statement(index);
      if (statement.isEmpty()) {
        return;
      }
      if (isJudgedByPolicy(statement.get())) {
        policyAt(index).ifPresent(this::reach);
      }
      for (Hash reference : References.of(statement.get())) {
        find(index, reference).ifPresent(this::reach);
      }
      if (statement.get() instanceof Statement.Erasure erasure && erasure.by().isEmpty()) {
        ofLedger.stream()
            .filter(fact -> isOf(FactKind.AUTHORITY, fact) && fact.at() < index)
            .forEach(fact -> reachBeside(fact.at()));
      }
      Optional<Hash> cause = References.cause(statement.get());
      if (cause.isPresent()) {
        find(index, cause.get()).ifPresent(causes::add);
      }
      if (statement.get().kind().hasStatus() && index != 0) {
        StatusList list = finder.status(index).orElse(StatusList.LIVE);
        list.facts().forEach(this::follow);
        if (Erasures.areShown(statement.get().kind())) {
          erasures(list);
        }
        if (list.facts().stream().anyMatch(fact -> isOf(FactKind.RESUMED, fact))) {
          resumed.add(list);
        }
      }
    }

    private static boolean isJudgedByPolicy(Statement statement) {
      return switch (statement.kind()) {
        case ENROLMENT, GRANT, ACTION, REQUEST, APPROVAL -> true;
        case GENESIS,
            OUTCOME,
            REVOCATION,
            POLICY,
            ARCHETYPE,
            GROUP,
            TRANSFER,
            SUSPENSION,
            RESUMPTION,
            COMPLETION,
            COMPROMISE,
            AUTHORITY,
            ERASURE,
            DENIAL,
            FOREIGN_CALL,
            LEDGER_KEY ->
            false;
      };
    }

    private OptionalLong find(long citing, Hash reference) {
      OptionalLong found = finder.indexOf(reference);
      if (found.isEmpty()) {
        dangling = dangling.or(() -> Optional.of(new Dangling(citing, reference)));
      }
      return found;
    }

    private Optional<Long> policyAt(long index) {
      Optional<Long> newest = Optional.empty();
      for (Fact fact : ofLedger) {
        if (fact.at() <= index && fact.is().equals(FactKind.POLICY.code())) {
          newest = Optional.of(fact.at());
        }
      }
      return newest;
    }

    private void erasures(StatusList list) {
      list.facts().stream()
          .filter(fact -> isOf(FactKind.ERASED, fact))
          .forEach(fact -> reachBeside(fact.at()));
    }

    private void reach(long index) {
      judged.add(index);
      reachBeside(index);
    }

    private void reachBeside(long index) {
      if (reached.add(index)) {
        open.add(index);
      }
    }
  }
}
