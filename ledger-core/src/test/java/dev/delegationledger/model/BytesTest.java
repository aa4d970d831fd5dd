package dev.delegationledger.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Base64 has one spelling: the one that writing the bytes gives. */
final class BytesTest {
  private static final String ENDINGS = "ABCDEIQgwkoz059+/-_=.\n \u00e9\u0141";
  private static final List<String> EACH = ENDINGS.chars().mapToObj(Character::toString).toList();

  @Test
  void everyShortText_isReadIfItIsWhatIsWritten() {
    requireOneSpelling("");
    for (String a : EACH) {
      requireOneSpelling(a);
      for (String b : EACH) {
        requireOneSpelling(a + b);
        for (String c : EACH) {
          requireOneSpelling(a + b + c);
          requireOneSpelling("AAAA" + a + b + c + "=");
          requireOneSpelling(a + b + c + a);
        }
      }
    }
  }

  @Property
  void text_isReadIfItIsWhatIsWritten(@ForAll("texts") String text) {
    requireOneSpelling(text);
  }

  @Property
  void writtenBytes_areRead(@ForAll byte[] bytes) {
    Bytes written = Bytes.of(bytes);
    assertThat(Bytes.fromBase64(written.base64())).isEqualTo(written);
    assertThat(Bytes.fromBase64Url(written.base64Url())).isEqualTo(written);
    byte[] within = ("." + written.base64Url() + "!").getBytes(US_ASCII);
    assertThat(Bytes.fromBase64Url(within, 1, within.length - 1)).isEqualTo(written);
  }

  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.strings().withChars(ENDINGS).ofMaxLength(13);
  }

  private static void requireOneSpelling(String text) {
    assertThat(read(Bytes::fromBase64, text))
        .as(text)
        .isEqualTo(slowly(Base64.getDecoder(), Bytes::base64, text));
    assertThat(read(Bytes::fromBase64Url, text))
        .as(text)
        .isEqualTo(slowly(Base64.getUrlDecoder(), Bytes::base64Url, text));
  }

  private static Optional<Bytes> read(Function<String, Bytes> reader, String text) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }

  /** What can be decoded, and gives the text again. */
  private static Optional<Bytes> slowly(
      Base64.Decoder decoder, Function<Bytes, String> writer, String text) {
    return read(t -> Bytes.of(decoder.decode(t)), text).filter(b -> writer.apply(b).equals(text));
  }
}
