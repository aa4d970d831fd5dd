package dev.delegationledger.proof;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.IncludedLeaves;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.NodeReader;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Contradictions;
import dev.delegationledger.view.StoredLedger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What somebody holds of one history of a ledger: a signed checkpoint, and what they can show about
 * the log under it. It counts for nothing until {@link #verify} has returned. As thread-safe as the
 * ledger that it may read.
 */
public final class KeptHistory {
  /** The most bytes of a file that {@link #parse} reads. */
  public static final int MAX_SIZE = AuthorityProof.MAX_SIZE;

  private final SignedCheckpoint checkpoint;
  private final Optional<IncludedLeaves> leaves;
  private final Optional<PrefixProof> prefix;
  private final Optional<NodeReader> ledger;

  private KeptHistory(
      SignedCheckpoint checkpoint,
      Optional<IncludedLeaves> leaves,
      Optional<PrefixProof> prefix,
      Optional<NodeReader> ledger) {
    this.checkpoint = checkpoint;
    this.leaves = leaves;
    this.prefix = prefix;
    this.ledger = ledger;
  }

  /** A checkpoint alone: an older one was kept, or a witness answered with it. */
  public static KeptHistory of(SignedCheckpoint checkpoint) {
    return new KeptHistory(checkpoint, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * An authority proof: its checkpoint, and which leaves it shows.
   *
   * @throws RefusedException {@code checkpoint-malformed}
   */
  public static KeptHistory of(AuthorityProof proof) throws RefusedException {
    IncludedLeaves leaves =
        new IncludedLeaves(RecordLeaves.of(proof.records()), proof.recordNodes());
    return new KeptHistory(
        SignedCheckpoint.parse(proof.checkpoint()),
        proof.records().isEmpty() ? Optional.empty() : Optional.of(leaves),
        proof.since(),
        Optional.empty());
  }

  /** A tlog-proof: what a receipt is on paper. The leaf counts only if the record is with it. */
  public static KeptHistory of(TlogProof proof) {
    Optional<IncludedLeaves> leaf = proof.extra().flatMap(extra -> leaf(proof, extra));
    return new KeptHistory(proof.checkpoint(), leaf, Optional.empty(), Optional.empty());
  }

  private static Optional<IncludedLeaves> leaf(TlogProof proof, Bytes extra) {
    try {
      NavigableMap<Long, Hash> leaf =
          new TreeMap<>(Map.of(proof.index(), RawRecord.parse(extra).leafHash()));
      return Optional.of(new IncludedLeaves(leaf, InclusionMultiproof.ofPath(proof.path())));
    } catch (RefusedException noRecord) {
      return Optional.empty(); // somebody else's extra data
    }
  }

  /**
   * A ledger, under its newest checkpoint: it can show every leaf, and every history that it
   * continues.
   *
   * @throws RefusedException {@code head-contradiction} if it has no checkpoint; {@code
   *     node-contradiction} if what is stored does not lead to the checkpoint's root
   */
  public static KeptHistory of(StoredLedger ledger) throws RefusedException {
    SignedCheckpoint newest =
        ledger
            .head()
            .checkpoint()
            .orElseThrow(
                () ->
                    RefusedException.of(
                        Reason.HEAD_CONTRADICTION,
                        "read ledger: expected a signed checkpoint, got none"));
    NodeReader nodes = ledger::logNode;
    Checkpoint said = newest.checkpoint();
    Hash root = Contradictions.thrown(() -> MerkleTree.root(said.size(), nodes));
    if (!root.equals(said.root())) {
      throw RefusedException.of(
          Reason.NODE_CONTRADICTION,
          "read ledger: expected nodes that lead to the checkpoint of size " + said.size());
    }
    return new KeptHistory(newest, Optional.empty(), Optional.empty(), Optional.of(nodes));
  }

  /**
   * Reads a checkpoint note, an authority proof or a tlog-proof, whichever it is.
   *
   * @throws RefusedException why it is none of them
   */
  public static KeptHistory parse(byte[] file) throws RefusedException {
    if (file.length > 0 && file[0] == '{') {
      return of(AuthorityProof.parse(file));
    }
    if (TlogProof.isOne(file)) {
      return of(TlogProof.parse(file));
    }
    if (file.length > SignedCheckpoint.MAX_SIZE) {
      throw RefusedException.of(
          Reason.CHECKPOINT_MALFORMED, "read checkpoint: expected at most 64 KiB, got more");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return of(SignedCheckpoint.parse(text));
    } catch (CharacterCodingException e) {
      throw RefusedException.of(
          Reason.CHECKPOINT_MALFORMED, "read checkpoint: expected UTF-8, got other bytes");
    }
  }

  /** The checkpoint, as it is. */
  public SignedCheckpoint checkpoint() {
    return checkpoint;
  }

  long size() {
    return checkpoint.checkpoint().size();
  }

  Hash root() {
    return checkpoint.checkpoint().root();
  }

  /**
   * Verifies that the ledger which the verifier trusts under this origin signed the checkpoint, and
   * that the leaves are under it. Whether others signed it too, and how old it is, says nothing
   * about what it commits its signer to.
   *
   * @throws RefusedException {@code unknown-ledger}, {@code checkpoint-signature-invalid}, {@code
   *     inclusion-invalid}
   */
  public void verify(TrustAnchors trust) throws RefusedException {
    List<TrustAnchors.Anchor> anchors = signers(trust);
    if (anchors.isEmpty()) {
      throw RefusedException.of(
          Reason.UNKNOWN_LEDGER, "find trust anchor: expected one for the checkpoint's origin");
    }
    anchors.get(0).ofSignerAlone().verify(checkpoint);
    if (leaves.isPresent() && !leaves.get().areUnder(checkpoint.checkpoint())) {
      throw new RefusedException(
          Refusal.of(
              Reason.INCLUSION_INVALID,
              "check inclusion: expected leaves that lead to the root of size " + size()));
    }
  }

  /** The trust in each ledger that this may be a history of. */
  List<TrustAnchors.Anchor> signers(TrustAnchors trust) throws RefusedException {
    return trust.signersOf(checkpoint, genesis());
  }

  private Optional<Hash> genesis() throws RefusedException {
    if (ledger.isEmpty() || size() == 0) {
      return leaves.map(shown -> shown.hashes().get(0L));
    }
    NodeReader nodes = ledger.get();
    return Optional.of(Contradictions.thrown(() -> nodes.node(0, 0)));
  }

  /** What shows the root over the first {@code size} records, if this can show it. */
  Optional<PrefixProof> prefix(long size) throws RefusedException {
    if (ledger.isEmpty() || size < 1 || size > size()) {
      return prefix.filter(shown -> shown.size() == size);
    }
    NodeReader nodes = ledger.get();
    return Optional.of(Contradictions.thrown(() -> PrefixProof.of(size, size(), nodes)));
  }

  /** The leaves of this that the other one can show too, if there are any. */
  Optional<IncludedLeaves> leavesIn(KeptHistory other) throws RefusedException {
    if (ledger.isEmpty()) {
      return leaves;
    }
    if (other.leaves.isEmpty()) {
      return Optional.empty();
    }
    NavigableSet<Long> common =
        other.leaves.get().hashes().navigableKeySet().headSet(size(), false);
    NodeReader nodes = ledger.get();
    return common.isEmpty()
        ? Optional.empty()
        : Optional.of(Contradictions.thrown(() -> IncludedLeaves.of(common, size(), nodes)));
  }
}
