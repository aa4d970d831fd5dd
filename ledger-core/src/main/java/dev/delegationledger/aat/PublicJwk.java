package dev.delegationledger.aat;

import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A public key as other programs write it: {@link Jwk}'s members, and three that only describe the
 * key. {@code kid} is not read; {@code use} and {@code alg} must not contradict how the key is used
 * here. Everything else is refused, private members first of all.
 */
final class PublicJwk {
  private static final Set<String> DESCRIBING = Set.of("kid", "use", "alg");

  private PublicJwk() {}

  static VerifyingKey read(Value jwk, String pointer, Reason reason) throws RefusedException {
    Members members = Members.of(jwk, pointer, reason);
    Map<String, Value> key = new TreeMap<>();
    for (String name : members.names()) {
      if (!DESCRIBING.contains(name)) {
        key.put(name, members.value(name));
      }
    }
    VerifyingKey read = Jwk.parsePublic(Value.obj(key), pointer, reason);
    Optional<String> use = members.optionalText("use");
    if (use.isPresent() && !use.get().equals("sig")) {
      throw members.refused("use", "expected sig, got another use");
    }
    Optional<String> alg = members.optionalText("alg");
    if (alg.isPresent() && !names(read.suite()).contains(alg.get())) {
      throw members.refused("alg", "expected a name of the key's algorithm, got another");
    }
    return read;
  }

  private static Set<String> names(Suite suite) {
    return switch (suite) {
      case ED25519 -> Set.of("EdDSA", "Ed25519");
      case ES256 -> Set.of("ES256");
    };
  }
}
