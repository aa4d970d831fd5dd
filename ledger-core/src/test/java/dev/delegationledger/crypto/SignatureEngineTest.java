package dev.delegationledger.crypto;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.delegationledger.model.Bytes;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Two engines, one answer: whatever key, message and signature they are given. */
class SignatureEngineTest {
  private final Engine reference = Engines.requireThere(SignatureEngine.BOUNCY_CASTLE);
  private final Engine corretto = Engines.requireThere(SignatureEngine.CORRETTO);

  @Property(tries = 300)
  void noise_isRefusedByBothAndThrowsInNeither(
      @ForAll Suite suite,
      @ForAll byte[] message,
      @ForAll @Size(64) byte[] exact,
      @ForAll byte[] any) {
    byte[] key = signer(suite).publicKey().raw().toArray();
    for (Engine engine : new Engine[] {reference, corretto}) {
      PreparedKey prepared = requireNonNull(engine.prepare(suite, key));
      assertThat(prepared.verify(message, exact)).isFalse();
      assertThat(prepared.verify(message, any)).isFalse();
    }
  }

  @Property(tries = 300)
  void bentKey_isValidForBothOrForNeither(
      @ForAll Suite suite, @ForAll @Size(64) byte[] noise, @ForAll @IntRange(max = 511) int bit) {
    byte[] bent = signer(suite).publicKey().raw().toArray();
    bent[bit / 8 % bent.length] ^= (byte) (1 << bit % 8);
    byte[] random = Arrays.copyOf(noise, bent.length);
    for (byte[] key : new byte[][] {bent, random}) {
      PreparedKey one = reference.prepare(suite, key);
      PreparedKey other = corretto.prepare(suite, key);
      assertThat(one == null).isEqualTo(other == null);
      if (one != null && other != null) {
        byte[] signature = signer(suite).sign(noise);
        assertThat(one.verify(noise, signature))
            .isEqualTo(other.verify(noise, signature))
            .isFalse();
      }
    }
  }

  @Property(tries = 300)
  void everySignature_isGoodForBoth(@ForAll Suite suite, @ForAll byte[] message) {
    InMemorySigner signer = signer(suite);
    byte[] key = signer.publicKey().raw().toArray();
    byte[] signature = signer.sign(message);
    assertThat(requireNonNull(reference.prepare(suite, key)).verify(message, signature)).isTrue();
    assertThat(requireNonNull(corretto.prepare(suite, key)).verify(message, signature)).isTrue();
  }

  @Example
  void engineIsTheFastOneThatIsThere_unlessTheOtherIsNamed() {
    assertThat(SignatureEngine.choose(null).which()).isEqualTo(SignatureEngine.CORRETTO);
    for (SignatureEngine one : SignatureEngine.values()) {
      assertThat(SignatureEngine.choose(one.code()).which()).isEqualTo(one);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> SignatureEngine.choose("Corretto"))
        .withMessageContaining("expected -Ddelegationledger.signatures=bouncy-castle or corretto");
  }

  private static InMemorySigner signer(Suite suite) {
    byte[] secret = new byte[32];
    secret[31] = 7;
    return suite == Suite.ED25519
        ? InMemorySigner.ed25519(Bytes.of(secret))
        : InMemorySigner.es256(Bytes.of(secret));
  }
}
