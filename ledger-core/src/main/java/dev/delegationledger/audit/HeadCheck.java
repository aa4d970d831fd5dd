package dev.delegationledger.audit;

import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the stored head, and the checkpoint in it, with what the records give. */
final class HeadCheck {
  private final Findings findings;
  private final Optional<byte[]> stored;
  private final Optional<Head> head;

  private HeadCheck(Findings findings, Optional<byte[]> stored, Optional<Head> head) {
    this.findings = findings;
    this.stored = stored;
    this.head = head;
  }

  static HeadCheck read(StoredRows rows, Findings findings) {
    Optional<byte[]> stored = rows.head();
    if (stored.isEmpty()) {
      findings.add(Refusal.of(Reason.HEAD_CONTRADICTION, "read head: expected one, got none"));
      return new HeadCheck(findings, stored, Optional.empty());
    }
    try {
      return new HeadCheck(findings, stored, Optional.of(Head.parse(stored.get())));
    } catch (RefusedException malformed) {
      findings.add(malformed.refusal());
      return new HeadCheck(findings, stored, Optional.empty());
    }
  }

  Optional<Head> head() {
    return head;
  }

  Optional<SignedCheckpoint> checkpoint() {
    return head.flatMap(Head::checkpoint);
  }

  /** How many records the head says there are. */
  long size() {
    return head.map(Head::size).orElse(0L);
  }

  /**
   * Compares every member of the head.
   *
   * @param derived the head that the records give; its time and checkpoint count for nothing
   * @param time the newest record's, unless it cannot be told
   */
  void compare(Head derived, Optional<Long> time) {
    if (head.isEmpty() || derived.size() == 0) {
      return;
    }
    Head said = head.get();
    if (said.size() != derived.size()) {
      compareSize(said, derived);
      return;
    }
    List<String> wrong = new ArrayList<>();
    if (!said.root().equals(derived.root())) {
      wrong.add("root " + derived.root() + ", got " + said.root());
    }
    if (!said.lastLeaf().equals(derived.lastLeaf())) {
      wrong.add("leaf " + derived.lastLeaf() + ", got " + said.lastLeaf());
    }
    if (!said.statusRoot().equals(derived.statusRoot())) {
      wrong.add("status root " + derived.statusRoot() + ", got " + said.statusRoot());
    }
    if (time.isPresent() && time.get() != said.lastTimeMs()) {
      wrong.add("time " + time.get() + ", got " + said.lastTimeMs());
    }
    if (wrong.isEmpty() && !Arrays.equals(stored.orElseThrow(), said.toBytes())) {
      wrong.add("canonical JSON");
    }
    if (!wrong.isEmpty()) {
      findings.add(
          derived.size() - 1,
          Reason.HEAD_CONTRADICTION,
          "compare head: expected " + String.join("; ", wrong));
    }
  }

  private void compareSize(Head said, Head derived) {
    String detail = "compare head: expected size " + derived.size() + ", got " + said.size();
    if (said.size() < derived.size()) {
      findings.add(said.size(), Reason.HEAD_CONTRADICTION, detail);
    } else if (said.root().equals(derived.root())) {
      findings.add(derived.size() - 1, Reason.HEAD_CONTRADICTION, detail);
    } else {
      findings.add(
          derived.size(),
          Reason.RECORD_LOST,
          "read records: expected " + said.size() + " of them, got " + derived.size());
    }
  }

  /** The checkpoints that the head holds: the newest, and the newest with cosignatures. */
  List<SignedCheckpoint> checkpoints() {
    return Stream.of(checkpoint(), cosigned()).flatMap(Optional::stream).toList();
  }

  private Optional<SignedCheckpoint> cosigned() {
    return head.flatMap(Head::cosigned);
  }

  /**
   * Compares the checkpoints: each stands for the beginning of this log, the key that the ledger
   * has at its size has signed it, and what was cosigned is not larger than what was signed.
   *
   * @param roots the roots that the records give at their sizes, if there are as many
   * @param keys the ledger's keys by these records, if genesis can be read
   */
  void compareCheckpoints(Map<Long, Hash> roots, Optional<LedgerKeys> keys) {
    for (SignedCheckpoint signed : checkpoints()) {
      compare(signed, roots, keys);
    }
    long newest = checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
    long kept = cosigned().map(c -> c.checkpoint().size()).orElse(0L);
    if (kept > newest) {
      findings.add(
          Refusal.of(
              Reason.HEAD_CONTRADICTION,
              "compare checkpoint: expected a cosigned one of at most "
                  + newest
                  + " records, got "
                  + kept));
    }
  }

