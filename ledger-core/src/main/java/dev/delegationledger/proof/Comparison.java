package dev.delegationledger.proof;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.log.IncludedLeaves;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;

/**
 * Whether two checkpoints that a ledger signed can be of one history, and what shows it. Immutable.
 *
 * @param relation how they stand to each other
 * @param smaller the one of fewer records; of equal sizes, the first
 * @param bigger the other one
 * @param prefix what shows the root that the bigger one has over the smaller one's records
 * @param leaves for each of the two in this order the leaves that show that they differ, if that is
 *     what shows it
 */
public record Comparison(
    Relation relation,
    SignedCheckpoint smaller,
    SignedCheckpoint bigger,
    Optional<PrefixProof> prefix,
    Optional<Leaves> leaves) {

  /** How two checkpoints stand to each other. */
  public enum Relation implements Named {
    /** They say the same. */
    SAME,
    /** The records of the smaller are the first records of the bigger. */
    PREFIX,
    /** No history is both: the ledger signed two. */
    TWO_HISTORIES,
    /**
     * They are of different ledgers; or may be, since the verifier trusts several of one origin and
     * one key, and they are not of one history.
     */
    OTHER_LEDGER,
    /** What is there does not show it. */
    NOT_SHOWN
  }

  /**
   * Leaves of two histories.
   *
   * @param ofSmaller those under the smaller checkpoint
   * @param ofBigger those under the bigger checkpoint
   */
  public record Leaves(IncludedLeaves ofSmaller, IncludedLeaves ofBigger) {
    /** Whether there is an index at which they differ. */
    public boolean differ() {
      return ofSmaller.hashes().entrySet().stream().anyMatch(this::differsAt);
    }

    private boolean differsAt(java.util.Map.Entry<Long, Hash> leaf) {
      Hash other = ofBigger.hashes().get(leaf.getKey());
      return other != null && !other.equals(leaf.getValue());
    }
  }

  /**
   * Compares two, each verified first.
   *
   * @throws RefusedException as {@link KeptHistory#verify}, about either; {@code
   *     consistency-invalid} if a proof that is with one of them does not lead to its root
   */
  public static Comparison of(KeptHistory first, KeptHistory second, TrustAnchors trust)
      throws RefusedException {
    first.verify(trust);
    second.verify(trust);
    boolean inOrder = first.size() <= second.size();
    KeptHistory smaller = inOrder ? first : second;
    KeptHistory bigger = inOrder ? second : first;
    Comparison found = of(smaller, bigger);
    return found.relation() == Relation.TWO_HISTORIES && !areOfOneLedger(first, second, trust)
        ? plain(Relation.OTHER_LEDGER, smaller, bigger)
        : found;
  }

  private static boolean areOfOneLedger(KeptHistory first, KeptHistory second, TrustAnchors trust)
      throws RefusedException {
    List<TrustAnchors.Anchor> ledgers = first.signers(trust);
    return ledgers.size() == 1 && ledgers.equals(second.signers(trust));
  }

  private static Comparison of(KeptHistory smaller, KeptHistory bigger) throws RefusedException {
    if (!origin(smaller).equals(origin(bigger))) {
      return plain(Relation.OTHER_LEDGER, smaller, bigger);
    }
    if (smaller.size() == bigger.size()) {
      boolean same = smaller.root().equals(bigger.root());
      return plain(same ? Relation.SAME : Relation.TWO_HISTORIES, smaller, bigger);
    }
    Optional<PrefixProof> prefix = bigger.prefix(smaller.size());
    if (prefix.isPresent()) {
      Hash root = rootOf(prefix.get(), bigger);
      return new Comparison(
          root.equals(smaller.root()) ? Relation.PREFIX : Relation.TWO_HISTORIES,
          smaller.checkpoint(),
          bigger.checkpoint(),
          prefix,
          Optional.empty());
    }
    Optional<Leaves> leaves = leaves(smaller, bigger).filter(Leaves::differ);
    return new Comparison(
        leaves.isPresent() ? Relation.TWO_HISTORIES : Relation.NOT_SHOWN,
        smaller.checkpoint(),
        bigger.checkpoint(),
        Optional.empty(),
        leaves);
  }

  private static Hash rootOf(PrefixProof prefix, KeptHistory bigger) throws RefusedException {
    return prefix
        .rootWithin(bigger.checkpoint().checkpoint())
        .orElseThrow(
            () ->
                RefusedException.of(
                    Reason.CONSISTENCY_INVALID,
                    "check consistency: expected nodes that lead to the root of size "
                        + bigger.size()));
  }

  private static Optional<Leaves> leaves(KeptHistory smaller, KeptHistory bigger)
      throws RefusedException {
    Optional<IncludedLeaves> of = smaller.leavesIn(bigger);
    Optional<IncludedLeaves> in = bigger.leavesIn(smaller);
    return of.isPresent() && in.isPresent()
        ? Optional.of(new Leaves(of.get(), in.get()))
        : Optional.empty();
  }

  private static Comparison plain(Relation relation, KeptHistory smaller, KeptHistory bigger) {
    return new Comparison(
        relation, smaller.checkpoint(), bigger.checkpoint(), Optional.empty(), Optional.empty());
  }

  private static String origin(KeptHistory history) {
    return history.checkpoint().checkpoint().origin();
  }
}
