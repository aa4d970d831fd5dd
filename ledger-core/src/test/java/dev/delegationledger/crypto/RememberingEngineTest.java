package dev.delegationledger.crypto;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is remembered is what the engine said of exactly these bytes. */
final class RememberingEngineTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

  private final Engine reference = new BouncyCastle();
  private final AtomicInteger asked = new AtomicInteger();
  private final Engine remembering =
      new RememberingEngine(
          (suite, raw) -> {
            PreparedKey key = reference.prepare(suite, raw);
            return key == null
                ? null
                : (message, signature) -> {
                  asked.incrementAndGet();
                  return key.verify(message, signature);
                };
          });

  private static InMemorySigner signer(int seed) {
    byte[] secret = new byte[InMemorySigner.SECRET_SIZE];
    Arrays.fill(secret, (byte) seed);
    return InMemorySigner.ed25519(Bytes.of(secret));
  }

  private PreparedKey key(InMemorySigner signer) {
    return requireNonNull(
        remembering.prepare(Suite.ED25519, signer.publicKey().raw().toArray()), "a valid key");
  }

  @Test
  void theSameBytes_areCheckedOnce() {
    PreparedKey key = key(signer(1));
    byte[] good = signer(1).sign(MESSAGE);
    byte[] bent = good.clone();
    bent[40] ^= 1;
    for (int time = 0; time < 3; time++) {
      assertThat(key.verify(MESSAGE, good)).isTrue();
      assertThat(key.verify(MESSAGE, bent)).isFalse();
      assertThat(key(signer(1)).verify(MESSAGE, good)).isTrue();
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void aBitOfAnyOfThem_isCheckedAnew_andRefused() {
    PreparedKey key = key(signer(1));
    byte[] good = signer(1).sign(MESSAGE);
    assertThat(key.verify(MESSAGE, good)).isTrue();
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bent = good.clone();
      bent[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key.verify(MESSAGE, bent)).as("bit %s of the signature", bit).isFalse();
    }
    for (int bit = 0; bit < 8 * MESSAGE.length; bit++) {
      byte[] bent = MESSAGE.clone();
      bent[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key.verify(bent, good)).as("bit %s of the message", bit).isFalse();
    }
    assertThat(key(signer(2)).verify(MESSAGE, good)).as("another key").isFalse();
  }

  @Test
  void aByteThatMovesFromTheSignatureToTheMessage_isNotTakenForTheSame() {
    PreparedKey key = key(signer(1));
    byte[] good = signer(1).sign(MESSAGE);
    assertThat(key.verify(MESSAGE, good)).isTrue();
    byte[] longer = Arrays.copyOf(MESSAGE, MESSAGE.length + 1);
    longer[MESSAGE.length] = good[0];
    assertThat(key.verify(longer, Arrays.copyOfRange(good, 1, good.length))).isFalse();
  }

  @Test
  void theTestsOfThisProcess_haveIt_andTheEngineThatRunsIsTheOneChosen() {
    assertThat(SignatureEngine.running())
        .isEqualTo(SignatureEngine.choose(System.getProperty(SignatureEngine.PROPERTY)).which());
    assertThat(SignatureEngine.prepare(Suite.ED25519, signer(1).publicKey().raw().toArray()))
        .isNotNull()
        .extracting(key -> key.getClass().getName())
        .asString()
        .startsWith(RememberingEngine.class.getName());
  }
}
