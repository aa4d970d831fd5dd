package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;

/**
 * A named public key whose signatures stand under notes (C2SP signed-note). A verifier brings it;
 * it is never read from what it is to verify. Immutable and thread-safe.
 */
public sealed interface NoteKey permits VerifierKey, CosignerKey {
  /** The name of the key, which stands in each of its signature lines. */
  String name();

  /**
   * The four bytes that identify name, algorithm and key. Too few to tell a key apart from one that
   * was made to collide with it, which is why nothing but a signature counts.
   */
  Bytes keyId();

  /** The verifier key as it is written: {@code <name>+<key id>+<base64>}. */
  String text();
}
