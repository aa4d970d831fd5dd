package dev.delegationledger.log;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint with signature lines under it (C2SP signed-note), as it is stored and passed on.
 * What it says counts for nothing until {@link #verify} has returned. Immutable, compared by
 * content. Thread-safe.
 */
public final class SignedCheckpoint {
  /** The most bytes of one in UTF-8. */
  public static final int MAX_SIZE = SignedNote.MAX_SIZE;

  private final Checkpoint checkpoint;
  private final SignedNote note;

  private SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {
    this.checkpoint = checkpoint;
    this.note = note;
  }

  static SignedCheckpoint of(Checkpoint checkpoint, SignedNote note) {
    return new SignedCheckpoint(checkpoint, note);
  }

  /**
   * Reads a signed checkpoint: at most 64 KiB of UTF-8, 1 to 16 signature lines, no two of the same
   * key, no extension lines. There is exactly one spelling of each: it equals the {@link #text} of
   * what is returned.
   *
   * @throws RefusedException with {@link Reason#CHECKPOINT_MALFORMED}
   */
  public static SignedCheckpoint parse(String note) throws RefusedException {
    SignedNote parsed = SignedNote.parse(note);
    return new SignedCheckpoint(Checkpoint.parseText(parsed.text()), parsed);
  }

  /** The whole note, as {@link #parse} reads it. */
  public String text() {
    return note.note();
  }

  /** What the note claims; not yet verified. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * Verifies that the checkpoint is one of the ledger that {@code pinned} signs for: its origin is
   * the key's name, and the key's signature is good. A note without that, or with a bad one, is
   * refused whatever {@code unknown} says.
   *
   * @param pinned the key that the verifier brings
   * @param unknown what to do with further signature lines
   * @throws RefusedException with {@link Reason#CHECKPOINT_SIGNATURE_INVALID}; with {@link
   *     Reason#CHECKPOINT_SIGNATURE_UNKNOWN} if only further signature lines stand against it
   */
  public void verify(VerifierKey pinned, UnknownSignatures unknown) throws RefusedException {
    verify(pinned, List.of(), unknown);
  }

  /**
   * As {@link #verify(VerifierKey, UnknownSignatures)}, where lines that claim to be by {@code
   * cosigners} are not unknown. Those are not verified here: {@link #cosignature} does that.
   *
   * @throws RefusedException as there
   */
  public void verify(
      VerifierKey pinned, Collection<CosignerKey> cosigners, UnknownSignatures unknown)
      throws RefusedException {
    if (!checkpoint.origin().equals(pinned.name())) {
      throw RefusedException.of(
          Reason.CHECKPOINT_SIGNATURE_INVALID,
          "checkpoint: expected the origin " + pinned.name() + ", got " + checkpoint.origin());
    }
    note.verify(pinned);
    if (unknown == UnknownSignatures.REFUSE) {
      List<NoteKey> known = new ArrayList<>(cosigners);
      known.add(pinned);
      note.requireOnly(known);
    }
  }

  /**
   * The cosignature by {@code key}, if there is a line that claims to be by it.
   *
   * @throws RefusedException with {@link Reason#COSIGNATURE_INVALID} if that line does not verify
   */
  public Optional<Cosignature> cosignature(CosignerKey key) throws RefusedException {
    Optional<NoteSignature> line = note.signatureOf(key);
    return line.isEmpty()
        ? Optional.empty()
        : Optional.of(Cosignature.verify(key, checkpoint, line.get()));
  }

  /**
   * The same checkpoint under the line of one key, verified or not, and no other.
   *
   * @throws IllegalArgumentException if there is no line that claims to be by it
   */
  public SignedCheckpoint under(NoteKey key) {
    NoteSignature line =
        note.signatureOf(key)
            .orElseThrow(() -> new IllegalArgumentException("expected a line of " + key.text()));
    return new SignedCheckpoint(checkpoint, SignedNote.of(note.text(), line));
  }

  /** The same checkpoint under the lines of these keys, as far as there are any, and no other. */
  public SignedCheckpoint underOnly(Collection<? extends NoteKey> keys) {
    return new SignedCheckpoint(checkpoint, note.only(keys));
  }

  /**
   * The same checkpoint under one more line. A line by the same key makes way: of two, only the
   * caller knows which time it wants to keep.
   *
   * @throws IllegalArgumentException if the cosignature is of another checkpoint, or there would be
   *     more than 16 lines or 64 KiB
   */
  public SignedCheckpoint with(Cosignature cosignature) {
    if (!cosignature.checkpoint().equals(checkpoint)) {
      throw new IllegalArgumentException(
          "add cosignature: expected one of size " + checkpoint.size() + ", got " + cosignature);
    }
    SignedNote more = note.with(cosignature.signature());
    if (!more.isReadable()) {
      throw new IllegalArgumentException(
          "add cosignature: expected at most " + SignedNote.MAX_SIGNATURES + " lines in 64 KiB");
    }
    return new SignedCheckpoint(checkpoint, more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedCheckpoint that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
