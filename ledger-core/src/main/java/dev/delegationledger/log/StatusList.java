package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What has happened to one record: facts in the order of the records that caused them, at most one
 * from each. It only ever grows, so the newest list decides every earlier position. Immutable,
 * compared by content. Thread-safe.
 *
 * <p>Written as canonical JSON (RFC 8785): {@code [{"at":12,"is":"revoked"}]}.
 */
public final class StatusList {
  /** The list of a record that nothing has happened to. */
  public static final StatusList LIVE = new StatusList(List.of());

  private static final int LEAF = 0x02;

  private final List<Fact> facts;

  private StatusList(List<Fact> facts) {
    this.facts = facts;
  }

  /**
   * Reads a list of facts.
   *
   * @param value the JSON value, which holds at least one fact: a live list is said by saying
   *     nothing
   * @param pointer where the value stands, a JSON pointer (RFC 6901), for the refusal
   * @param reason what a value of any other shape is refused for
   * @throws RefusedException with {@code reason}, also if the facts are not in strictly increasing
   *     order
   */
  public static StatusList fromValue(Value value, String pointer, Reason reason)
      throws RefusedException {
    if (!(value instanceof Value.Arr list) || list.items().isEmpty()) {
      throw refused(reason, pointer, "expected a list of at least one fact");
    }
    List<Fact> facts = new ArrayList<>(list.items().size());
    for (int i = 0; i < list.items().size(); i++) {
      String here = pointer + "/" + i;
      Members members = Members.of(list.items().get(i), here, reason);
      long at = members.whole("at");
      String is = members.text("is");
      members.end();
      try {
        facts.add(next(facts, new Fact(at, is)));
      } catch (IllegalArgumentException e) {
        throw refused(reason, here, String.valueOf(e.getMessage()));
      }
    }
    return new StatusList(List.copyOf(facts));
  }

  /**
   * The list of these facts.
   *
   * @throws IllegalArgumentException unless each was caused by a later record than the one before
   */
  public static StatusList of(List<Fact> facts) {
    List<Fact> checked = new ArrayList<>(facts.size());
    facts.forEach(fact -> checked.add(next(checked, fact)));
    return new StatusList(List.copyOf(checked));
  }

  /**
   * This list with one more fact.
   *
   * @throws IllegalArgumentException unless the fact was caused by a later record than the last one
   */
  public StatusList plus(Fact fact) {
    List<Fact> more = new ArrayList<>(facts);
    more.add(next(facts, fact));
    return new StatusList(List.copyOf(more));
  }

  /** The fact, if it can follow those before it. */
  private static Fact next(List<Fact> before, Fact fact) {
    if (!before.isEmpty() && fact.at() <= before.get(before.size() - 1).at()) {
      throw new IllegalArgumentException(
          "expected a fact of a record after "
              + before.get(before.size() - 1).at()
              + ", got one of record "
              + fact.at());
    }
    return fact;
  }

  /** The list as it was when the record at {@code last} was the newest. */
  public StatusList upTo(long last) {
    return new StatusList(facts.stream().filter(fact -> fact.at() <= last).toList());
  }

  /** The facts, oldest first. */
  public List<Fact> facts() {
    return facts;
  }

  /**
   * The hash of the status tree's leaf: {@code SHA-256(0x02 || canonical JSON)}, for the live list
   * {@code SHA-256(0x02)}.
   */
  public Hash leafHash() {
    return facts.isEmpty()
        ? Sha256.prefixed(LEAF)
        : Sha256.prefixed(LEAF, Json.canonical(toValue()));
  }

  /**
   * The list as a JSON value; the empty list for the live one, which {@link #fromValue} does not
   * read back.
   */
  public Value toValue() {
    return Value.arr(
        facts.stream()
            .map(fact -> Value.obj(Map.of("at", Value.of(fact.at()), "is", Value.of(fact.is()))))
            .toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatusList that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  @Override
  public String toString() {
    return facts.isEmpty() ? "live" : facts.toString();
  }

  private static RefusedException refused(Reason reason, String pointer, String detail) {
    return RefusedException.of(reason, "at " + pointer + ": " + detail);
  }
}
