package dev.delegationledger.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
  @Test
  void tokens_areUnescaped() {
    assertThat(JsonPointer.parse("/a~1b/~01/").orElseThrow().tokens())
        .containsExactly("a/b", "~1", "");
    assertThat(JsonPointer.parse("").orElseThrow().tokens()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/~", "/~2", "/a~~0", "~0", " /a"})
  void textThatIsNoPointer_isNotRead(String text) {
    assertThat(JsonPointer.parse(text)).isEmpty();
  }

  @Test
  void longToken_isReadLikeAnyOther() {
    assertThat(JsonPointer.parse("/" + "a".repeat(60_000)).orElseThrow().tokens()).hasSize(1);
  }
}
