package dev.delegationledger.jose;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Nimbus reads headers as. Entries have some twenty different ones, so those that were read
 * are kept by their text, within a bound. Thread-safe.
 */
final class NimbusHeaders {
  private static final int MAX_KEPT = 256;
  private static final int MAX_CHARS = 256;
  private static final Map<String, JWSHeader> KEPT = new ConcurrentHashMap<>();

  private NimbusHeaders() {}

  /**
   * Reads a header.
   *
   * @param encoded its base64url
   * @throws ParseException if Nimbus does not read it as a header of a JWS
   */
  static JWSHeader read(String encoded) throws ParseException {
    JWSHeader known = KEPT.get(encoded);
    if (known != null) {
      return known;
    }
    JWSHeader header = JWSHeader.parse(new Base64URL(encoded));
    if (encoded.length() <= MAX_CHARS && KEPT.size() < MAX_KEPT) {
      KEPT.put(encoded, header);
    }
    return header;
  }
}
