package dev.delegationledger.crypto;

import dev.delegationledger.model.Hash;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine that remembers what it has checked. The tests sign with few keys and fixed seeds, and
 * tell, audit and forge the same entries thousands of times: half of their time would be spent on
 * signatures that they checked before. What is remembered is the engine's own answer, yes or no,
 * under a digest of the key, the message and the signature, so whatever differs in a bit is checked
 * anew. Thread-safe.
 */
final class RememberingEngine implements Engine {
  private static final int MOST = 1 << 18;

  private final Engine engine;
  private final Map<Hash, Boolean> answers = new ConcurrentHashMap<>();

  RememberingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public @Nullable PreparedKey prepare(Suite suite, byte[] raw) {
    PreparedKey key = engine.prepare(suite, raw);
    return key == null
        ? null
        : (message, signature) -> {
          Hash asked = Sha256.of(lengths(raw, message), raw, message, signature);
          Boolean known = answers.get(asked);
          return known == null ? remember(asked, key.verify(message, signature)) : known;
        };
  }

  /** No message may be taken for a shorter one and the beginning of its signature. */
  private static byte[] lengths(byte[] raw, byte[] message) {
    return ByteBuffer.allocate(8).putInt(raw.length).putInt(message.length).array();
  }

  private boolean remember(Hash asked, boolean answer) {
    if (answers.size() >= MOST) {
      answers.clear();
    }
    answers.put(asked, answer);
    return answer;
  }
}
