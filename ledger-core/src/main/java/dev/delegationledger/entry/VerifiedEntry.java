package dev.delegationledger.entry;

import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.Collection;
import java.util.Optional;

/**
 * An entry whose signature, and the proof of possession of a key that it binds, was checked against
 * the key that it names. Only {@link SignedEntry#verify} makes one; the rules accept nothing else.
 * It does not yet mean that the signer may say what it says. Immutable and thread-safe.
 */
public final class VerifiedEntry {
  private final SignedEntry signed;
  private final Optional<VerifiedEntry> refused;

  VerifiedEntry(SignedEntry signed) {
    this.signed = signed;
    this.refused = Optional.empty();
  }

  /**
   * @param refused the action in a denial, with the disclosures that the denial carries
   */
  VerifiedEntry(SignedEntry signed, VerifiedEntry refused) {
    this.signed = signed;
    this.refused = Optional.of(refused);
  }

  /** The entry as it was signed. */
  public SignedEntry signed() {
    return signed;
  }

  /**
   * The same without its text, for judging by it: {@code signed().compact()} and what is read from
   * it throw.
   */
  public VerifiedEntry withoutText() {
    return new VerifiedEntry(signed.withoutText());
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

  /** The action that a denial says was refused; its signature was checked as well. */
  public Optional<VerifiedEntry> refused() {
    return refused;
  }

  /**
   * The same entry with these disclosures instead.
   *
   * @throws RefusedException {@code disclosure-mismatch}
   */
  public VerifiedEntry withDisclosures(Collection<Disclosure> disclosures) throws RefusedException {
    SignedEntry opened = SignedEntry.of(signed.compact(), disclosures);
    return refused.isPresent()
        ? new VerifiedEntry(opened, refused.get().withDisclosures(disclosures))
        : new VerifiedEntry(opened);
  }
}
