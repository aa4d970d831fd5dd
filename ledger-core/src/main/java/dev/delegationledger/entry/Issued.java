package dev.delegationledger.entry;

import dev.delegationledger.model.Hash;
import java.util.Optional;
import java.util.Set;

/**
 * What every entry states about its own making.
 *
 * @param signer SHA-256 JWK thumbprint of the signing key, from {@code iss} (RFC 9278)
 * @param ledger {@code aud}, the ledger id; absent in genesis only
 * @param jti a label, unique per signer; selects nothing
 * @param issuedAt {@code iat} in seconds since the epoch, as claimed
 * @param ignoredClaims names of top-level claims that carry no meaning here
 */
public record Issued(
    Hash signer, Optional<String> ledger, String jti, long issuedAt, Set<String> ignoredClaims) {
  public Issued {
    ignoredClaims = Set.copyOf(ignoredClaims);
  }
}
