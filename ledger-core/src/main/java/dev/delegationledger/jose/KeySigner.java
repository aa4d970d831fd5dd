package dev.delegationledger.jose;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import dev.delegationledger.crypto.Signer;
import java.util.Set;

/** Lets Nimbus sign with a {@link Signer}, wherever its key lives. */
final class KeySigner implements JWSSigner {
  private final Signer signer;
  private final JCAContext context = new JCAContext();

  KeySigner(Signer signer) {
    this.signer = signer;
  }

  @Override
  public Base64URL sign(JWSHeader header, byte[] signingInput) {
    return Base64URL.encode(signer.sign(signingInput));
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(Algorithms.emitted(signer.publicKey().suite()));
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
