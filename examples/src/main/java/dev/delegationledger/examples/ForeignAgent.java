package dev.delegationledger.examples;

import dev.delegationledger.Enrolled;
import dev.delegationledger.ForeignCall;
import dev.delegationledger.Keys;
import dev.delegationledger.Recorded;
import dev.delegationledger.aat.AatCall;
import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.aat.AatVerifier;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An auditor's agent comes to the ERP with tokens that another program made: plain Attenuating
 * Authorization Tokens, of an issuer that Acme trusts for this. No ledger granted them anything;
 * the ERP's gate judges them by the same rules, and keeps what it permitted as evidence.
 */
final class ForeignAgent {
  private final Stage stage;
  private final Enrolled gate;
  private final Path folder;
  private final InMemorySigner issuer;
  private final InMemorySigner planner;
  private final InMemorySigner reader;

  ForeignAgent(Stage stage, Enrolled gate, SecureRandom random) {
    this.stage = stage;
    this.gate = gate;
    this.folder = stage.incident().folderOf(Incident.FOREIGN);
    this.issuer = Keys.generate(random);
    this.planner = Keys.generate(random);
    this.reader = Keys.generate(random);
  }

  /** Leaves the tokens in files, and has them judged for one invoice and for another. */
  void run(Clock clock) throws IOException {
    Instant now = clock.instant();
    long seconds = now.getEpochSecond();
    String root =
        signed(
            token("audit-1", "https://auditor.example", 0, planner, anything(), seconds, ""),
            issuer);
    String parent = ",\"par_hash\":\"" + hash(root) + "\"";
    String leaf =
        signed(
            token(
                "audit-1/a",
                Jwk.thumbprintUri(planner.publicKey()),
                1,
                reader,
                exactly("INV-4711"),
                seconds,
                parent),
            planner);
    write("anchor.jwk", Json.canonicalText(Jwk.toValue(issuer.publicKey())));
    write("chain.txt", root + "\n" + leaf + "\n");
    stage.scene("An auditor's agent asks the ERP with tokens that another program made");
    judge(List.of(root, leaf), leaf, "INV-4711", now);
    judge(List.of(root, leaf), leaf, "INV-4712", now);
  }

  private void judge(List<String> chain, String leaf, String invoice, Instant now)
      throws IOException {
    String arguments = "{\"invoice\":\"" + invoice + "\"}";
    String possession =
        signed(
            String.format(
                Locale.ROOT,
                "{\"aat_hash\":\"%s\",\"aat_id\":\"audit-1/a\",\"aat_tool\":\"erp:read-invoice\","
                    + "\"hta\":%s,\"iat\":%d,\"jti\":\"call-%s\"}",
                hash(leaf),
                arguments,
                now.getEpochSecond(),
                invoice),
            reader);
    write("pop-" + invoice + ".txt", possession + "\n");
    AatVerdict verdict =
        AatVerifier.trusting(issuer.publicKey())
            .verify(
                chain,
                possession,
                new AatCall(Delegation.READ, Map.of("invoice", Value.of(invoice))),
                now);
    boolean expected = invoice.equals("INV-4711");
    if (verdict.refusal().isEmpty() != expected) {
      throw new IllegalStateException("judge " + invoice + ": got " + verdict);
    }
    if (expected) {
      record(verdict, chain, possession, invoice);
    } else {
      stage.say(invoice + ": not permitted, " + verdict.refusal().orElseThrow().reason().code());
    }
  }

  /** Before the ERP is asked: what is recorded cannot be used a second time. */
  private void record(AatVerdict verdict, List<String> chain, String possession, String invoice) {
    long record = keep(verdict, chain, possession).receipt().index();
    stage.say(invoice + ": permitted, and recorded with its tokens in record " + record);
    stage.refused(
        "the same proof of possession again",
        Reason.JTI_REUSED,
        () -> keep(verdict, chain, possession));
  }

  private Recorded keep(AatVerdict verdict, List<String> chain, String possession) {
    return stage
        .ledger()
        .append(
            ForeignCall.of(verdict, chain, possession)
                .by(issuer.publicKey(), gate, stage.people().gate()));
  }

  private static String anything() {
    return "{\"constraint_type\":\"wildcard\"}";
  }

  private static String exactly(String invoice) {
    return "{\"constraint_type\":\"exact\",\"value\":\"" + invoice + "\"}";
  }

  private static String token(
      String id,
      String by,
      int depth,
      InMemorySigner holder,
      String constraint,
      long now,
      String more) {
    return String.format(
        Locale.ROOT,
        "{\"authorization_details\":[{\"tools\":{\"erp:read-invoice\":{\"invoice\":%s}},"
            + "\"type\":\"attenuating_agent_token\"}],\"cnf\":{\"jwk\":%s},\"del_depth\":%d,"
            + "\"del_max_depth\":1,\"exp\":%d,\"iat\":%d,\"iss\":\"%s\",\"jti\":\"%s\"%s}",
        constraint,
        Json.canonicalText(Jwk.toValue(holder.publicKey())),
        depth,
        now + 3_600,
        now,
        by,
        id,
        more);
  }

  private static String signed(String claims, InMemorySigner signer) {
    String input =
        Bytes.utf8("{\"alg\":\"EdDSA\"}").base64Url() + "." + canonical(claims).base64Url();
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Bytes.of(signature).base64Url();
  }

  private static Bytes canonical(String claims) {
    try {
      return Bytes.of(Json.canonical(Json.parse(claims.getBytes(StandardCharsets.UTF_8), 1 << 16)));
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String token) {
    try {
      byte[] input = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(input)).base64Url();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder).resolve(name), text);
  }
}
