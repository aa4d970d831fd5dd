package dev.delegationledger.jose;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import dev.delegationledger.crypto.VerifyingKey;
import java.util.Arrays;
import java.util.Set;

/**
 * Verifies, inside Nimbus, one entry that was framed strictly before. Nimbus reads the same bytes
 * with a parser of its own; where it does not see the very signing input and signature that were
 * framed, the answer is no.
 */
final class KeyVerifier implements JWSVerifier {
  private final VerifyingKey key;
  private final byte[] framedInput;
  private final byte[] framedSignature;
  private final JCAContext context = new JCAContext();

  KeyVerifier(VerifyingKey key, byte[] framedInput, byte[] framedSignature) {
    this.key = key;
    this.framedInput = framedInput;
    this.framedSignature = framedSignature;
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) {
    return supportedJWSAlgorithms().contains(header.getAlgorithm())
        && Arrays.equals(signingInput, framedInput)
        && Arrays.equals(signature.decode(), framedSignature)
        && key.verify(framedInput, framedSignature);
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Algorithms.accepted(key.suite());
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
