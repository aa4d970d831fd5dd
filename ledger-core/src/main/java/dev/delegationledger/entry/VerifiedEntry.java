package dev.delegationledger.entry;

import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.Collection;

/**
 * An entry whose signature, and the proof of possession of a key that it binds, was checked against
 * the key that it names. Only {@link SignedEntry#verify} makes one; the rules accept nothing else.
 * It does not yet mean that the signer may say what it says. Immutable and thread-safe.
 */
public final class VerifiedEntry {
  private final SignedEntry signed;

  VerifiedEntry(SignedEntry signed) {
    this.signed = signed;
  }

  /** The entry as it was signed. */
  public SignedEntry signed() {
    return signed;
  }

  /** What it says. */
  public Statement statement() {
    return signed.statement();
  }

  /** What references to it hold. */
  public Hash hash() {
    return signed.hash();
  }

  /** The thumbprint of the key that signed it. */
  public Hash signer() {
    return signed.statement().issued().signer();
  }

  /**
   * The same entry with these disclosures instead.
   *
   * @throws RefusedException {@code disclosure-mismatch}
   */
  public VerifiedEntry withDisclosures(Collection<Disclosure> disclosures) throws RefusedException {
    return new VerifiedEntry(SignedEntry.of(signed.compact(), disclosures));
  }
}
