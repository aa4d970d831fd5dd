package dev.delegationledger.log;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which sets of witnesses are enough: one witness, or at least so many of some quorums. No witness
 * stands in it twice, so that it is a tree. Immutable.
 */
sealed interface Quorum {
  /** One witness, by the name that the policy gives it. */
  record One(String witness) implements Quorum {
    @Override
    public Optional<Long> metAt(Map<String, Long> times, Comparator<Long> order) {
      return Optional.ofNullable(times.get(witness));
    }

    @Override
    public int smallest() {
      return 1;
    }

    @Override
    public int overlap() {
      return 1;
    }
  }

  /**
   * At least {@code threshold} of {@code members}.
   *
   * @param threshold from 1 to the number of members
   */
  record Group(int threshold, List<Quorum> members) implements Quorum {
    public Group {
      members = List.copyOf(members);
      if (threshold < 1 || threshold > members.size()) {
        throw new IllegalArgumentException("expected a threshold from 1 to " + members.size());
      }
    }

    @Override
    public Optional<Long> metAt(Map<String, Long> times, Comparator<Long> order) {
      return members.stream()
          .flatMap(member -> member.metAt(times, order).stream())
          .sorted(order)
          .skip(threshold - 1L)
          .findFirst();
    }

    @Override
    public int smallest() {
      return sumOfSmallest(threshold, members.stream().map(Quorum::smallest));
    }

    /*
     * Two choices of k of n members share at least 2k - n of them: the cheapest, for whoever may
     * choose. In a member that they do not share they need nothing in common.
     */
    @Override
    public int overlap() {
      int shared = Math.max(0, 2 * threshold - members.size());
      return sumOfSmallest(shared, members.stream().map(Quorum::overlap));
    }

    private static int sumOfSmallest(int count, Stream<Integer> numbers) {
      return numbers.sorted().limit(count).mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * The first time, going by {@code order}, at which the witnesses with a time up to it are enough.
   * In natural order: the time by which a quorum had cosigned. In reverse order: the latest time at
   * or after which a quorum cosigned.
   *
   * @param times of the witnesses that cosigned, by name
   * @return empty if they are not enough
   */
  Optional<Long> metAt(Map<String, Long> times, Comparator<Long> order);

  /** The fewest witnesses that are enough. */
  int smallest();

  /** The fewest witnesses that any two sets which are enough have in common; it may be none. */
  int overlap();
}
