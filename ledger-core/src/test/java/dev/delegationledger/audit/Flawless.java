package dev.delegationledger.audit;

import static dev.delegationledger.audit.Parties.among;

import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A history that an honest operator shows, to begin lies from.
 *
 * @param said what is recorded after the base
 * @param split how many of that at once with the base
 * @param laterMs how much later the others
 * @param shown the ledger
 */
record Flawless(List<VerifiedEntry> said, int split, long laterMs, Operator shown) {
  /** A handful: to make one takes as long as to find out a lie. */
  private static final List<Flawless> ALL =
      IntStream.range(0, 48).mapToObj(seed -> made(new Random(seed))).toList();

  static Flawless any(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  private static Flawless made(Random random) {
    List<VerifiedEntry> said = Town.OPEN.some(2, random);
    return made(said, random.nextInt(said.size() - 1), among(1, 10_000, random));
  }

  private static Flawless made(List<VerifiedEntry> said, int split, long laterMs) {
    try {
      return new Flawless(said, split, laterMs, shown(said, split, laterMs));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** A ledger with the same beginning as this one and {@code said} as a whole. */
  Operator showing(List<VerifiedEntry> other) throws RefusedException {
    return shown(other, split, laterMs);
  }

  private static Operator shown(List<VerifiedEntry> said, int split, long laterMs)
      throws RefusedException {
    return Operator.records(
        Town.OPEN, said.subList(0, split), laterMs, said.subList(split, said.size()));
  }

  /** The first record that others are given the place of. */
  int fork() {
    return Town.BASE + split;
  }

  int size() {
    return shown.size();
  }
}
