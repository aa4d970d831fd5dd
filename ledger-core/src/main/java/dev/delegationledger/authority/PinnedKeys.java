package dev.delegationledger.authority;

import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.NoteKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The keys of one ledger that a verifier pinned: either one for whatever sizes the log gives it, or
 * several, each for a range of tree sizes. Immutable.
 */
public final class PinnedKeys {
  private final List<Range> ranges;
  private final boolean stated;

  private PinnedKeys(List<Range> ranges, boolean stated) {
    this.ranges = List.copyOf(ranges);
    this.stated = stated;
  }

  /**
   * A key, and the tree sizes that are its to sign: from exactly {@code from} until just before
   * {@code to}.
   *
   * @param key its name is the origin
   * @param second a second key that must have signed each of these checkpoints too
   * @param to empty where no end is known
   */
  public record Range(VerifierKey key, Optional<CosignerKey> second, long from, OptionalLong to) {
    boolean holds(long size) {
      return from <= size && (to.isEmpty() || size < to.getAsLong());
    }
  }

  /** One key, for the sizes at which the log says that it is the ledger's. */
  public static PinnedKeys of(VerifierKey key) {
    return of(key, Optional.empty());
  }

  /** As {@link #of(VerifierKey)}, with a second key that must have signed too. */
  public static PinnedKeys of(VerifierKey key, Optional<CosignerKey> second) {
    return new PinnedKeys(List.of(new Range(key, second, 0, OptionalLong.empty())), false);
  }

  /** Those that the log of a ledger gives it: what the ledger itself trusts. */
  public static PinnedKeys of(LedgerKeys keys) {
    List<Range> ranges = new ArrayList<>();
    List<LedgerKeys.Span> spans = keys.spans();
    for (int i = 0; i < spans.size(); i++) {
      OptionalLong to =
          i + 1 < spans.size() ? OptionalLong.of(spans.get(i + 1).from()) : OptionalLong.empty();
      LedgerKeys.Span span = spans.get(i);
      ranges.add(new Range(keys.verifierKey(span.key()), Optional.empty(), span.from(), to));
    }
    return of(ranges);
  }

