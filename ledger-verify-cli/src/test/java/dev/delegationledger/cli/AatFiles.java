package dev.delegationledger.cli;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A stock chain of two tokens and the proof of possession for one call, in files. */
record AatFiles(Path chain, Path proof, Path anchor, Path stranger) {
  /** When the proof of possession was made. */
  static final Instant NOW = Instant.ofEpochSecond(1_741_600_300L);

  static final String TOOL = "read_file";
  static final String ARGUMENTS = "{\"path\":\"/data/q3-report.pdf\"}";

  private static final InMemorySigner ISSUER = key("01");
  private static final InMemorySigner PLANNER = key("02");
  private static final InMemorySigner WORKER = key("03");

  static AatFiles in(Path folder) {
    String root =
        signed(
            claims(
                "root",
                "https://auth.example.com",
                0,
                PLANNER,
                "{\"constraint_type\":\"wildcard\"}"),
            ISSUER);
    String leaf =
        signed(
            claims(
                    "leaf",
                    Jwk.thumbprintUri(PLANNER.publicKey()),
                    1,
                    WORKER,
                    "{\"constraint_type\":\"exact\",\"value\":\"/data/q3-report.pdf\"}")
                .replace("\"iss\"", "\"par_hash\":\"" + hash(root) + "\",\"iss\""),
            PLANNER);
    String proof =
        signed(
            "{\"aat_id\":\"leaf\",\"aat_tool\":\"read_file\",\"hta\":"
                + ARGUMENTS
                + ",\"iat\":1741600300,\"jti\":\"\u202eproof\"}",
            WORKER);
    return new AatFiles(
        write(folder, "chain.txt", root + "\n" + leaf + "\n"),
        write(folder, "pop.txt", proof + "\n"),
        write(folder, "anchor.jwk", Json.canonicalText(Jwk.toValue(ISSUER.publicKey()))),
        write(folder, "stranger.jwk", Json.canonicalText(Jwk.toValue(key("09").publicKey()))));
  }

  private static String claims(
      String id, String issuer, int depth, InMemorySigner holder, String constraint) {
    return "{\"authorization_details\":[{\"tools\":{\"read_file\":{\"path\":"
        + constraint
        + "}},\"type\":\"attenuating_agent_token\"}],\"cnf\":{\"jwk\":"
        + Json.canonicalText(Jwk.toValue(holder.publicKey()))
        + "},\"del_depth\":"
        + depth
        + ",\"del_max_depth\":3,\"exp\":1741603600,\"iat\":1741600000,\"iss\":\""
        + issuer
        + "\",\"jti\":\""
        + id
        + "\",\"tenant\\u001b[2J\":7}";
  }

  private static String signed(String payload, InMemorySigner signer) {
    String input =
        Bytes.utf8("{\"alg\":\"EdDSA\"}").base64Url() + "." + Bytes.utf8(payload).base64Url();
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Bytes.of(signature).base64Url();
  }

  private static String hash(String compact) {
    try {
      byte[] input =
          compact.substring(0, compact.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(input)).base64Url();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InMemorySigner key(String octet) {
    return InMemorySigner.ed25519(Bytes.of(HexFormat.of().parseHex(octet.repeat(32))));
  }

  private static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
