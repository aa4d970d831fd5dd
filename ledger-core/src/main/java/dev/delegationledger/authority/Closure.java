package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
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
 * The closed set of records that an action's verdict rests on: what it refers to, what those refer
 * to, and so on. The exporter writes exactly these, the reader refuses any other.
 *
 * @param records the records whose entries are judged, the start included
 * @param causes the records that only have to exist, since an action names them as its cause
 * @param dangling the first reference that leads nowhere
 */
public record Closure(
    NavigableSet<Long> records, NavigableSet<Long> causes, Optional<Dangling> dangling) {
  /** The most records followed: far above what 32 grants and their principals need. */
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
  }

  /** Follows every reference from {@code start}. */
  public static Closure of(Set<Long> start, Finder finder) {
    NavigableSet<Long> reached = new TreeSet<>(start);
    NavigableSet<Long> causes = new TreeSet<>();
    Optional<Dangling> dangling = Optional.empty();
    Deque<Long> open = new ArrayDeque<>(reached);
    while (!open.isEmpty() && reached.size() < MAX_RECORDS) {
      long citing = open.remove();
      Optional<Statement> statement = finder.statement(citing);
      for (Hash reference : statement.map(Closure::references).orElse(List.of())) {
        OptionalLong found = finder.indexOf(reference);
        if (found.isEmpty()) {
          dangling = dangling.or(() -> Optional.of(new Dangling(citing, reference)));
        } else if (reached.add(found.getAsLong())) {
          open.add(found.getAsLong());
        }
      }
      Optional<Hash> cause = statement.flatMap(Closure::cause);
      if (cause.isPresent()) {
        OptionalLong found = finder.indexOf(cause.get());
        found.ifPresent(causes::add);
        if (found.isEmpty()) {
          dangling = dangling.or(() -> Optional.of(new Dangling(citing, cause.get())));
        }
      }
    }
    return new Closure(reached, causes, dangling);
  }

  /** The cause must exist; what it rests on itself is not this action's authority. */
  private static Optional<Hash> cause(Statement statement) {
    return statement instanceof Statement.Action action ? action.causedBy() : Optional.empty();
  }

  private static List<Hash> references(Statement statement) {
    List<Hash> references = new ArrayList<>();
    if (statement instanceof Statement.Action action) {
      references.add(action.grant());
    } else if (statement instanceof Statement.Grant grant) {
      grant.parent().ifPresent(references::add);
      grant.delegator().ifPresent(references::add);
      references.add(grant.delegate());
    } else if (statement instanceof Statement.Enrolment enrolment) {
      enrolment
          .agent()
          .ifPresent(
              agent -> {
                agent.operator().ifPresent(references::add);
                agent.owner().ifPresent(references::add);
                agent.spawner().ifPresent(references::add);
              });
    } else if (statement instanceof Statement.Outcome outcome) {
      references.add(outcome.action());
      outcome.service().ifPresent(references::add);
    }
    return references;
  }
}