  /**
   * Several keys, each for its range.
   *
   * @throws IllegalArgumentException if there is none, a range is empty, begins before the one
   *     before it ends, or has no end and is not the last, a key stands twice, or their names
   *     differ
   */
  public static PinnedKeys of(List<Range> ranges) {
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("expected at least one key");
    }
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (range.to().isPresent() && range.to().getAsLong() <= range.from()) {
        throw new IllegalArgumentException("expected a to above from, in range " + i);
      }
      if (i > 0) {
        OptionalLong end = ranges.get(i - 1).to();
        if (end.isEmpty() || range.from() < end.getAsLong()) {
          throw new IllegalArgumentException(
              "expected range " + i + " to begin at or after the end of the one before it");
        }
      }
      for (Range other : ranges.subList(0, i)) {
        if (other.key().equals(range.key()) || !other.key().name().equals(range.key().name())) {
          throw new IllegalArgumentException("expected each key once, all under one origin");
        }
      }
    }
    return new PinnedKeys(ranges, true);
  }

  /** The ledger's origin. */
  public String origin() {
    return ranges.get(0).key().name();
  }

  /** All of them, the oldest first. */
  public List<VerifierKey> keys() {
    return ranges.stream().map(Range::key).toList();
  }

  /** The second keys, as far as there are any. */
  List<CosignerKey> seconds() {
    return ranges.stream().flatMap(range -> range.second().stream()).toList();
  }

  /** Whether a cosigner signs with the very key of this ledger, or its second one. */
  public boolean isOwn(CosignerKey cosigner) {
    return keys().stream().anyMatch(cosigner::isSameKeyAs)
        || seconds().stream().anyMatch(cosigner::isSameKeyAs);
  }

  /** What signs a checkpoint of this size, the second key included; none if no range holds it. */
  public List<NoteKey> signersOf(long size) {
    List<NoteKey> signers = new ArrayList<>();
    at(size)
        .ifPresent(
            range -> {
              signers.add(range.key());
              range.second().ifPresent(signers::add);
            });
    return signers;
  }

  /**
   * The key that may have named a next one which signs {@code size}, for all that is pinned: the
   * newest that begins at or before it, unless the range of that one ends after it.
   */
  public Optional<VerifierKey> outgoingBy(long size) {
    return newestBy(size)
        .filter(range -> range.to().isEmpty() || !range.holds(size))
        .map(Range::key);
  }

  /** Whether the log may give the ledger a key after that one from {@code from} on. */
  public boolean leavesOpen(VerifierKey outgoing, long from) {
    return ranges.stream()
        .filter(range -> range.key().equals(outgoing))
        .anyMatch(range -> range.from() < from && !(range.to().isPresent() && range.holds(from)));
  }

  /**
   * {@code ledger-key-not-pinned}, if the log leads from one of these to a key that signs {@code
   * size} and is none of them.
   *
   * @param log whose changes were judged, or will be
   */
  public Optional<Refusal> unpinned(LedgerKeys log, long size) {
    VerifierKey signs = log.at(size);
    Optional<VerifierKey> outgoing = outgoingBy(size);
    if (keys().contains(signs) || outgoing.isEmpty()) {
      return Optional.empty();
    }
    boolean leads = false;
    for (LedgerKeys.Span span : log.spans()) {
      if (leads) {
        return leavesOpen(outgoing.get(), span.from())
            ? Optional.of(
                Refusal.of(
                    Reason.LEDGER_KEY_NOT_PINNED,
                    "compare ledger keys: expected a pinned key to sign size "
                        + size
                        + ", got "
                        + signs.text()
                        + " from the log"))
            : Optional.empty();
      }
      leads = log.verifierKey(span.key()).equals(outgoing.get());
    }
    return Optional.empty();
  }

  private Optional<Range> newestBy(long size) {
    return ranges.stream().filter(range -> range.from() <= size).reduce((earlier, later) -> later);
  }

  private Optional<Range> at(long size) {
    return ranges.stream().filter(range -> range.holds(size)).findFirst();
  }

  /**
   * Requires that the key whose range holds its size signed a checkpoint.
   *
   * @param cosigners who else may have
   * @throws RefusedException {@code checkpoint-key-out-of-range} if another one of these keys did;
   *     {@code checkpoint-signature-invalid}; {@code checkpoint-signature-unknown}
   */
  void verify(SignedCheckpoint signed, Collection<CosignerKey> cosigners, UnknownSignatures unknown)
      throws RefusedException {
    long size = signed.checkpoint().size();
    Optional<Range> expected = at(size);
    if (expected.isEmpty() || !isSignedBy(expected.get().key(), signed)) {
      requireNoneOutOfRange(signed);
    }
    if (expected.isEmpty()) {
      throw RefusedException.of(
          Reason.CHECKPOINT_SIGNATURE_INVALID,
          "checkpoint: expected a size that a pinned key may sign, got " + size);
    }
    Range range = expected.get();
    List<CosignerKey> others = new ArrayList<>(cosigners);
    range.second().ifPresent(others::add);
    signed.verify(range.key(), others, unknown);
    if (range.second().isPresent() && !isSignedBy(range.second().get(), signed)) {
      throw RefusedException.of(
          Reason.CHECKPOINT_SIGNATURE_INVALID,
          "checkpoint: expected a good signature line of " + range.second().get() + " too");
    }
  }

  private void requireNoneOutOfRange(SignedCheckpoint signed) throws RefusedException {
    for (Range range : ranges) {
      if (isSignedBy(range.key(), signed)) {
        throw RefusedException.of(
            Reason.CHECKPOINT_KEY_OUT_OF_RANGE,
            "checkpoint: expected of "
                + range.key().text()
                + " a size from "
                + range.from()
                + (range.to().isPresent() ? " to below " + range.to().getAsLong() : "")
                + ", got "
                + signed.checkpoint().size());
      }
    }
  }

  /**
   * Requires that the log gives the ledger no other key, at any size up to that of the checkpoint,
   * than is pinned for it.
   *
   * @param log what the records under the checkpoint say
   * @throws RefusedException {@code ledger-key-mismatch}
   */
  public void requireAgreement(LedgerKeys log, long size) throws RefusedException {
    if (!stated) {
      requireSame(size, ranges.get(0).key(), log.at(size));
      return;
    }
    for (Range range : ranges) {
      if (range.from() <= size) {
        requireSame(range.from(), range.key(), log.at(range.from()));
        for (LedgerKeys.Span span : log.spans()) {
          if (range.holds(span.from()) && span.from() <= size) {
            requireSame(span.from(), range.key(), log.verifierKey(span.key()));
          }
        }
      }
    }
  }

  private static void requireSame(long size, VerifierKey pinned, VerifierKey got)
      throws RefusedException {
    if (!pinned.equals(got)) {
      throw RefusedException.of(
          Reason.LEDGER_KEY_MISMATCH,
          "compare ledger keys: expected "
              + pinned.text()
              + " to sign size "
              + size
              + ", got "
              + got.text()
              + " from the log");
    }
  }

  private static boolean isSignedBy(VerifierKey key, SignedCheckpoint signed) {
    try {
      signed.verify(key, UnknownSignatures.IGNORE);
      return true;
    } catch (RefusedException doesNotVerify) {
      return false;
    }
  }

  private static boolean isSignedBy(CosignerKey key, SignedCheckpoint signed) {
    try {
      return signed.cosignature(key).isPresent();
    } catch (RefusedException doesNotVerify) {
      return false;
    }
  }
}
