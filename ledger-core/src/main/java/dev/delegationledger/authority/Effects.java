package dev.delegationledger.authority;

import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What an entry changes in the status tree (docs/rules.md, section 1). Admission applies it; the
 * audit re-derives it.
 */
public final class Effects {
  /** The most suspensions that one leaf takes; the next revokes. */
  static final int MAX_SUSPENSIONS = 255;

  private static final long GENESIS = 0;

  private final long at;
  private final RecordSource source;
  private final Map<Long, StatusList> changed = new TreeMap<>();

  private Effects(long at, RecordSource source) {
    this.at = at;
    this.source = source;
  }

  /**
   * The status lists that {@code entry} changes, by record index.
   *
   * @param source holds the entries referred to, and their statuses
   * @throws RefusedException if the status at hand cannot be believed
   */
  public static Map<Long, StatusList> of(PlacedEntry entry, RecordSource source)
      throws RefusedException {
    return of(entry.entry().statement(), entry.index(), source);
  }

  /**
   * As {@link #of(PlacedEntry, RecordSource)}, for a statement in the record at {@code at} whose
   * signature need not have been checked: a structural audit follows the order of the log alone.
   */
  public static Map<Long, StatusList> of(Statement statement, long at, RecordSource source)
      throws RefusedException {
    Effects effects = new Effects(at, source);
    effects.apply(statement);
    return effects.changed;
  }

  private void apply(Statement statement) throws RefusedException {
    switch (statement.kind()) {
      case GENESIS, OUTCOME, ARCHETYPE, REQUEST, DENIAL, FOREIGN_CALL -> {}
      case ENROLMENT -> once(((Statement.Enrolment) statement).rotates(), FactKind.ROTATED);
      case GRANT ->
          once(
              ((Statement.Grant) statement)
                  .replaces()
                  .filter(Statement.Renewal::closes)
                  .map(Statement.Renewal::grant),
              FactKind.SUPERSEDED);
      case ACTION -> once(((Statement.Action) statement).request(), FactKind.USED);
      case REVOCATION -> {
        Statement.Revocation revocation = (Statement.Revocation) statement;
        if (revocation.successor().isPresent()) {
          add(revocation.target(), FactKind.LEFT); // the first one that is accepted counts
        } else {
          once(Optional.of(revocation.target()), FactKind.REVOKED);
        }
      }
      case POLICY -> add(GENESIS, FactKind.POLICY);
      case AUTHORITY -> add(GENESIS, FactKind.AUTHORITY);
      case LEDGER_KEY -> add(GENESIS, FactKind.LEDGER_KEY);
      case GROUP -> once(((Statement.Group) statement).replaces(), FactKind.REPLACED);
      case APPROVAL -> {
        Statement.Approval approval = (Statement.Approval) statement;
        boolean approves = approval.decision() == Decision.APPROVE;
        add(approval.target(), approves ? FactKind.APPROVED : FactKind.DENIED);
      }
      case TRANSFER -> add(((Statement.Transfer) statement).agent(), FactKind.TRANSFER);
      case SUSPENSION -> suspend(((Statement.Suspension) statement).target());
      case RESUMPTION -> add(((Statement.Resumption) statement).target(), FactKind.RESUMED);
      case COMPLETION -> {
        for (Hash target : ((Statement.Completion) statement).targets()) {
          once(Optional.of(target), FactKind.COMPLETED);
        }
      }
      case COMPROMISE -> add(((Statement.Compromise) statement).target(), FactKind.COMPROMISED);
      case ERASURE -> add(((Statement.Erasure) statement).target(), FactKind.ERASED);
    }
  }

  private void suspend(Hash target) throws RefusedException {
    OptionalLong index = earlier(target);
    if (index.isEmpty()) {
      return;
    }
    long suspensions =
        facts(index.getAsLong()).facts().stream().filter(is(FactKind.SUSPENDED)).count();
    if (suspensions < MAX_SUSPENSIONS) {
      add(index.getAsLong(), FactKind.SUSPENDED);
    } else {
      once(Optional.of(target), FactKind.REVOKED);
    }
  }

  /** Closing twice says no more than closing once. */
  private void once(Optional<Hash> target, FactKind kind) throws RefusedException {
    OptionalLong index = target.isPresent() ? earlier(target.get()) : OptionalLong.empty();
    if (index.isPresent() && facts(index.getAsLong()).facts().stream().noneMatch(is(kind))) {
      add(index.getAsLong(), kind);
    }
  }

  private void add(Hash target, FactKind kind) throws RefusedException {
    OptionalLong index = earlier(target);
    if (index.isPresent()) {
      add(index.getAsLong(), kind);
    }
  }

  private void add(long index, FactKind kind) throws RefusedException {
    changed.put(index, facts(index).plus(kind.at(at)));
  }

  private OptionalLong earlier(Hash target) {
    OptionalLong index = source.indexOf(target);
    return index.isPresent() && index.getAsLong() < at ? index : OptionalLong.empty();
  }

  private StatusList facts(long index) throws RefusedException {
    return source.status(index).orElse(StatusList.LIVE);
  }

  private static java.util.function.Predicate<Fact> is(FactKind kind) {
    return fact -> fact.is().equals(kind.code());
  }
}
