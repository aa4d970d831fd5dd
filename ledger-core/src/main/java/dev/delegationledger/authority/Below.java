package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What stands directly below an agent or a grant, in the order of the log, whether it is alive or
 * never stood: nothing is judged. An agent is named by its first enrolment.
 */
final class Below {
  private final PastRecords past;

  Below(PastRecords past) {
    this.past = past;
  }

  /** Whether an entry enrols what can hold a grant: an agent or a service. */
  static boolean isActor(PlacedEntry entry) {
    return entry.entry().statement() instanceof Statement.Enrolment enrolment
        && (enrolment.principal() == PrincipalKind.AGENT
            || enrolment.principal() == PrincipalKind.SERVICE);
  }

  /** The enrolment that all rotations go back to, whether or not they stand. */
  PlacedEntry first(PlacedEntry enrolment) throws RefusedException {
    PlacedEntry first = enrolment;
    while (true) {
      Optional<Hash> rotates = first.as(Statement.Enrolment.class).rotates();
      Optional<PlacedEntry> before =
          rotates.isPresent() ? past.find(rotates.get()) : Optional.empty();
      if (before.isEmpty() || !isRotation(first, before.get())) {
        return first;
      }
      first = before.get();
    }
  }

  /** Whether one entry says of the other, which is older, that it goes on with its principal. */
  private static boolean isRotation(PlacedEntry later, PlacedEntry before) {
    return later.index() > before.index()
        && later.entry().statement() instanceof Statement.Enrolment rotation
        && before.entry().statement() instanceof Statement.Enrolment rotated
        && rotation.rotates().equals(Optional.of(before.hash()))
        && rotation.principal() == rotated.principal()
        && rotation.id().equals(rotated.id());
  }

  /** All grants to the agent, by any of its keys. */
  Collection<PlacedEntry> heldBy(PlacedEntry first) throws RefusedException {
    return referringTo(
        first,
        Set.of(Kind.GRANT, Kind.ENROLMENT),
        (entry, key) ->
            entry.entry().statement() instanceof Statement.Grant grant
                && grant.delegate().equals(key));
  }

  /** All agents that the agent spawned, by any of its keys. */
  Collection<PlacedEntry> spawnedBy(PlacedEntry first) throws RefusedException {
    return referringTo(
        first,
        Set.of(Kind.ENROLMENT),
        (entry, key) ->
            entry.entry().statement() instanceof Statement.Enrolment spawned
                && spawned.rotates().isEmpty()
                && spawned.agent().flatMap(Statement.AgentFacts::spawner).equals(Optional.of(key)));
  }

  private Collection<PlacedEntry> referringTo(
      PlacedEntry first, Set<Kind> kinds, BiPredicate<PlacedEntry, Hash> wanted)
      throws RefusedException {
    NavigableMap<Long, PlacedEntry> found = new TreeMap<>();
    Deque<PlacedEntry> keys = new ArrayDeque<>(List.of(first));
    while (!keys.isEmpty()) {
      PlacedEntry key = keys.remove();
      for (PlacedEntry entry : past.referring(key.hash(), kinds)) {
        if (wanted.test(entry, key.hash())) {
          found.put(entry.index(), entry);
        } else if (isRotation(entry, key)) {
          keys.add(entry);
        }
      }
    }
    return found.values();
  }

  /** All grants that narrow this one. */
  Collection<PlacedEntry> narrowing(PlacedEntry grant) throws RefusedException {
    List<PlacedEntry> found = new ArrayList<>();
    for (PlacedEntry entry : past.referring(grant.hash(), Set.of(Kind.GRANT))) {
      if (entry.entry().statement() instanceof Statement.Grant below
          && below.parent().equals(Optional.of(grant.hash()))) {
        found.add(entry);
      }
    }
    return found;
  }

  /** The agent or service that a grant names as its delegate, if there is one. */
  Optional<PlacedEntry> holder(PlacedEntry grant) throws RefusedException {
    Optional<PlacedEntry> delegate =
        past.find(grant.as(Statement.Grant.class).delegate()).filter(Below::isActor);
    return delegate.isPresent() ? Optional.of(first(delegate.get())) : Optional.empty();
  }
}