  private void compare(SignedCheckpoint signed, Map<Long, Hash> roots, Optional<LedgerKeys> keys) {
    Checkpoint said = signed.checkpoint();
    long at = lastOf(said);
    if (!said.root().equals(roots.get(said.size()))) {
      findings.add(
          at,
          Reason.HEAD_CONTRADICTION,
          "compare checkpoint: expected the root of the first " + said.size() + " records");
    }
    if (keys.isEmpty()) {
      return;
    }
    String origin = keys.get().at(said.size()).name();
    if (!said.origin().equals(origin)) {
      findings.add(
          at, Reason.HEAD_CONTRADICTION, "compare checkpoint: expected the origin " + origin);
      return;
    }
    VerifierKey key = keys.get().at(said.size());
    hold(signed, it -> it.verify(key, UnknownSignatures.IGNORE));
  }

  /**
   * Verifies the newest checkpoint under the trust in its ledger, and that a quorum of its
   * witnesses stands under that or under the one that is kept for it, if a key that is pinned for
   * its size signed it: one of an older key is held against the log elsewhere. A ledger that is at
   * hand does not need them to be read; one that was rewritten as a whole is told by them.
   *
   * @return how many records a quorum has vouched for; empty if none was demanded, or none has
   */
  Optional<Long> verify(TrustAnchors.Anchor anchor, Optional<LedgerKeys> keys) {
    Optional<Refusal> unpinned =
        keys.flatMap(
            log ->
                checkpoint()
                    .flatMap(signed -> anchor.keys().unpinned(log, signed.checkpoint().size())));
    if (unpinned.isPresent()) {
      findings.add(unpinned.get()); // who signed it is said by comparing it with the log
      return Optional.empty();
    }
    checkpoint().ifPresent(signed -> hold(signed, it -> verify(it, anchor, keys)));
    Optional<SignedCheckpoint> told =
        cosigned()
            .filter(anchor::isSignerOf)
            .map(signed -> WitnessCheck.underKnown(signed, anchor))
            .or(this::checkpoint);
    if (told.isEmpty()) {
      return Optional.empty();
    }
    List<Refusal> missing = new ArrayList<>();
    boolean sound =
        hold(told.get(), signed -> missing.addAll(WitnessCheck.missing(signed, anchor)));
    missing.forEach(one -> addNew(one.orAt(lastOf(told.get().checkpoint()))));
    return sound && missing.isEmpty() && WitnessCheck.isDemanded(anchor)
        ? Optional.of(told.get().checkpoint().size())
        : Optional.empty();
  }

  private static void verify(
      SignedCheckpoint signed, TrustAnchors.Anchor anchor, Optional<LedgerKeys> keys)
      throws RefusedException {
    anchor.verify(signed);
    if (keys.isPresent()) {
      anchor.keys().requireAgreement(keys.get(), signed.checkpoint().size());
    }
  }

  /** Something that has to hold of a checkpoint. */
  private interface Demand {
    void of(SignedCheckpoint signed) throws RefusedException;
  }

  /** What was found before is not said again. */
  private boolean hold(SignedCheckpoint signed, Demand demand) {
    try {
      demand.of(signed);
      return true;
    } catch (RefusedException e) {
      addNew(e.refusal().orAt(lastOf(signed.checkpoint())));
      return false;
    }
  }

  private void addNew(Refusal finding) {
    if (!findings.has(finding)) {
      findings.add(finding);
    }
  }

  /**
   * @throws IllegalStateException if somebody has written to the store since the head was read:
   *     then rows of two states were compared with each other
   */
  void requireUnchanged(StoredRows rows) {
    if (stored.isPresent() && !Arrays.equals(stored.get(), rows.head().orElse(null))) {
      throw new IllegalStateException(
          "audit: expected a store that nobody writes to, got another head at the end");
    }
  }

  private static long lastOf(Checkpoint checkpoint) {
    return Math.max(0, checkpoint.size() - 1);
  }
}
