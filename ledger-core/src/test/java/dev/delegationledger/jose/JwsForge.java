package dev.delegationledger.jose;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Makes JWS texts that the code under test would not make, with signatures that are right. */
final class JwsForge {
  static final InMemorySigner ED = InMemorySigner.ed25519(Bytes.of(new byte[32]));
  static final InMemorySigner ES =
      InMemorySigner.es256(Bytes.of(HexFormat.of().parseHex("01".repeat(32))));

  private JwsForge() {}

  static String signed(String header, String payload, Signer signer) {
    String input = Bytes.utf8(header).base64Url() + "." + Bytes.utf8(payload).base64Url();
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Bytes.of(signature).base64Url();
  }

  static Reason reasonOf(ThrowingCallable call) {
    return catchThrowableOfType(RefusedException.class, call).refusal().reason();
  }

  static Value json(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8), 100_000);
    } catch (JsonException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
