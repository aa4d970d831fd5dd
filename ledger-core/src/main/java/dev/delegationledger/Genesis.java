package dev.delegationledger;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Origin;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a ledger is: its origin, its own key, and the authorities that may enrol humans,
 * organisations and services. Written as record 0 and never changed; keys may be by later records.
 * Immutable.
 */
public final class Genesis {
  private final String origin;
  private final Signer ledgerKey;
  private final List<VerifyingKey> authorities;
  private final Optional<MlDsa44Signer> alsoSigning;
  private final Optional<Signer> changingTo;

  private Genesis(
      String origin,
      Signer ledgerKey,
      List<VerifyingKey> authorities,
      Optional<MlDsa44Signer> alsoSigning,
      Optional<Signer> changingTo) {
    this.origin = origin;
    this.ledgerKey = ledgerKey;
    this.authorities = List.copyOf(authorities);
    this.alsoSigning = alsoSigning;
    this.changingTo = changingTo;
  }

  /**
   * A ledger without authorities yet; at least one has to be added.
   *
   * @param origin the checkpoint origin (C2SP tlog-checkpoint), for example {@code
   *     example.com/payables}: 1 to 256 printable ASCII characters without space, plus or number
   *     sign
   * @param ledgerKey signs genesis, and checkpoints until {@link DelegationLedger#rotateKey}; of a
   *     ledger that is there, the key that it has now; an Ed25519 key
   * @throws IllegalArgumentException if either does not fit
   */
  public static Genesis of(String origin, Signer ledgerKey) {
    if (!Origin.isValid(origin)) {
      throw new IllegalArgumentException(
          "origin: expected 1 to 256 printable ASCII characters without space, plus or #");
    }
    if (ledgerKey.publicKey().suite() != Suite.ED25519) {
      throw new IllegalArgumentException(
          "ledger key: expected ed25519, got " + ledgerKey.publicKey().suite().code());
    }
    return new Genesis(origin, ledgerKey, List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * The same with one more enrolment authority.
   *
   * @throws IllegalArgumentException if the key is the ledger's, or an authority already
   */
  public Genesis authority(VerifyingKey key) {
    if (key.equals(ledgerKey.publicKey()) || authorities.contains(key)) {
      throw new IllegalArgumentException(
          "authority: expected a key that is neither the ledger's nor an authority already");
    }
    List<VerifyingKey> more = new ArrayList<>(authorities);
    more.add(key);
    return new Genesis(origin, ledgerKey, more, alsoSigning, changingTo);
  }

  /**
   * The same with a second key that signs each checkpoint beside the ledger's own, so that evidence
   * outlives elliptic curves. It does not stand in record 0: who trusts the ledger may pin it
   * ({@code mlDsa44} in the trust file), and who does not has to ignore its lines.
   */
  public Genesis alsoSigning(MlDsa44Signer key) {
    return new Genesis(origin, ledgerKey, authorities, Optional.of(key), changingTo);
  }

  /**
   * The same where a {@link DelegationLedger#rotateKey} to {@code next} may or may not have been
   * recorded: whichever of the two keys the ledger has signs. A ledger that is made now has the
   * first one.
   */
  public Genesis changingTo(Signer next) {
    return new Genesis(origin, ledgerKey, authorities, alsoSigning, Optional.of(next));
  }

  Optional<MlDsa44Signer> alsoSigning() {
    return alsoSigning;
  }

  /** Those of which the ledger has one. */
  List<Signer> ledgerKeys() {
    return changingTo.map(next -> List.of(ledgerKey, next)).orElse(List.of(ledgerKey));
  }

  SignedEntry sign(Clock clock, SecureRandom random) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("genesis: add at least one authority(...)");
    }
    long now = Math.floorDiv(clock.millis(), 1000L);
    Writing writing = new Writing(Optional.empty(), now, random, ledgerKey, Known.NOTHING);
    Statement statement =
        new Statement.Genesis(
            writing.issued(), LedgerIdentity.FORMAT, origin, ledgerKey.publicKey(), authorities);
    return SignedEntry.sign(statement, ledgerKey, List.of());
  }

  /**
   * @throws IllegalArgumentException if {@code found} is the genesis of another ledger than this
   */
  void requireSame(LedgerIdentity found) {
    requireSame("origin", origin, found.origin());
    TreeSet<String> expected = new TreeSet<>();
    authorities.forEach(key -> expected.add(Jwk.thumbprint(key).toString()));
    TreeSet<String> got = new TreeSet<>();
    found.authorities().keySet().forEach(key -> got.add(key.toString()));
    requireSame("authorities", expected.toString(), got.toString());
  }

  private static void requireSame(String what, String expected, String got) {
    if (!expected.equals(got)) {
      throw new IllegalArgumentException(
          "open ledger: expected " + what + " " + expected + ", got " + got + " in the store");
    }
  }
}
