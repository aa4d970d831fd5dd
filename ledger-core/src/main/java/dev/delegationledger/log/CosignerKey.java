package dev.delegationledger.log;

import dev.delegationledger.crypto.MlDsa44Key;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A named key that cosigns checkpoints (C2SP tlog-cosignature): of a witness, say. Written {@code
 * <name>+<key id>+<base64>} like a {@link VerifierKey}, with a signature type of its own, so that
 * neither can be taken for the other. Immutable, compared by content. Thread-safe.
 */
public final class CosignerKey implements NoteKey {
  private final KeyText text;
  private final Algorithm algorithm;
  private final BiPredicate<byte[], byte[]> engine;

  private CosignerKey(KeyText text, Algorithm algorithm, BiPredicate<byte[], byte[]> engine) {
    this.text = text;
    this.algorithm = algorithm;
    this.engine = engine;
  }

  /** What a cosigner signs with. */
  public enum Algorithm implements Named {
    /** Ed25519 over {@code cosignature/v1}, signature type 0x04. */
    ED25519(0x04, 64),
    /** ML-DSA-44 over {@code subtree/v1}, signature type 0x06; secure against quantum computers. */
    ML_DSA_44(0x06, MlDsa44Key.SIGNATURE_SIZE);

    private final byte type;
    private final int signatureSize;

    Algorithm(int type, int signatureSize) {
      this.type = (byte) type;
      this.signatureSize = signatureSize;
    }

    /** The bytes of a bare signature. */
    int signatureSize() {
      return signatureSize;
    }
  }

  /**
   * Reads a cosigner's verifier key. There is exactly one spelling of each: it equals the {@link
   * #text} of what is returned.
   *
   * @throws RefusedException with {@link Reason#TRUST_MALFORMED} on any other spelling, a key id
   *     that is not the hash of this name and key, another signature type, a key that is not valid,
   *     or a name that the algorithm cannot sign
   */
  public static CosignerKey parse(String text) throws RefusedException {
    KeyText parsed = KeyText.parse(text);
    try {
      if (parsed.type() == Algorithm.ED25519.type) {
        VerifyingKey key = VerifyingKey.of(Suite.ED25519, parsed.raw());
        return new CosignerKey(parsed, Algorithm.ED25519, key::verify);
      }
      if (parsed.type() == Algorithm.ML_DSA_44.type) {
        requireSignableName(parsed.name());
        MlDsa44Key key = MlDsa44Key.of(parsed.raw());
        return new CosignerKey(parsed, Algorithm.ML_DSA_44, key::verify);
      }
    } catch (RefusedException e) {
      throw KeyText.malformed(e.refusal().detail());
    } catch (IllegalArgumentException e) {
      throw KeyText.malformed(String.valueOf(e.getMessage()));
    }
    throw KeyText.malformed("expected a signature type of 0x04 or 0x06, a cosigner's");
  }

  /**
   * An Ed25519 key under a name. One that cosigns MUST NOT sign anything else: what it signs does
   * not say by which cosigner.
   *
   * @throws IllegalArgumentException unless the name is not empty and without spaces, plus and
   *     control characters, and the key is an Ed25519 key
   */
  public static CosignerKey of(String name, VerifyingKey key) {
    if (key.suite() != Suite.ED25519) {
      throw new IllegalArgumentException("expected an Ed25519 key, got " + key.suite());
    }
    KeyText text = new KeyText(name, Algorithm.ED25519.type, key.raw());
    return new CosignerKey(text, Algorithm.ED25519, key::verify);
  }

  /**
   * An ML-DSA-44 key under a name.
   *
   * @throws IllegalArgumentException unless the name is not empty, without spaces, plus and control
   *     characters, and at most 255 bytes of UTF-8
   */
  public static CosignerKey of(String name, MlDsa44Key key) {
    requireSignableName(name);
    KeyText text = new KeyText(name, Algorithm.ML_DSA_44.type, key.raw());
    return new CosignerKey(text, Algorithm.ML_DSA_44, key::verify);
  }

  private static void requireSignableName(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > CosignedMessage.MAX_NAME) {
      throw new IllegalArgumentException(
          "the name of an ml-dsa-44 cosigner has at most "
              + CosignedMessage.MAX_NAME
              + " bytes of UTF-8");
    }
  }

  @Override
  public String name() {
    return text.name();
  }

  @Override
  public Bytes keyId() {
    return text.keyId();
  }

  @Override
  public String text() {
    return text.text();
  }

  /** The algorithm, which also says what exactly is signed. */
  public Algorithm algorithm() {
    return algorithm;
  }

  /** Whether a log signs with this very key, under whatever name. */
  public boolean isSameKeyAs(VerifierKey log) {
    return raw().equals(log.key().raw());
  }

  /** Whether it is this very key, under whatever name. */
  public boolean isSameKeyAs(CosignerKey other) {
    return raw().equals(other.raw());
  }

  /** The bare public key: two verifier keys with the same one are one cosigner. */
  Bytes raw() {
    return text.raw();
  }

  /**
   * Reads a cosignature line by this key and verifies it over {@code checkpoint}.
   *
   * @param line the signature line without its newline
   * @throws RefusedException with {@link Reason#COSIGNATURE_INVALID} if it is no signature line, is
   *     by another key, or does not verify
   */
  public Cosignature verify(Checkpoint checkpoint, String line) throws RefusedException {
    NoteSignature signature =
        NoteSignature.parse(line)
            .filter(parsed -> parsed.isBy(this))
            .orElseThrow(() -> Cosignature.invalid(this, "expected a signature line by that key"));
    return Cosignature.verify(this, checkpoint, signature);
  }

  /**
   * Finds the cosignature by this key among lines as a witness answers them (C2SP tlog-witness),
   * and verifies it over {@code checkpoint}. What other keys signed is not looked at, but has to be
   * a signature line.
   *
   * @param lines at most 16, each ended by a newline
   * @throws RefusedException with {@link Reason#COSIGNATURE_INVALID} if anything else stands there,
   *     or not exactly one by this key, or if that one does not verify
   */
  public Cosignature find(Checkpoint checkpoint, String lines) throws RefusedException {
    String[] each = lines.split("\n", SignedNote.MAX_SIGNATURES + 1);
    if (!each[each.length - 1].isEmpty()) {
      throw Cosignature.invalid(
          this,
          "expected at most " + SignedNote.MAX_SIGNATURES + " lines, each ended by a newline");
    }
    List<NoteSignature> own = new ArrayList<>();
    for (int i = 0; i < each.length - 1; i++) {
      NoteSignature line =
          NoteSignature.parse(each[i])
              .orElseThrow(() -> Cosignature.invalid(this, "expected signature lines only"));
      if (line.isBy(this)) {
        own.add(line);
      }
    }
    if (own.size() != 1) {
      throw Cosignature.invalid(this, "expected one signature line by that key, got " + own.size());
    }
    return Cosignature.verify(this, checkpoint, own.get(0));
  }

  /** Whether the bare signature is by this key over these bytes. */
  boolean accepts(byte[] message, byte[] signature) {
    return signature.length == algorithm.signatureSize() && engine.test(message, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CosignerKey that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return name() + "+" + keyId();
  }
}
