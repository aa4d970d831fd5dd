package dev.delegationledger.cli;

import dev.delegationledger.aat.AatCall;
import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.aat.AatVerifier;
import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code aat CHAIN --pop POP --anchor JWK --tool T --args JSON [--at TIME]}: offline, without a
 * ledger, without RocksDB.
 */
@Command(
    name = "aat",
    description = {
      "Verifies a chain of Attenuating Authorization Tokens that another program made, and the"
          + " proof of possession for one call. It keeps no state: whoever asks keeps the jti of"
          + " each proof that was permitted. It proves nothing about a human."
    })
final class AatCommand implements Callable<Integer> {
  /** At least one anchor; a file that holds more is no key. */
  private static final int MAX_ANCHOR = 64 * 1024;

  /** Years of four digits; {@link OffsetDateTime} would take others. */
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "CHAIN",
      description = "The compact tokens, root first, one a line; - is stdin.")
  private Path chain;

  @Option(
      names = "--pop",
      required = true,
      paramLabel = "POP",
      description = "The compact proof of possession; - is stdin.")
  private Path possession;

  @Option(
      names = "--anchor",
      required = true,
      paramLabel = "JWK",
      description = "The public key of an issuer that you trust, a JWK file. May be repeated.")
  private List<Path> anchors;

  @Option(
      names = "--tool",
      required = true,
      paramLabel = "TOOL",
      description = "The tool that is about to be called.")
  private String tool;

  @Option(
      names = "--args",
      required = true,
      paramLabel = "JSON",
      description = "All arguments of the call, a JSON object.")
  private String arguments;

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      description = "What aat_aud of the proof must be. Without it any is accepted.")
  private @Nullable String audience;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The time of the call, RFC 3339. Without it now.")
  private @Nullable String at;

  @Mixin private Options.AsJson json;

  AatCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    requireOneStdin();
    Instant time = time();
    AatCall call = new AatCall(tool, arguments());
    List<byte[]> keys = new ArrayList<>();
    for (Path anchor : anchors) {
      keys.add(InputFile.read(anchor, MAX_ANCHOR, streams));
    }
    // One more line break than the longest chain has: what is longer is too large whatever it
    // holds.
    List<String> tokens =
        lines(
            InputFile.read(chain, GrantTerms.MAX_CHAIN_BYTES + GrantTerms.MAX_CHAIN + 1, streams));
    String proof = line(InputFile.read(possession, CompactJws.MAX_TOKEN_CHARS + 1, streams));
    return print(verdict(keys, tokens, proof, call, time), time);
  }

  private AatVerdict verdict(
      List<byte[]> keys, List<String> tokens, String proof, AatCall call, Instant time) {
    try {
      List<VerifyingKey> trusted = new ArrayList<>();
      for (byte[] key : keys) {
        trusted.add(AatVerifier.anchor(key));
      }
      AatVerifier verifier = AatVerifier.trusting(trusted);
      if (audience != null) {
        verifier = verifier.forAudience(audience);
      }
      return verifier.verify(tokens, proof, call, time);
    } catch (RefusedException e) {
      return AatVerdict.early(e.refusal(), call);
    }
  }

  private int print(AatVerdict verdict, Instant time) {
    if (json.wanted) {
      streams.out().println(AatJson.of(verdict, time).line());
    } else {
      streams.out().print(AatText.of(verdict, time));
    }
    return verdict
        .refusal()
        .map(refusal -> refusal.reason().reasonClass().exitCode())
        .orElse(ExitCode.OK);
  }

  private void requireOneStdin() throws Failure {
    long fromStdin = anchors.stream().filter(InputFile::isStdin).count();
    fromStdin += InputFile.isStdin(chain) ? 1 : 0;
    fromStdin += InputFile.isStdin(possession) ? 1 : 0;
    if (fromStdin > 1) {
      throw Failure.usage(
          "read stdin: expected one of CHAIN, POP and JWK there, got " + fromStdin,
          "name a file for the others");
    }
  }

  private Instant time() throws Failure {
    if (at == null) {
      return streams.clock().instant();
    }
    try {
      if (RFC_3339.matcher(at).matches()) {
        return OffsetDateTime.parse(at).toInstant();
      }
    } catch (DateTimeException e) {
      // falls through: no such day or hour
    }
    throw Failure.usage(
        "read --at: expected a time as in RFC 3339, got '" + at + "'",
        "write it like 2026-01-05T08:00:00Z");
  }

  private Map<String, Value> arguments() throws Failure {
    byte[] utf8 = arguments.getBytes(StandardCharsets.UTF_8);
    try {
      if (Json.parse(utf8, utf8.length) instanceof Value.Obj object) {
        return object.members();
      }
    } catch (JsonException e) {
      throw Failure.usage("read --args: " + e.getMessage(), "give one JSON object");
    }
    throw Failure.usage("read --args: expected an object, got another value", "give {} for none");
  }

  /** Without the line break at the end of the file, if there is one. */
  private static String line(byte[] file) {
    // Bytes that are not ASCII become characters that no token has.
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<String> lines(byte[] file) {
    String text = line(file);
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }
}
