package dev.delegationledger.testing;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A good statement with something wrong in it, and properly signed: what the builders do not
 * express. Its fields are free to change.
 *
 * @param <F> the kind of statement
 */
public abstract class Forged<F extends Forged<F>> {
  public Optional<String> ledger;
  public String jti;
  public long issuedAt;
  public Collection<Disclosure> disclosures;

  Forged(SignedEntry good) {
    Issued issued = good.statement().issued();
    this.ledger = issued.ledger();
    this.jti = issued.jti();
    this.issuedAt = issued.issuedAt();
    this.disclosures = good.disclosures().values();
  }

  /** Changes it. */
  @SuppressWarnings("unchecked") // F is the class itself
  public final F with(Consumer<F> change) {
    change.accept((F) this);
    return (F) this;
  }

  /** Signs it. */
  public final SignedEntry by(Signer signer) {
    Issued issued = new Issued(thumbprint(signer), ledger, jti, issuedAt, Set.of());
    return SignedEntry.sign(statement(issued), signer, disclosures);
  }

  abstract Statement statement(Issued issued);

  static Hash thumbprint(Signer signer) {
    return Jwk.thumbprint(signer.publicKey());
  }

  /** The entry with a piece of its claims replaced by another, signed again. */
  public static String claims(SignedEntry good, String piece, String by, Signer signer) {
    String claims = new String(good.payload(), StandardCharsets.UTF_8);
    if (!claims.contains(piece)) {
      throw new AssertionError("expected " + piece + " in " + claims);
    }
    return raw(good.kind().typ(), claims.replace(piece, by), signer);
  }

  /** Any payload under any typ. */
  public static String raw(String typ, String payload, Signer signer) {
    return CompactJws.sign(typ, payload.getBytes(StandardCharsets.UTF_8), signer).compact();
  }
}
