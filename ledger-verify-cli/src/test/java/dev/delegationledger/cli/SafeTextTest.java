package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class SafeTextTest {
  private static final Path STRINGS = Path.of("../../shared/vectors/strings/blns.json");

  @Test
  void plainText_isShownAsItIs() {
    for (String plain :
        List.of("", "Jane Doe", "J\u00fcrgen M\u00fcller", "\u5f20\u4f1f", "a\u0301")) {
      assertThat(SafeText.of(plain)).isEqualTo(plain);
    }
  }

  @Test
  void controls_areEscaped() {
    assertThat(SafeText.of("a\nb\tc\rd\u001b[31m\u0000\u007f\u009b"))
        .isEqualTo("a\\nb\\tc\\rd\\u{1b}[31m\\u{0}\\u{7f}\\u{9b}");
    assertThat(SafeText.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u{2028}b\\u{2029}c\\u{85}d");
  }

  @Test
  void bidiAndInvisibles_areEscaped() {
    for (int c :
        new int[] {
          0x202A, 0x202E, 0x2066, 0x2069, 0x200E, 0x200F, 0x061C, 0x200B, 0x200D, 0x2060, 0xFEFF,
          0xAD, 0xE0001, 0xE0041, 0xE007F, 0xFE0F, 0xE0100, 0x3164, 0x115F, 0xFFA0, 0x2800, 0x034F,
          0x180E, 0xA0, 0x3000, 0x2003, 0xE000, 0xFFFF, 0x10FFFF, 0xD800
        }) {
      String text = "x" + Character.toString(c) + "y";
      assertThat(SafeText.of(text)).isEqualTo("x\\u{" + Integer.toHexString(c) + "}y");
    }
  }

  @Test
  void backslash_isDoubled_soThatNoTextLooksLikeAnEscape() {
    assertThat(SafeText.of("\\u{202e}")).isEqualTo("\\\\u{202e}");
  }

  @Test
  void piledMarks_andRunsOfSpaces_areEscaped() {
    assertThat(SafeText.of("a\u0301\u0301\u0301\u0301")).isEqualTo("a\u0301\u0301\u0301\\u{301}");
    assertThat(SafeText.of("\u0301a")).isEqualTo("\\u{301}a");
    assertThat(SafeText.of("Jane   PROVEN")).isEqualTo("Jane \\u{20}\\u{20}PROVEN");
  }

  @Test
  void longText_isShortened_withItsLength() {
    assertThat(SafeText.of("a".repeat(1000)))
        .isEqualTo("a".repeat(SafeText.MAX_SHOWN) + "... (1000 characters)");
    assertThat(SafeText.of("\ud83d\ude00".repeat(3), 2))
        .isEqualTo("\ud83d\ude00\ud83d\ude00... (3 characters)");
  }

  @Property
  void anyText_isShownWithoutHostileCharacters(@ForAll String text) {
    requireHarmless(SafeText.of(text));
  }

  @Test
  void naughtyStrings_areShownHarmlessly_andKeepTheirValueInJson()
      throws IOException, JsonException {
    assumeTrue(Files.exists(STRINGS), "no vectors at " + STRINGS);
    Value list = Json.parse(Files.readAllBytes(STRINGS), 1 << 20);
    assertThat(((Value.Arr) list).items()).hasSizeGreaterThan(500);
    for (Value item : ((Value.Arr) list).items()) {
      String text = ((Value.Str) item).value();
      requireHarmless(SafeText.of(text));
      String json = new JsonObject().put("x", text).line();
      requireHarmless(json);
      assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8), 1 << 20))
          .isEqualTo(Value.obj(java.util.Map.of("x", item)));
    }
  }

  @Property
  void anyText_keepsItsValueInJson(@ForAll String text) throws JsonException {
    String json = new JsonObject().put("x", text).line();
    requireHarmless(json);
    assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8), 1 << 20))
        .isEqualTo(Value.obj(java.util.Map.of("x", Value.of(SafeText.wellFormed(text)))));
  }

  private static void requireHarmless(String shown) {
    assertThat(shown.codePoints())
        .allMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      false;
                  default -> true;
                });
  }
}
