package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One statement while it is being written, for one thread. */
final class Writing {
  private final Optional<String> ledger;
  private final long now;
  private final SecureRandom random;
  private final Hash signer;
  private final Known known;
  private final List<Disclosure> disclosures = new ArrayList<>();

  /**
   * @param ledger the ledger id; none in genesis
   * @param now seconds since the epoch
   * @param known finds what it may refer to
   */
  Writing(Optional<String> ledger, long now, SecureRandom random, Signer signer, Known known) {
    this.ledger = ledger;
    this.now = now;
    this.random = random;
    this.signer = Jwk.thumbprint(signer.publicKey());
    this.known = known;
  }

  String ledger() {
    return ledger.orElseThrow();
  }

  Hash signer() {
    return signer;
  }

  Issued issued() {
    return issuedFrom(0);
  }

  /** Issued now, or at {@code earliest} if the clock has not come that far. */
  Issued issuedFrom(long earliest) {
    return new Issued(signer, ledger, uuid(), Math.max(now, earliest), Set.of());
  }

  /** The principal whose key signs. */
  Optional<Enrolled> signerEnrolment() {
    return known.enrolledWith(signer);
  }

  /**
   * What a statement about {@code target} refers to: the first enrolment of a principal that has
   * rotated its key, anything else as it is.
   *
   * @throws IllegalArgumentException if an enrolment that it rotates is not known here
   */
  Recorded first(Recorded target) {
    Recorded first = target;
    while (first instanceof Enrolled enrolled && enrolled.statement().rotates().isPresent()) {
      first = find(enrolled.statement().rotates().get());
    }
    return first;
  }

  /**
   * The entry with this hash.
   *
   * @throws IllegalArgumentException if it is not known here
   */
  Recorded find(Hash hash) {
    return known
        .find(hash)
        .orElseThrow(() -> new IllegalArgumentException("no record holds entry " + hash));
  }

  /** A random UUID (RFC 9562 version 4). */
  String uuid() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  /** Hides a value in a slot; its disclosure goes along with the entry. */
  Slot hide(String slot, Value value) {
    Disclosure disclosure = Disclosure.create(random, slot, value);
    disclosures.add(disclosure);
    return new Slot.Hidden(disclosure.digest());
  }

  Optional<Slot> hide(String slot, Optional<Value> value) {
    return value.map(v -> hide(slot, v));
  }

  /**
   * Hides a value in a slot, with the same salt as {@code like} does if that hides the same value
   * in the same slot.
   */
  Slot hideAs(Optional<SignedEntry> like, String slot, Value value) {
    Optional<Disclosure> same =
        like.map(entry -> entry.disclosures().get(slot))
            .filter(disclosure -> disclosure.value().equals(value));
    if (same.isEmpty()) {
      return hide(slot, value);
    }
    disclose(same.get());
    return new Slot.Hidden(same.get().digest());
  }

  /** The slot of {@code like} if that hides the same value in it; else the value in clear. */
  static Slot clearOrAs(Optional<SignedEntry> like, String slot, Value value) {
    return like.map(entry -> entry.disclosures().get(slot))
        .filter(disclosure -> disclosure.value().equals(value))
        .<Slot>map(disclosure -> new Slot.Hidden(disclosure.digest()))
        .orElseGet(() -> new Slot.Open(value));
  }

  /** Has a disclosure go along with the entry. */
  void disclose(Disclosure disclosure) {
    disclosures.add(disclosure);
  }

  List<Disclosure> disclosures() {
    return disclosures;
  }

  /**
   * Whole seconds of a lifetime.
   *
   * @throws IllegalArgumentException below one second, or above the range of the formats
   */
  static long seconds(Duration lifetime) {
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0
        || lifetime.compareTo(Duration.ofDays(365_000)) > 0) {
      throw new IllegalArgumentException("expected 1 second to 365000 days, got " + lifetime);
    }
    return lifetime.toSeconds();
  }
}
