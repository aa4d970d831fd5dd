package dev.delegationledger.log;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures under it (C2SP signed-note). Framed, but nothing verified until {@link
 * #verify}. Immutable. Thread-safe.
 */
final class SignedNote {
  /** The most bytes of a note in UTF-8. */
  static final int MAX_SIZE = 65_536;

  /** The most signature lines of a note; as many as every reader must accept. */
  static final int MAX_SIGNATURES = 16;

  private final String text;
  private final List<NoteSignature> signatures;

  private SignedNote(String text, List<NoteSignature> signatures) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /** A text, which ends in a newline, and one signature over it. */
  static SignedNote of(String text, NoteSignature signature) {
    return new SignedNote(text, List.of(signature));
  }

  /**
   * Reads a note. Two lines that claim the same key are refused: one of them would go unchecked,
   * and a note would have two spellings.
   *
   * @throws RefusedException with {@link Reason#CHECKPOINT_MALFORMED}
   */
  static SignedNote parse(String note) throws RefusedException {
    requirePlainText(note);
    int blank = note.lastIndexOf("\n\n");
    String block = blank < 0 ? "" : note.substring(blank + 2);
    if (!block.endsWith("\n")) {
      throw malformed("expected a text, an empty line, and lines of signatures up to a newline");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : block.substring(0, block.length() - 1).split("\n", MAX_SIGNATURES + 2)) {
      NoteSignature signature =
          NoteSignature.parse(line)
              .orElseThrow(
                  () -> malformed("expected signature lines only after the last empty line"));
      if (signatures.stream().anyMatch(signature::isBySameKeyAs)) {
        throw malformed("expected one signature for each key");
      }
      signatures.add(signature);
    }
    if (signatures.size() > MAX_SIGNATURES) {
      throw malformed("expected at most " + MAX_SIGNATURES + " signatures");
    }
    return new SignedNote(note.substring(0, blank + 1), signatures);
  }

  /** What is signed: everything before the last empty line, with the newline at its end. */
  String text() {
    return text;
  }

  /** The note as {@link #parse} reads it. */
  String note() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()).append('\n'));
    return note.toString();
  }

  /** The line that claims to be by {@code key}, unverified. */
  Optional<NoteSignature> signatureOf(NoteKey key) {
    return signatures.stream().filter(signature -> signature.isBy(key)).findFirst();
  }

  /** The same text under one more line, or under another one of the same key. */
  SignedNote with(NoteSignature line) {
    List<NoteSignature> lines = new ArrayList<>(signatures);
    lines.removeIf(line::isBySameKeyAs);
    lines.add(line);
    return new SignedNote(text, lines);
  }

  /** The same text under the lines that claim to be by these keys. */
  SignedNote only(Collection<? extends NoteKey> keys) {
    return new SignedNote(
        text, signatures.stream().filter(line -> keys.stream().anyMatch(line::isBy)).toList());
  }

  /** Whether it has not more lines and bytes than {@link #parse} reads. */
  boolean isReadable() {
    return signatures.size() <= MAX_SIGNATURES
        && note().getBytes(StandardCharsets.UTF_8).length <= MAX_SIZE;
  }

  /**
   * Verifies the signature of {@code pinned}.
   *
   * @throws RefusedException with {@link Reason#CHECKPOINT_SIGNATURE_INVALID}, also if there is
   *     none
   */
  void verify(VerifierKey pinned) throws RefusedException {
    NoteSignature own =
        signatureOf(pinned)
            .orElseThrow(
                () -> invalid("expected a signature line of " + pinned.text() + ", got none"));
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    if (!pinned.key().verify(message, own.signature().toArray())) {
      throw invalid("the signature line of " + pinned.text() + " does not verify");
    }
  }

  /**
   * Requires that every line claims to be by one of {@code known}.
   *
   * @throws RefusedException with {@link Reason#CHECKPOINT_SIGNATURE_UNKNOWN}
   */
  void requireOnly(Collection<? extends NoteKey> known) throws RefusedException {
    long others = signatures.stream().filter(line -> known.stream().noneMatch(line::isBy)).count();
    if (others > 0) {
      throw RefusedException.of(
          Reason.CHECKPOINT_SIGNATURE_UNKNOWN,
          "expected only signatures of the ledger and of known cosigners, got " + others + " more");
    }
  }

  private static void requirePlainText(String note) throws RefusedException {
    if (note.length() > MAX_SIZE) {
      throw malformed("expected at most " + MAX_SIZE + " bytes");
    }
    if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw malformed("expected no control character but newlines");
    }
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(note));
      if (utf8.remaining() > MAX_SIZE) {
        throw malformed("expected at most " + MAX_SIZE + " bytes, got " + utf8.remaining());
      }
    } catch (CharacterCodingException e) {
      throw malformed("expected Unicode text, got an unpaired surrogate");
    }
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.CHECKPOINT_MALFORMED, "signed note: " + detail);
  }

  private static RefusedException invalid(String detail) {
    return RefusedException.of(Reason.CHECKPOINT_SIGNATURE_INVALID, "signed note: " + detail);
  }
}
