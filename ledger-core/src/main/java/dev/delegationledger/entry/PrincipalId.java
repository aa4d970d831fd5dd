package dev.delegationledger.entry;

import java.util.regex.Pattern;

/**
 * The grammar of principal ids. An id is opaque and in clear: it must not hold a person's name. An
 * agent's is a UUID URN (RFC 9562) or a SPIFFE URI; a spawned agent's is its spawner's, a slash and
 * one segment.
 */
public final class PrincipalId {
  private static final int MAX_LENGTH = 2048;
  private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:[!-~]+");
  private static final Pattern AGENT =
      Pattern.compile(
          "(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|spiffe://[a-z0-9._-]+)"
              + "(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+){0,64}");

  private PrincipalId() {}

  static boolean isValid(PrincipalKind kind, String id) {
    Pattern pattern = kind == PrincipalKind.AGENT ? AGENT : URI;
    boolean bareTrustDomain = id.startsWith("spiffe://") && id.indexOf('/', 9) < 0;
    return id.length() <= MAX_LENGTH && pattern.matcher(id).matches() && !bareTrustDomain;
  }

  static String expected(PrincipalKind kind) {
    return kind == PrincipalKind.AGENT ? "a UUID URN or a SPIFFE URI" : "a URI";
  }

  /** Whether {@code id} is {@code spawner}, a slash and exactly one further segment. */
  public static boolean isDirectlyBelow(String spawner, String id) {
    return id.startsWith(spawner + "/") && id.indexOf('/', spawner.length() + 1) < 0;
  }
}
