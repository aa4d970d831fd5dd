package dev.delegationledger.proof;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.InclusionProof;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Contradictions;
import dev.delegationledger.view.OwnCheckpoint;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Shows that one record is in the log, in the format that any reader of transparency logs knows
 * (C2SP tlog-proof). It says nothing about authority: {@link AuthorityProof} does. Immutable.
 *
 * <p>There is exactly one spelling of each. What it says counts for nothing until {@code verify}
 * has returned.
 *
 * @param extra the record, so that the file needs no other; proofs that others made may lack it, or
 *     hold something else
 * @param index where the record stands, below 2^40
 * @param path from the record's sibling upwards (RFC 6962 section 2.1.1)
 * @param checkpoint of a tree that contains the record
 */
public record TlogProof(
    Optional<Bytes> extra, long index, List<Hash> path, SignedCheckpoint checkpoint) {
  /** The largest file in bytes: room for the largest record and the largest checkpoint. */
  public static final int MAX_SIZE = 1 << 18;

  private static final String FORMAT = "c2sp.org/tlog-proof@";
  private static final String FIRST_LINE = FORMAT + "v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** As long as the way up can be in a tree of {@link Merkle#MAX_SIZE} records. */
  private static final int MAX_PATH = 40;

  /**
   * @throws IllegalArgumentException if it would not read back
   */
  public TlogProof {
    if (index < 0 || index >= Merkle.MAX_SIZE) {
      throw new IllegalArgumentException("expected an index below 2^40, got " + index);
    }
    if (path.size() > MAX_PATH) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_PATH + " hashes, got " + path.size());
    }
    if (extra.isPresent() && extra.get().size() == 0) {
      throw new IllegalArgumentException("expected extra data, or no line of it");
    }
    path = List.copyOf(path);
  }

  /**
   * The proof of the record at {@code index}, with the record as its extra data, against {@link
   * CheckpointChoice#best}. It has been verified.
   *
   * @throws RefusedException as {@link #of(StoredLedger, SignedCheckpoint, long)}
   */
  public static TlogProof of(StoredLedger ledger, long index) throws RefusedException {
    return of(ledger, CheckpointChoice.best(ledger, index), index);
  }

  /**
   * As {@link #of(StoredLedger, long)}, against a given checkpoint of this ledger: its lines go
   * into the proof as they are.
   *
   * @throws RefusedException {@code unknown-action} if it covers no such record; {@code
   *     checkpoint-signature-invalid}, {@code record-missing} or {@code inclusion-invalid} if it is
   *     not one of this ledger's; naming a record, if the ledger contradicts itself
   */
  public static TlogProof of(StoredLedger ledger, SignedCheckpoint checkpoint, long index)
      throws RefusedException {
    long size = checkpoint.checkpoint().size();
    if (index < 0 || index >= size) {
      throw unknown(size);
    }
    OwnCheckpoint.require(checkpoint, ledger);
    RawRecord record = ledger.record(index);
    List<Hash> path =
        Contradictions.thrown(() -> MerkleTree.inclusionPath(index, size, ledger::logNode));
    TlogProof proof = new TlogProof(Optional.of(record.bytes()), index, path, checkpoint);
    proof.requireIncluded(record);
    return proof;
  }

  private static RefusedException unknown(long size) {
    return RefusedException.of(
        Reason.UNKNOWN_ACTION,
        "find record: expected an index below " + size + " of the checkpoint");
  }

  /** Whether these bytes begin as a tlog-proof of any version. */
  static boolean isOne(byte[] file) {
    byte[] begin = FORMAT.getBytes(StandardCharsets.US_ASCII);
    return file.length >= begin.length && Arrays.equals(Arrays.copyOf(file, begin.length), begin);
  }

  /**
   * Reads a proof.
   *
   * @throws RefusedException {@code proof-too-large} above {@link #MAX_SIZE} bytes; {@code
   *     unknown-version}; {@code proof-malformed}; {@code checkpoint-malformed}; {@code
   *     proof-not-canonical} if it is spelled in another way than {@link #toBytes} does
   */
  public static TlogProof parse(byte[] file) throws RefusedException {
    if (file.length > MAX_SIZE) {
      throw RefusedException.of(
          Reason.PROOF_TOO_LARGE,
          "read tlog-proof: expected at most " + MAX_SIZE + " bytes, got " + file.length);
    }
    String text = new String(file, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw malformed("expected an empty line before the checkpoint");
    }
    List<String> lines = Arrays.asList(text.substring(0, blank).split("\n", MAX_PATH + 4));
    requireVersion(lines.get(0));
    boolean hasExtra = lines.size() > 1 && lines.get(1).startsWith(EXTRA);
    int at = hasExtra ? 2 : 1;
    if (lines.size() <= at || !lines.get(at).matches("index (0|[1-9][0-9]{0,12})")) {
      throw malformed("expected an index without leading zeros in line " + (at + 1));
    }
    TlogProof proof;
    try {
      proof =
          new TlogProof(
              hasExtra ? Optional.of(extra(lines.get(1))) : Optional.empty(),
              Long.parseLong(lines.get(at).substring(INDEX.length())),
              lines.subList(at + 1, lines.size()).stream().map(Hash::fromBase64).toList(),
              SignedCheckpoint.parse(text.substring(blank + 2)));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    if (!Arrays.equals(proof.toBytes(), file)) {
      throw RefusedException.of(
          Reason.PROOF_NOT_CANONICAL,
          "read tlog-proof: expected UTF-8 and canonical base64 with padding");
    }
    return proof;
  }

  private static void requireVersion(String line) throws RefusedException {
    if (line.startsWith(FORMAT) && !line.equals(FIRST_LINE)) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "read tlog-proof: expected " + FIRST_LINE + ", got another");
    }
    if (!line.equals(FIRST_LINE)) {
      throw malformed("expected " + FIRST_LINE + " in line 1");
    }
  }

  private static Bytes extra(String line) {
    return Bytes.of(Base64.getDecoder().decode(line.substring(EXTRA.length())));
  }

  /** The file as {@link #parse} reads it. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    extra.ifPresent(bytes -> text.append(EXTRA).append(bytes.base64()).append('\n'));
    text.append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    text.append('\n').append(checkpoint.text());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Verifies that the record which the extra data holds is in the log.
   *
   * @param pinned the key of the ledger, which the verifier brings
   * @param unknown what to do with further signature lines of the checkpoint
   * @return the record; of its entry only the framing has been checked
   * @throws RefusedException {@code record-missing} if there is no extra data; else why the record
   *     is malformed, or as {@link #verify(RawRecord, VerifierKey, UnknownSignatures)}
   */
  public RawRecord verify(VerifierKey pinned, UnknownSignatures unknown) throws RefusedException {
    if (extra.isEmpty()) {
      throw new RefusedException(
          Refusal.at(
              index, Reason.RECORD_MISSING, "read tlog-proof: expected the record as extra data"));
    }
    RawRecord record;
    try {
      record = RawRecord.parse(extra.get());
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal().orAt(index));
    }
    verify(record, pinned, unknown);
    return record;
  }

  /**
   * Verifies that {@code record} is in the log, whatever the extra data holds.
   *
   * @throws RefusedException {@code checkpoint-signature-invalid}, {@code
   *     checkpoint-signature-unknown}, {@code index-mismatch}, {@code inclusion-invalid}
   */
  public void verify(RawRecord record, VerifierKey pinned, UnknownSignatures unknown)
      throws RefusedException {
    checkpoint.verify(pinned, unknown);
    requireIncluded(record);
  }

  /** Under the checkpoint's root, whoever signed that. */
  private void requireIncluded(RawRecord record) throws RefusedException {
    if (record.index() != index) {
      throw new RefusedException(
          Refusal.at(
              index,
              Reason.INDEX_MISMATCH,
              "read record: expected index " + index + ", got " + record.index()));
    }
    Checkpoint tree = checkpoint.checkpoint();
    if (!InclusionProof.verify(index, tree.size(), record.leafHash(), path, tree.root())) {
      throw new RefusedException(
          Refusal.at(
              index,
              Reason.INCLUSION_INVALID,
              "check inclusion: expected the path to lead to the root of size " + tree.size()));
    }
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.PROOF_MALFORMED, "read tlog-proof: " + detail);
  }
}
