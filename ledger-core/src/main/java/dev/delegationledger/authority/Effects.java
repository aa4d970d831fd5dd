package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.RefusedException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What an entry changes in the status tree. Admission applies it; the audit re-derives it. */
public final class Effects {
  private Effects() {}

  /**
   * The status lists that {@code entry} changes, by record index: a revocation adds {@code revoked}
   * to its target's, once.
   *
   * @param source holds the target and its status
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
    Map<Long, StatusList> changed = new TreeMap<>();
    if (statement instanceof Statement.Revocation revocation) {
      OptionalLong target = source.indexOf(revocation.target());
      if (target.isPresent() && target.getAsLong() < at) {
        long index = target.getAsLong();
        StatusList facts = source.status(index).orElse(StatusList.LIVE);
        if (facts.facts().stream().noneMatch(fact -> fact.is().equals(Evidence.REVOKED))) {
          changed.put(index, facts.plus(new Fact(at, Evidence.REVOKED)));
        }
      }
    }
    return changed;
  }
}
