package dev.delegationledger.authority;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which ledger this is, read from record 0. Immutable.
 *
 * <p>The ledger id is {@code <origin>#<base64url leaf hash of record 0>}; every other entry names
 * it in {@code aud}.
 */
public final class LedgerIdentity {
  /** The version of all formats that this program knows. */
  public static final int FORMAT = 1;

  private final String origin;
  private final String id;
  private final Hash genesisLeaf;
  private final PlacedEntry genesis;
  private final VerifyingKey checkpointKey;
  private final Map<Hash, VerifyingKey> authorities;
  private final Map<Hash, VerifyingKey> signers;

  private LedgerIdentity(Hash genesisLeaf, PlacedEntry genesis, Statement.Genesis statement) {
    this.origin = statement.origin();
    this.id = statement.origin() + "#" + genesisLeaf.base64Url();
    this.genesisLeaf = genesisLeaf;
    this.genesis = genesis;
    this.checkpointKey = statement.checkpointKey();
    Map<Hash, VerifyingKey> keys = new LinkedHashMap<>();
    statement.authorities().forEach(key -> keys.put(Jwk.thumbprint(key), key));
    this.authorities = Collections.unmodifiableMap(keys);
    Map<Hash, VerifyingKey> all = new LinkedHashMap<>(keys);
    all.put(Jwk.thumbprint(checkpointKey), checkpointKey);
    this.signers = Collections.unmodifiableMap(all);
  }

  /**
   * Reads record 0 and checks that it is a genesis, signed by the key it states, of a format that
   * this program knows.
   *
   * @throws RefusedException {@code genesis-invalid}, {@code unknown-version}, or why the entry is
   *     malformed; about record 0
   */
  public static LedgerIdentity of(RawRecord record) throws RefusedException {
    try {
      return read(record);
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal().orAt(0));
    }
  }

  private static LedgerIdentity read(RawRecord record) throws RefusedException {
    SignedEntry entry = SignedEntry.of(record.jws(), List.of());
    if (!(entry.statement() instanceof Statement.Genesis statement)
        || record.index() != 0
        || !record.previous().equals(Hash.ZERO)) {
      throw RefusedException.of(
          Reason.GENESIS_INVALID, "read record 0: expected genesis, got " + entry.kind().typ());
    }
    if (statement.format() != FORMAT) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION,
          "read genesis: expected format " + FORMAT + ", got " + statement.format());
    }
    VerifiedEntry verified;
    try {
      verified = entry.verify(thumbprint -> Optional.empty());
    } catch (RefusedException e) {
      throw RefusedException.of(Reason.GENESIS_INVALID, e.refusal().detail());
    }
    Position position = new Position(0, record.timeMs());
    return new LedgerIdentity(record.leafHash(), new PlacedEntry(verified, position), statement);
  }

  /** The ledger id. */
  public String id() {
    return id;
  }

  /** The checkpoint origin. */
  public String origin() {
    return origin;
  }

  /** The Merkle leaf hash of record 0. */
  public Hash genesisLeaf() {
    return genesisLeaf;
  }

  /** Record 0. */
  public PlacedEntry genesis() {
    return genesis;
  }

  /** The key that signs genesis, and checkpoints until another one takes its place. */
  public VerifyingKey checkpointKey() {
    return checkpointKey;
  }

  /** The enrolment authorities by thumbprint, in the order genesis states them. */
  public Map<Hash, VerifyingKey> authorities() {
    return authorities;
  }

  /** All keys of genesis that may have signed an entry: the authorities' and the ledger's own. */
  public Map<Hash, VerifyingKey> signers() {
    return signers;
  }
}
