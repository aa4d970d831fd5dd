package dev.delegationledger.jose;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Kept;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JWS header of exactly {@code alg} and optionally {@code typ}. Everything else that a header can
 * carry (keys, critical extensions, compression, unencoded payloads) is refused with it.
 *
 * @param alg as it stands there
 * @param typ a media subtype in lower case; empty if it says nothing
 * @param algSeenByNimbus the algorithm that a second parser, Nimbus, sees in the same header; empty
 *     if it refuses that
 */
record EntryHeader(String alg, Optional<String> typ, Optional<JWSAlgorithm> algSeenByNimbus) {
  /** The most bytes of JSON; the two members need far fewer. */
  static final int MAX_BYTES = 768;

  /** The type of every JWT (RFC 7519 section 5.1): it tells none from another. */
  private static final String ANY_JWT = "JWT";

  /**
   * A media subtype (RFC 6838 section 4.2) in lower case: media types are compared without case, so
   * only one spelling is let in.
   */
  private static final Pattern TYP = Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

  /** Entries have some twenty different headers: those read last are kept, by their text. */
  private static final Kept<String, EntryHeader> KEPT = Kept.atMost(256);

  private static final int MAX_KEPT_CHARS = 256;

  /** Reads the header that is spelled in base64url before {@code end}. */
  static EntryHeader parseEncoded(byte[] ascii, int end) throws RefusedException {
    if (end > MAX_KEPT_CHARS) {
      return parse(CompactJws.decoded(ascii, 0, end, "header"), Set.of());
    }
    String encoded = new String(ascii, 0, end, StandardCharsets.ISO_8859_1);
    EntryHeader known = KEPT.get(encoded);
    if (known != null) {
      return known;
    }
    EntryHeader header = parse(CompactJws.decoded(ascii, 0, end, "header"), Set.of());
    KEPT.put(encoded, header);
    return header;
  }

  /**
   * @param ignored names of members that are allowed and not read; none for an entry
   */
  static EntryHeader parse(Bytes json, Set<String> ignored) throws RefusedException {
    return requireTyp(read(json, ignored));
  }

  /** As other programs write it: {@code kid} is a hint that is not followed. */
  static EntryHeader parseToken(Bytes json) throws RefusedException {
    EntryHeader header = read(json, Set.of("kid"));
    return header.typ().equals(Optional.of(ANY_JWT))
        ? new EntryHeader(header.alg(), Optional.empty(), header.algSeenByNimbus())
        : requireTyp(header);
  }

  private static EntryHeader requireTyp(EntryHeader header) throws RefusedException {
    if (header.typ().isPresent() && !isTyp(header.typ().get())) {
      throw RefusedException.of(
          Reason.ENTRY_MALFORMED,
          "at /header/typ: expected a media subtype in lower case, got another text");
    }
    return header;
  }

  private static EntryHeader read(Bytes json, Set<String> ignored) throws RefusedException {
    Members members;
    try {
      members =
          Members.of(Json.parse(json.toArray(), MAX_BYTES), "/header", Reason.ENTRY_MALFORMED);
    } catch (JsonException e) {
      throw RefusedException.of(
          Reason.ENTRY_MALFORMED,
          "header check failed: expected strict JSON, got " + e.getMessage());
    }
    String alg = members.text("alg");
    Optional<String> typ = members.optionalText("typ");
    for (String name : ignored) {
      members.optionalValue(name);
    }
    members.end();
    if (Algorithms.isNeverAcceptable(alg)) {
      throw members.refused("alg", "expected an asymmetric signature algorithm, got " + alg);
    }
    return new EntryHeader(alg, typ, readByNimbus(json));
  }

  private static Optional<JWSAlgorithm> readByNimbus(Bytes json) {
    try {
      return Optional.of(
          JWSHeader.parse(new String(json.toArray(), StandardCharsets.UTF_8)).getAlgorithm());
    } catch (ParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static boolean isTyp(String typ) {
    return TYP.matcher(typ).matches();
  }
}
