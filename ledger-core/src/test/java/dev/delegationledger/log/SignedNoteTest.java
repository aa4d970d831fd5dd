package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedNoteTest {
  private static final String TEXT = "This is an example message.\n";
  private static final String SIGNATURE =
      "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";
  private static final String LINE = "\u2014 example.com/foo " + SIGNATURE + "\n";

  /** The example of C2SP signed-note. */
  private static final String EXAMPLE = TEXT + "\n" + LINE;

  @Test
  void example_verifies() throws Exception {
    SignedNote note = SignedNote.parse(EXAMPLE);

    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.note()).isEqualTo(EXAMPLE);
    verify(note, VerifierKey.parse(VerifierKeyTest.EXAMPLE), UnknownSignatures.REFUSE);
  }

  @Test
  void exampleWithAnyBitOfTheTextChanged_isRefused() throws Exception {
    VerifierKey key = VerifierKey.parse(VerifierKeyTest.EXAMPLE);
    for (int i = 0; i < TEXT.length() - 1; i++) {
      char[] text = TEXT.toCharArray();
      text[i] = (char) (text[i] ^ 1);
      SignedNote note = SignedNote.parse(new String(text) + "\n" + LINE);
      for (UnknownSignatures unknown : UnknownSignatures.values()) {
        assertThat(Refused.reasonOf(() -> verify(note, key, unknown)))
            .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
      }
    }
  }

  @Test
  void textWithEmptyLines_endsAtTheLast() throws Exception {
    assertThat(SignedNote.parse("a\n\nb\n\n" + LINE).text()).isEqualTo("a\n\nb\n");
    assertThat(SignedNote.parse("a\n\n\n" + LINE).text()).isEqualTo("a\n\n");
    assertThat(SignedNote.parse("a\n\n" + LINE + "\n" + LINE).text()).isEqualTo("a\n\n" + LINE);
  }

  static Stream<String> malformedNotes() {
    String name = "\u2014 example.com/foo ";
    return Stream.of(
        "",
        "\n",
        "\n\n",
        TEXT,
        TEXT + "\n",
        TEXT + LINE,
        TEXT + "\n\n",
        "\n" + LINE,
        LINE,
        TEXT + "\n" + LINE.stripTrailing(),
        TEXT + "\n" + LINE + "\n",
        TEXT + "\n" + LINE + "\n\n",
        TEXT + "\n" + LINE + "x",
        TEXT + "\n" + LINE + "x\n",
        TEXT + "\nx\n" + LINE,
        TEXT + "\n" + " " + LINE,
        TEXT + "\n" + LINE.replace('\u2014', '-'),
        TEXT + "\n" + LINE.replace('\u2014', '\u2013'),
        TEXT + "\n" + LINE.replace('\u2014', '\u2015'),
        TEXT + "\n" + LINE.replace("\u2014", "\u00e2\u0080\u0094"),
        TEXT + "\n" + LINE.replace("\u2014 ", "\u2014"),
        TEXT + "\n" + LINE.replace("\u2014 ", "\u2014  "),
        TEXT + "\n" + LINE.replace("\u2014 ", "\u2014\u00a0"),
        TEXT + "\n" + LINE.replace("foo ", "foo  "),
        TEXT + "\n" + LINE.replace("foo", "f+o"),
        TEXT + "\n" + LINE.replace("foo", "f\u2003o"),
        TEXT + "\n" + LINE.replace("=\n", "= \n"),
        TEXT + "\n" + LINE.replace("=\n", "= x\n"),
        TEXT + "\n" + LINE.replace("=\n", "\n"),
        TEXT + "\n" + LINE.replace("=\n", "==\n"),
        TEXT + "\n" + LINE.replace("M=\n", "N=\n"),
        TEXT + "\n" + LINE.replace("Uw2Q", "Uw_-"),
        TEXT + "\n" + name + "\n",
        TEXT + "\n" + name.stripTrailing() + "\n",
        TEXT + "\n\u2014  " + SIGNATURE + "\n",
        TEXT + "\n" + name + "Uw2QOg==\n",
        TEXT + "\n" + name + "Uw2Q\n",
        (TEXT + "\n" + LINE).replace("\n", "\r\n"),
        (TEXT + "\n" + LINE).replace("=\n", "=\r\n"),
        "a\tb\n\n" + LINE,
        "a\u0000b\n\n" + LINE,
        "a\u001fb\n\n" + LINE,
        "a\ud800b\n\n" + LINE,
        "a\udc00\n\n" + LINE,
        "\ude00\ud83d\n\n" + LINE,
        TEXT + "\n" + LINE.replace("foo", "f\ud83d"),
        TEXT + "\n" + LINE + LINE,
        TEXT + "\n" + LINE + name + "Uw2QOgA=\n",
        TEXT + "\n" + line(1) + LINE + line(1));
  }

  @ParameterizedTest
  @MethodSource("malformedNotes")
  void otherFraming_isRefused(String note) {
    assertThat(Refused.reasonOf(() -> SignedNote.parse(note)))
        .isEqualTo(Reason.CHECKPOINT_MALFORMED);
  }

  @Test
  void sixteenSignatures_areTheMost() throws Exception {
    VerifierKey key = VerifierKey.parse(VerifierKeyTest.EXAMPLE);
    String fifteen = lines(15);
    SignedNote note = SignedNote.parse(TEXT + "\n" + fifteen + LINE);

    assertThatCode(() -> verify(note, key, UnknownSignatures.IGNORE)).doesNotThrowAnyException();
    assertThat(note.note()).isEqualTo(TEXT + "\n" + fifteen + LINE);
    for (int more : new int[] {16, 17, 18, 200}) {
      assertThat(Refused.reasonOf(() -> SignedNote.parse(TEXT + "\n" + LINE + lines(more))))
          .isEqualTo(Reason.CHECKPOINT_MALFORMED);
    }
  }

  @Test
  void noteOf64KiB_isTheLargest() throws Exception {
    int rest = 65_536 - (LINE.length() + 2) - 2; // the em dash has three bytes
    String fits = "\u00e9" + "a".repeat(rest - 2);

    assertThat(SignedNote.parse(fits + "\n\n" + LINE).text()).hasSize(rest);
    assertThat(Refused.reasonOf(() -> SignedNote.parse("a" + fits + "\n\n" + LINE)))
        .isEqualTo(Reason.CHECKPOINT_MALFORMED);
  }

  @Test
  void unknownSignature_isRefusedUnlessIgnored() throws Exception {
    VerifierKey key = VerifierKey.parse(VerifierKeyTest.EXAMPLE);
    String sameNameOtherId = "\u2014 example.com/foo AAAAAAA=\n";
    String otherNameSameId = "\u2014 example.com/bar " + SIGNATURE + "\n";
    for (String other : new String[] {line(1), sameNameOtherId, otherNameSameId}) {
      for (String lines : new String[] {other + LINE, LINE + other}) {
        SignedNote note = SignedNote.parse(TEXT + "\n" + lines);
        assertThat(Refused.reasonOf(() -> verify(note, key, UnknownSignatures.REFUSE)))
            .isEqualTo(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
        assertThatCode(() -> verify(note, key, UnknownSignatures.IGNORE))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void noteWithoutTheKnownKey_isRefusedAlways() throws Exception {
    VerifierKey key = VerifierKey.parse(VerifierKeyTest.EXAMPLE);
    String otherId = LINE.replace("Uw2Q", "Ux2Q");
    String otherName = LINE.replace("foo", "bar");
    for (String line : new String[] {otherId, otherName, otherId + otherName, line(1)}) {
      SignedNote note = SignedNote.parse(TEXT + "\n" + line);
      for (UnknownSignatures unknown : UnknownSignatures.values()) {
        assertThat(Refused.reasonOf(() -> verify(note, key, unknown)))
            .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
      }
    }
  }

  @Test
  void badSignatureOfTheKnownKey_isRefusedAlways() throws Exception {
    VerifierKey key = VerifierKey.parse(VerifierKeyTest.EXAMPLE);
    String bad = LINE.replace("Okn8", "Okn9");
    String shorter = "\u2014 example.com/foo Uw2QOkn8srU=\n";
    String longer = LINE.replace("eyaQM=", "eyaQMA");
    for (String line : new String[] {bad, shorter, longer}) {
      for (String lines : new String[] {line, line + line(1)}) {
        SignedNote note = SignedNote.parse(TEXT + "\n" + lines);
        for (UnknownSignatures unknown : UnknownSignatures.values()) {
          assertThat(Refused.reasonOf(() -> verify(note, key, unknown)))
              .isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
        }
      }
    }
  }

  private static void verify(SignedNote note, VerifierKey key, UnknownSignatures unknown)
      throws RefusedException {
    note.verify(key);
    if (unknown == UnknownSignatures.REFUSE) {
      note.requireOnly(List.of(key));
    }
  }

  private static String lines(int count) {
    return IntStream.range(0, count).mapToObj(SignedNoteTest::line).collect(Collectors.joining());
  }

  private static String line(int witness) {
    return new NoteSignature(
                "witness.example/" + witness,
                Bytes.of(new byte[] {1, 2, 3, 4}),
                Bytes.of(new byte[] {5}))
            .line()
        + "\n";
  }
}
