package dev.delegationledger.entry;

import dev.delegationledger.crypto.Signer;
import java.util.List;
import java.util.Set;

/** Entries that nobody signed: a million signatures take longer than all that is measured. */
public final class Unverified {
  private Unverified() {}

  /**
   * A grant like another one, taken to be verified. Its signature is none, which nothing that is
   * measured reads.
   *
   * @param nobody signs with bytes that are no signature
   */
  public static VerifiedEntry like(SignedEntry entry, String jti, long issuedAt, Signer nobody) {
    Statement.Grant grant = (Statement.Grant) entry.statement();
    Issued issued =
        new Issued(grant.issued().signer(), grant.issued().ledger(), jti, issuedAt, Set.of());
    Statement.Grant other =
        new Statement.Grant(
            issued,
            grant.expiresAt(),
            grant.holder(),
            grant.depth(),
            grant.maxDepth(),
            grant.parent(),
            grant.scope(),
            grant.delegator(),
            grant.delegate(),
            grant.task(),
            grant.notBefore(),
            grant.limits(),
            grant.context(),
            grant.demands(),
            grant.quorum(),
            grant.replaces());
    return new VerifiedEntry(SignedEntry.sign(other, nobody, List.of()));
  }
}
