package dev.delegationledger.crypto;

import org.jspecify.annotations.Nullable;

/** The engine that is always there; it also decides, for every engine, which keys are valid. */
final class BouncyCastle implements Engine {
  @Override
  public @Nullable PreparedKey prepare(Suite suite, byte[] raw) {
    return switch (suite) {
      case ED25519 -> Ed25519Key.prepare(raw);
      case ES256 -> P256.prepare(raw);
    };
  }
}
