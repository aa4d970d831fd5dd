package dev.delegationledger.audit;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.store.ReadableStore;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Derives a whole ledger again from its records, with the code that the sequencer writes with, and
 * compares everything that is stored with it. Whatever is wrong is a finding that names its record;
 * none of it ends the audit. An audit reads the store only. Each run is for one thread.
 */
public final class Audit {
  private final ReadableStore store;
  private final Optional<TrustAnchors> anchors;
  private final boolean rules;

  private final OptionalInt threads;
  private final OptionalLong about;

  private Audit(
      ReadableStore store,
      Optional<TrustAnchors> anchors,
      boolean rules,
      OptionalInt threads,
      OptionalLong about) {
    this.store = store;
    this.anchors = anchors;
    this.rules = rules;
    this.threads = threads;
    this.about = about;
  }

  /**
   * Whether the store is one ledger that contradicts itself nowhere: hashes, links, indexes, times,
   * both trees, status roots, look-ups, disclosures, the head, and that the head's checkpoint is
   * signed by the key that genesis states. It checks no entry's signature and no rule, and trusts
   * the store's own genesis: it finds damage, not a rewritten ledger.
   */
  public static Audit structure(ReadableStore store) {
    return new Audit(store, Optional.empty(), false, OptionalInt.empty(), OptionalLong.empty());
  }

  /**
   * As {@link #structure}, and whether the ledger is the one that {@code anchors} trusts: its
   * genesis, its newest checkpoint and its size. What whoever asks a stored ledger about the past
   * has to know first. It checks no entry's signature and no rule: who asks does, of all that the
   * answer rests on.
   */
  public static Audit pinnedStructure(ReadableStore store, TrustAnchors anchors) {
    return new Audit(store, Optional.of(anchors), false, OptionalInt.empty(), OptionalLong.empty());
  }

  /**
   * As {@link #structure}, and whether the ledger is the one that {@code anchors} trusts, every
   * signature is good and every record was allowed to stand where it stands.
   */
  public static Audit full(ReadableStore store, TrustAnchors anchors) {
    return new Audit(store, Optional.of(anchors), true, OptionalInt.empty(), OptionalLong.empty());
  }

  /**
   * The same audit with {@code count} threads that read, hash, parse and check signatures ahead,
   * beside the one that runs it; with one, that is the only one. Without this there is one for each
   * processor, if the ledger has enough records. What is found does not depend on it.
   *
   * @throws IllegalArgumentException unless {@code count} is at least 1
   */
  public Audit threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("an audit takes at least one thread, got " + count);
    }
    return new Audit(store, anchors, rules, OptionalInt.of(count), about);
  }

  /**
   * The same audit, which reports what it finds about one record and nothing else: as much as it
   * reports of all of them otherwise.
   */
  public Audit about(long record) {
    return new Audit(store, anchors, rules, threads, OptionalLong.of(record));
  }

  /** Runs the audit. */
  public AuditReport run() {
    return run(ProgressListener.NONE);
  }

  /**
   * Runs the audit. No thread that it started outlives the call, however that ends.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it stays
   * @throws IllegalStateException if the store is closed, or was written to meanwhile: hold writers
   *     off, or read a snapshot
   */
  public AuditReport run(ProgressListener progress) {
    Findings findings = new Findings(about);
    Optional<TrustCheck> trust = anchors.map(a -> new TrustCheck(a, findings));
    return new Replay(new StoredRows(store, findings), findings, trust, rules, threads)
        .run(progress);
  }
}
