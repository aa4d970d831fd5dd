package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import java.util.Optional;

/**
 * Builds a change of the enrolment authorities: one is added, one is ended, or one takes the place
 * of another. For one thread; makes one draft.
 */
public final class AuthorityChange extends Builder {
  private final Optional<Added> add;
  private Optional<Hash> end;

  /** A key, and how its possession is proven. */
  private record Added(VerifyingKey key, Prover prover) {}

  private interface Prover {
    String prove(String ledger, Hash adder);
  }

  private AuthorityChange(Optional<Added> add, Optional<Hash> end) {
    this.add = add;
    this.end = end;
  }

  /** Adds an authority; its key signs the proof of possession when the change is signed. */
  public static AuthorityChange adding(Signer newKey) {
    return adding(newKey.publicKey(), (ledger, adder) -> Possession.prove(newKey, ledger, adder));
  }

  /**
   * Adds an authority whose key is held elsewhere, with the proof of possession that {@link
   * Possession#prove(Signer, String, Hash)} made there for this ledger and the key that signs this
   * change.
   */
  public static AuthorityChange adding(VerifyingKey newKey, String proofOfPossession) {
    return adding(newKey, (ledger, adder) -> proofOfPossession);
  }

  private static AuthorityChange adding(VerifyingKey key, Prover prover) {
    return new AuthorityChange(Optional.of(new Added(key, prover)), Optional.empty());
  }

  /** Ends an authority; one has to remain. */
  public static AuthorityChange ending(VerifyingKey key) {
    return new AuthorityChange(Optional.empty(), Optional.of(Jwk.thumbprint(key)));
  }

  /** Ends an authority as the other one is added. */
  public AuthorityChange inPlaceOf(VerifyingKey key) {
    requireOpen();
    if (end.isPresent()) {
      throw new IllegalStateException("authority change: it ends an authority already");
    }
    end = Optional.of(Jwk.thumbprint(key));
    return this;
  }

  /** The draft, to be signed by an authority. */
  public Draft<Recorded> by(Signer authority) {
    return finish(authority, this::statement, Recorded::new);
  }

  private Statement statement(Writing writing) {
    return new Statement.AuthorityChange(
        writing.issued(),
        add.map(
            added ->
                new Statement.AddedAuthority(
                    added.key(), added.prover().prove(writing.ledger(), writing.signer()))),
        end);
  }
}
