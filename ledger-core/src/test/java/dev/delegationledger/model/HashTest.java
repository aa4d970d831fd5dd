package dev.delegationledger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashTest {
  private static final String ZEROS = "A".repeat(43);

  @Property
  void writtenHash_readsBack(@ForAll @Size(Hash.SIZE) byte[] digest) {
    Hash hash = Hash.of(digest);
    assertThat(Hash.fromBase64Url(hash.base64Url())).isEqualTo(hash);
    assertThat(Hash.fromBase64(hash.base64())).isEqualTo(hash);
    assertThat(hash.toArray()).isEqualTo(digest);
    assertThat(hash).hasToString(hash.base64Url());
  }

  @Test
  void zero_isThirtyTwoZeroBytes() {
    assertThat(Hash.ZERO.toArray()).isEqualTo(new byte[32]);
    assertThat(Hash.fromBase64Url(ZEROS)).isEqualTo(Hash.ZERO);
    assertThat(Hash.fromBase64(ZEROS + "=")).isEqualTo(Hash.ZERO);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void otherLength_isRefused(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash.of(new byte[size]))
        .withMessage("a SHA-256 digest has 32 bytes, got " + size);
  }

  @Test
  void otherSpellingsOfOneHash_areRefused() {
    String trailingBits = "A".repeat(42) + "B";
    assertThatIllegalArgumentException().isThrownBy(() -> Hash.fromBase64Url(trailingBits));
    assertThatIllegalArgumentException().isThrownBy(() -> Hash.fromBase64Url(ZEROS + "="));
    assertThatIllegalArgumentException().isThrownBy(() -> Hash.fromBase64(trailingBits + "="));
    assertThatIllegalArgumentException().isThrownBy(() -> Hash.fromBase64(ZEROS));
    assertThatIllegalArgumentException().isThrownBy(() -> Hash.fromBase64Url(ZEROS + "\n"));
  }

  @Test
  void bytes_areCopiedInAndOut() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.of(new byte[] {1, 2, 3})).hasToString("010203");
    assertThat(bytes.size()).isEqualTo(3);
    assertThat(Bytes.utf8("\u00e9").toArray()).containsExactly(0xc3, 0xa9);
  }
}
