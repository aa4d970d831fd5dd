package dev.delegationledger.benchmarks;

import java.security.SecureRandom;
import org.biscuitsec.biscuit.crypto.KeyPair;
import org.biscuitsec.biscuit.crypto.PublicKey;
import org.biscuitsec.biscuit.token.Biscuit;
import org.biscuitsec.biscuit.token.builder.Block;

/** A token of four blocks, each with the same four constraints and an end, in bytes. */
final class BiscuitToken {
  private static final int DEPTH = 4;

  private final byte[] bytes;
  private final PublicKey root;

  private BiscuitToken(byte[] bytes, PublicKey root) {
    this.bytes = bytes;
    this.root = root;
  }

  static BiscuitToken make() throws Exception {
    SecureRandom random = new SecureRandom();
    KeyPair root = new KeyPair(random);
    Biscuit made =
        Biscuit.builder(random, root)
            .add_authority_check("check if tool(\"erp:pay\")")
            .add_authority_check(
                "check if vendor($v), [\"V-1\", \"V-2\", \"V-3\", \"V-4\"].contains($v)")
            .add_authority_check("check if amount($a), $a >= 0, $a <= 500000")
            .add_authority_check("check if currency(\"EUR\")")
            .add_authority_check("check if invoice($i)")
            .add_authority_check("check if time($t), $t < 2099-01-01T00:00:00Z")
            .build();
    for (int depth = 1; depth < DEPTH; depth++) {
      Block block =
          new Block()
              .add_check("check if tool(\"erp:pay\")")
              .add_check("check if vendor($v), [\"V-1\", \"V-2\"].contains($v)")
              .add_check("check if amount($a), $a >= 0, $a <= " + (400_000 - depth))
              .add_check("check if currency(\"EUR\")")
              .add_check("check if invoice($i)")
              .add_check("check if time($t), $t < 2098-01-01T00:00:00Z");
      made = made.attenuate(random, new KeyPair(random), block);
    }
    BiscuitToken token = new BiscuitToken(made.serialize(), root.public_key());
    if (token.verified().revocation_identifiers().size() != DEPTH) {
      throw new IllegalStateException("make token: expected " + DEPTH + " blocks");
    }
    return token;
  }

  /** Reads it as one that arrives: parsed, and each block's signature checked. */
  Biscuit verified() throws Exception {
    return Biscuit.from_bytes(bytes, root);
  }
}
