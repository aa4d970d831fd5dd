package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds a group of humans: its members, and who of them is on call when. A group has no key; its
 * members sign for it. For one thread; makes one draft.
 */
public final class Group extends Builder {
  private static final Duration LIFETIME = Duration.ofDays(365);

  private final String id;
  private final Optional<Grouped> replaced;
  private final Set<Hash> members = new LinkedHashSet<>();
  private final TreeMap<Long, Statement.Shift> rota = new TreeMap<>();
  private Duration lifetime = LIFETIME;

  private Group(String id, Optional<Grouped> replaced) {
    this.id = id;
    this.replaced = replaced;
  }

  /**
   * Begins a new group.
   *
   * @param id the principal id, a URI: opaque and in clear
   */
  public static Group of(String id) {
    return new Group(id, Optional.empty());
  }

  /**
   * Begins the next version of a group, which takes the place of {@code newest}. It states its
   * members and its rota anew.
   */
  public static Group replacing(Grouped newest) {
    return new Group(newest.id(), Optional.of(newest));
  }

  /** Humans who belong to it. */
  public Group member(Enrolled... humans) {
    requireOpen();
    for (Enrolled human : humans) {
      members.add(human.hash());
    }
    return this;
  }

  /**
   * A human, who belongs to it, is on call from exactly {@code from} until just before {@code
   * until}, both cut to the second.
   *
   * @throws IllegalArgumentException if the shift is empty, or another one overlaps it
   */
  public Group onCall(Instant from, Instant until, Enrolled human) {
    requireOpen();
    long begin = from.getEpochSecond();
    long end = until.getEpochSecond();
    var before = rota.lowerEntry(end);
    if (end <= begin || (before != null && before.getValue().until() > begin)) {
      throw new IllegalArgumentException(
          "on call: expected a shift that overlaps no other, got " + from + " to " + until);
    }
    members.add(human.hash());
    rota.put(begin, new Statement.Shift(begin, end, human.hash()));
    return this;
  }

  /** How long it lasts from its signing, in whole seconds; 365 days by default. */
  public Group expiresIn(Duration duration) {
    requireOpen();
    Writing.seconds(duration);
    lifetime = duration;
    return this;
  }

  /**
   * The draft, to be signed by an authority.
   *
   * @throws IllegalStateException if it has no member
   */
  public Draft<Grouped> by(Signer authority) {
    requireOpen();
    if (members.isEmpty()) {
      throw new IllegalStateException("group: name a .member(...)");
    }
    return finish(authority, this::statement, Grouped::new);
  }

  private Statement statement(Writing writing) {
    var issued = writing.issued();
    return new Statement.Group(
        issued,
        issued.issuedAt() + Writing.seconds(lifetime),
        id,
        List.copyOf(members),
        List.copyOf(rota.values()),
        replaced.map(Recorded::hash));
  }
}
