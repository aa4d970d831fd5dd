package dev.delegationledger.jose;

import static dev.delegationledger.jose.JwsForge.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisclosureTest {
  private static final String SALT = "\"AAECAwQFBgcICQoLDA0ODw\"";

  @Test
  void whatIsCreated_isReadBack() throws RefusedException {
    Value value = Value.obj(Map.of("given", Value.of("Jane"), "n", Value.of(7)));
    Disclosure made = Disclosure.create(new SecureRandom(), "name", value);
    Disclosure read = Disclosure.parse(made.encoded());
    assertThat(read).isEqualTo(made);
    assertThat(read.name()).isEqualTo("name");
    assertThat(read.value()).isEqualTo(value);
    assertThat(read.salt()).isEqualTo(made.salt());
    assertThat(read.salt().size()).isEqualTo(16);
    assertThat(read.digest())
        .isEqualTo(Sha256.of(made.encoded().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void sameValueTwice_hasTwoDigests() {
    SecureRandom random = new SecureRandom();
    assertThat(Disclosure.create(random, "name", Value.of("Jane")).digest())
        .isNotEqualTo(Disclosure.create(random, "name", Value.of("Jane")).digest());
  }

  @Test
  void text_neverShowsWhatIsHidden() {
    Disclosure made = Disclosure.create(new SecureRandom(), "name", Value.of("Jane Doe"));
    assertThat(made.toString())
        .isEqualTo("disclosure " + made.digest())
        .doesNotContain("Jane")
        .doesNotContain(made.encoded());
  }

  /** The digest covers the encoded text, so white space inside the array is another disclosure. */
  @Test
  void whiteSpaceInTheJson_isReadAndHasItsOwnDigest() throws RefusedException {
    Disclosure plain = Disclosure.parse(encode("[" + SALT + ",\"a\",1]"));
    Disclosure spaced = Disclosure.parse(encode("[" + SALT + ", \"a\", 1]"));
    assertThat(spaced.value()).isEqualTo(plain.value());
    assertThat(spaced.digest()).isNotEqualTo(plain.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "[" + SALT + "]",
        "[" + SALT + ",\"a\"]",
        "[" + SALT + ",\"a\",1,2]",
        "[" + SALT + ",\"a\",1] ]",
        "[" + SALT + ",\"a\",1][]",
        "[" + SALT + ",\"a\",]",
        "[" + SALT + ",a,1]",
        "[" + SALT + ",\"a\",{\"b\":1,\"b\":2}]",
        "[" + SALT + ",1,1]",
        "[" + SALT + ",null,1]",
        "[" + SALT + ",\"_sd\",1]",
        "[" + SALT + ",\"...\",1]",
        "[1,\"a\",1]",
        "[\"\",\"a\",1]",
        "[\"AAECAwQFBgcICQoLDA0O\",\"a\",1]",
        "[\"AAECAwQFBgcICQoLDA0ODx\",\"a\",1]",
        "[\"AAECAwQFBgcICQoLDA0ODw==\",\"a\",1]",
        "[\"AAECAwQFBgcICQoLDA0OD+\",\"a\",1]",
        "[\"AAECAwQFBgcICQoLDA0ODw \",\"a\",1]"
      })
  void anythingButSaltNameAndValue_isRefused(String json) {
    assertThat(reasonOf(() -> Disclosure.parse(encode(json))))
        .isEqualTo(Reason.DISCLOSURE_MALFORMED);
  }

  @Test
  void saltOfMoreThan64Bytes_isRefused() throws RefusedException {
    String longest = Bytes.of(new byte[64]).base64Url();
    String longer = Bytes.of(new byte[65]).base64Url();
    assertThat(Disclosure.parse(encode("[\"" + longest + "\",\"a\",1]")).salt().size())
        .isEqualTo(64);
    assertThat(reasonOf(() -> Disclosure.parse(encode("[\"" + longer + "\",\"a\",1]"))))
        .isEqualTo(Reason.DISCLOSURE_MALFORMED);
  }

  @Test
  void otherSpellingOfTheEncoding_isRefused() {
    String good = encode("[" + SALT + ",\"a\",1234]");
    assertThat(good.length() % 4).isNotZero();
    char last = good.charAt(good.length() - 1);
    String trailing = good.substring(0, good.length() - 1) + (char) (last + 1);
    for (String bad : new String[] {good + "=", good + "==", good + "\n", " " + good, trailing}) {
      assertThat(reasonOf(() -> Disclosure.parse(bad))).isEqualTo(Reason.DISCLOSURE_MALFORMED);
    }
  }

  @Test
  void refusal_neverShowsTheValue() {
    assertThatThrownBy(() -> Disclosure.parse(encode("[\"short\",\"name\",\"Jane Doe\"]")))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining("Jane")
        .hasMessageNotContaining("short");
  }

  @Test
  void tooLarge_isRefused() {
    assertThat(reasonOf(() -> Disclosure.parse("A".repeat(Disclosure.MAX_CHARS + 1))))
        .isEqualTo(Reason.DISCLOSURE_MALFORMED);
    Value large = Value.of("x".repeat(Disclosure.MAX_CHARS));
    assertThatThrownBy(() -> Disclosure.create(new SecureRandom(), "a", large))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300)
  void anyText_isReadOrRefused(@ForAll String any) {
    for (String text : new String[] {any, encode(any), encode("[" + SALT + "," + any + "]")}) {
      try {
        Disclosure.parse(text);
      } catch (RefusedException e) {
        assertThat(e.refusal().reason()).isEqualTo(Reason.DISCLOSURE_MALFORMED);
      }
    }
  }

  private static String encode(String json) {
    return Bytes.utf8(json).base64Url();
  }
}
