package dev.delegationledger.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compact JWS (RFC 7515 section 3.1) whose framing and header were checked strictly; its
 * signature was not. Immutable and thread-safe; compared by its text.
 *
 * <p>Exactly one text spells a given header, payload and signature: three parts of canonical
 * base64url without padding, at most {@value #MAX_CHARS} characters. The header is a strict JSON
 * object with exactly {@code alg} and optionally {@code typ}. The payload may be any bytes.
 */
public final class CompactJws {
  /** The most characters of the compact form. */
  public static final int MAX_CHARS = 65_535;

  /** The most characters of a {@linkplain #parseToken token}: 64 KiB. */
  public static final int MAX_TOKEN_CHARS = 65_536;

  private final String compact;
  private final int inputEnd;
  private final EntryHeader header;
  private final Bytes payload;
  private final Bytes signature;
  private final Hash hash;

  private CompactJws(
      String compact, int inputEnd, EntryHeader header, Bytes payload, Bytes signature, Hash hash) {
    this.compact = compact;
    this.inputEnd = inputEnd;
    this.header = header;
    this.payload = payload;
    this.signature = signature;
    this.hash = hash;
  }

  /**
   * Checks the framing and the header of a compact JWS.
   *
   * @throws RefusedException with {@link Reason#ENTRY_MALFORMED} on any other text, and on an
   *     {@code alg} that can never be acceptable: {@code none}, an HMAC, {@code Ed448}. An {@code
   *     alg} that is merely unknown passes here and {@linkplain #verifies verifies} under no key
   */
  public static CompactJws parse(String compact) throws RefusedException {
    return parse(compact, MAX_CHARS, EntryHeader::parseEncoded);
  }

  /**
   * As {@link #parse}, for a token that another program made: at most {@value #MAX_TOKEN_CHARS}
   * characters, the header may also have {@code kid}, which is not read, and {@code typ} may be
   * {@code JWT}, which other programs write and which says nothing.
   *
   * @throws RefusedException as {@link #parse}
   */
  public static CompactJws parseToken(String compact) throws RefusedException {
    return parse(
        compact,
        MAX_TOKEN_CHARS,
        (ascii, end) -> EntryHeader.parseToken(decoded(ascii, 0, end, "header")));
  }

  /** As {@link #parse}, for a header that may also have the named members, which are not read. */
  static CompactJws parseIgnoring(Set<String> headerMembers, String compact)
      throws RefusedException {
    return parse(
        compact,
        MAX_CHARS,
        (ascii, end) -> EntryHeader.parse(decoded(ascii, 0, end, "header"), headerMembers));
  }

  /** Reads the header that is spelled before {@code end}. */
  private interface HeaderReader {
    EntryHeader read(byte[] ascii, int end) throws RefusedException;
  }

  private static CompactJws parse(String compact, int maxChars, HeaderReader headers)
      throws RefusedException {
    if (compact.length() > maxChars) {
      throw malformed("at most " + maxChars + " characters", compact.length());
    }
    int headerEnd = compact.indexOf('.');
    int inputEnd = compact.indexOf('.', headerEnd + 1);
    if (headerEnd < 0 || inputEnd < 0 || compact.indexOf('.', inputEnd + 1) >= 0) {
      throw malformed("3 parts", 1 + compact.chars().filter(c -> c == '.').count());
    }
    byte[] ascii = compact.getBytes(StandardCharsets.ISO_8859_1); // any other character: a ?
    EntryHeader header = headers.read(ascii, headerEnd);
    Bytes payload = decoded(ascii, headerEnd + 1, inputEnd, "payload");
    Bytes signature = decoded(ascii, inputEnd + 1, ascii.length, "signature");
    if (signature.size() == 0) {
      throw malformed("a signature", "none");
    }
    Hash hash = Sha256.ofFirst(ascii, inputEnd);
    return new CompactJws(compact, inputEnd, header, payload, signature, hash);
  }

  /**
   * Signs a payload. The header names the given type and the algorithm of the signer's suite
   * ({@code EdDSA} or {@code ES256}).
   *
   * @param typ a media subtype in lower case, {@code aat+jwt}
   * @throws IllegalArgumentException if {@code typ} is none, or the result would have more than
   *     {@value #MAX_CHARS} characters
   */
  public static CompactJws sign(String typ, byte[] payload, Signer signer) {
    if (!EntryHeader.isTyp(typ)) {
      throw new IllegalArgumentException("not a media subtype in lower case: " + typ);
    }
    JWSAlgorithm alg = Algorithms.emitted(signer.publicKey().suite());
    JWSHeader header = new JWSHeader.Builder(alg).type(new JOSEObjectType(typ)).build();
    JWSObject jws = new JWSObject(header, new Payload(payload.clone()));
    try {
      jws.sign(new KeySigner(signer));
      return parse(jws.serialize());
    } catch (JOSEException e) {
      throw new IllegalStateException("signing " + typ + " failed", e);
    } catch (RefusedException e) {
      throw new IllegalArgumentException("cannot be an entry: " + e.refusal().detail(), e);
    }
  }

  /**
   * Whether the signature is valid over exactly {@link #signingInput()} under {@code key}, and the
   * header's {@code alg} is a name of the key's suite: {@code EdDSA} or {@code Ed25519} (RFC 9864),
   * or {@code ES256}. Never throws.
   */
  public boolean verifies(VerifyingKey key) {
    return Algorithms.agrees(alg(), key.suite())
        && header.algSeenByNimbus().filter(Algorithms.accepted(key.suite())::contains).isPresent()
        && key.verify(ascii(signingInput()), signature.toArray());
  }

  /** The header's {@code alg}, as it stands there. */
  public String alg() {
    return header.alg();
  }

  /** The header's {@code typ}, a media subtype in lower case; empty if it says nothing. */
  public Optional<String> typ() {
    return header.typ();
  }

  /** The decoded payload. */
  public Bytes payload() {
    return payload;
  }

  /** The decoded signature, not verified; at least one byte. */
  public Bytes signature() {
    return signature;
  }

  /** Header and payload as they are signed: the compact form up to its second dot. */
  public String signingInput() {
    return compact.substring(0, inputEnd);
  }

  /**
   * The SHA-256 of the signing input in ASCII: what other statements refer to. It does not cover
   * the signature, so the same statement signed again, or with a malleated ECDSA signature, has the
   * same hash.
   */
  public Hash hash() {
    return hash;
  }

  /** The compact form that was parsed. */
  public String compact() {
    return compact;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompactJws that && compact.equals(that.compact);
  }

  @Override
  public int hashCode() {
    return compact.hashCode();
  }

  /** The type and the hash; never the payload. */
  @Override
  public String toString() {
    return typ().orElse("jws") + " " + hash;
  }

  /** One of the parts. */
  static Bytes decoded(byte[] ascii, int from, int to, String name) throws RefusedException {
    try {
      return Bytes.fromBase64Url(ascii, from, to);
    } catch (IllegalArgumentException e) {
      throw malformed("a " + name + " in canonical base64url", "another text");
    }
  }

  private static RefusedException malformed(String expected, Object got) {
    return RefusedException.of(
        Reason.ENTRY_MALFORMED, "compact JWS check failed: expected " + expected + ", got " + got);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
