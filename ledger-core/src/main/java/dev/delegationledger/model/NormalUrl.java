package dev.delegationledger.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a URL leads, read so strictly that no two programs can disagree about it: scheme, host,
 * port and the path, decoded once. Immutable, compared by content.
 *
 * @param scheme {@code a-z}, then {@code a-z0-9+.-}
 * @param host a lower-case ASCII name without a dot at the end, or a dotted decimal IPv4 address
 * @param port 1 to 65535; that of https (443) and http (80) is filled in if it is not stated
 * @param path {@code /}, or one slash before each segment and none after; a segment is as in {@link
 *     NormalPath}, but may hold a colon and no semicolon
 */
public record NormalUrl(String scheme, String host, OptionalInt port, String path) {
  private static final int MAX_PORT = 65535;
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("https", 443, "http", 80);
  private static final String SCHEME_END = "://";

  /** Servers that strip path parameters read {@code /a/..;/b} as {@code /b}. */
  private static final char PARAMETER = ';';

  /**
   * @throws IllegalArgumentException if a part is not in this form
   */
  public NormalUrl {
    port = port.isPresent() ? port : defaultPort(scheme);
    if (!areNormal(scheme, host, port, path)) {
      throw new IllegalArgumentException(
          "expected scheme, host, port and path in normal form, got others");
    }
  }

  private static boolean areNormal(String scheme, String host, OptionalInt port, String path) {
    boolean portInRange = port.isEmpty() || isPort(port.getAsInt());
    return isScheme(scheme) && isHost(host) && portInRange && isPath(path);
  }

  /** The port of {@code scheme} where none is stated, if it has one. */
  public static OptionalInt defaultPort(String scheme) {
    Integer port = DEFAULT_PORTS.get(scheme);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /**
   * Where {@code url} leads; nothing if it is not {@code scheme://host[:port][/path][?query]}.
   *
   * <p>Scheme, host and decoded path are as above. The port is decimal without leading zeros. The
   * path, as written, holds only what RFC 3986 permits in one, without {@code ;}; its escapes are
   * decoded exactly once, must be UTF-8, and stand for no {@code /}, {@code \}, {@code %} or {@code
   * ;}. One slash at the end is dropped, and no path is {@code /}. A query is printable ASCII
   * without {@code #} and {@code \}; its escapes are two hexadecimal digits and stand for no
   * control character. It has no effect. User information and fragments are not permitted.
   */
  public static Optional<NormalUrl> parse(String url) {
    return Parts.of(url).flatMap(NormalUrl::read);
  }

  private static Optional<NormalUrl> read(Parts parts) {
    if (!isPortText(parts.port()) || !UrlText.isQuery(parts.query())) {
      return Optional.empty();
    }
    OptionalInt port =
        parts.port().isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(parts.port().substring(1)));
    return UrlText.path(parts.path())
        .map(NormalUrl::place)
        .filter(path -> areNormal(parts.scheme(), parts.host(), port, path))
        .map(path -> new NormalUrl(parts.scheme(), parts.host(), port, path));
  }

  /**
   * Whether {@code url} can be {@link #parse}d and is the only spelling of what RFC 3986 section
   * 6.2 holds to be the same: the path is at least {@code /}, no default port is stated, escapes
   * have upper-case digits and none stands for an unreserved character; a query, if there is one,
   * is not empty and holds only what the RFC permits in it. A slash at the end makes a difference.
   */
  public static boolean isNormalSpelling(String url) {
    return Parts.of(url).filter(parts -> isNormalSpelling(url, parts)).isPresent();
  }

  private static boolean isNormalSpelling(String url, Parts parts) {
    return read(parts)
            .filter(read -> read.statedPort().isEmpty() == parts.port().isEmpty())
            .isPresent()
        && !parts.path().isEmpty()
        && !parts.query().equals("?")
        && UrlText.hasNormalEscapes(url)
        && UrlText.hasOnlyQueryCharacters(parts.query());
  }

  /** The path without the one slash at its end. */
  private static String place(String path) {
    boolean slash = path.length() > 1 && path.endsWith("/") && !path.endsWith("//");
    return path.isEmpty() ? "/" : slash ? path.substring(0, path.length() - 1) : path;
  }

  /** Whether {@code scheme} can be one. */
  public static boolean isScheme(String scheme) {
    return !scheme.isEmpty()
        && Hosts.isLetter(scheme.charAt(0))
        && scheme.chars().allMatch(c -> Hosts.isLetter(c) || Hosts.isDigit(c) || isMark(c));
  }

  private static boolean isMark(int c) {
    return c == '+' || c == '.' || c == '-';
  }

  /** Whether {@code host} can be one. */
  public static boolean isHost(String host) {
    return Hosts.isHost(host);
  }

  /** Nothing, or a colon and a number that an int can hold. */
  private static boolean isPortText(String text) {
    return text.isEmpty() || (text.length() <= 6 && Hosts.isDecimal(text.substring(1)));
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= MAX_PORT;
  }

  /** Whether {@code path}, decoded, can be one. */
  public static boolean isPath(String path) {
    return Segments.isPath(path, PARAMETER);
  }

  /** Whether this has the scheme, host and port of {@code root}, and a path equal or below. */
  public boolean isWithin(NormalUrl root) {
    return scheme.equals(root.scheme)
        && host.equals(root.host)
        && port.equals(root.port)
        && Segments.isWithin(path, root.path);
  }

  /** The port, unless it is the one that goes without saying. */
  public OptionalInt statedPort() {
    return port.equals(defaultPort(scheme)) ? OptionalInt.empty() : port;
  }

  /** The URL with its path decoded, for a person. */
  @Override
  public String toString() {
    OptionalInt stated = statedPort();
    String authority = stated.isPresent() ? host + ":" + stated.getAsInt() : host;
    return scheme + SCHEME_END + authority + path;
  }

  /**
   * A URL cut where RFC 3986 section 3 cuts it, its parts as written.
   *
   * @param port with its colon; nothing if there is no colon
   * @param query with its question mark; nothing if there is none
   */
  private record Parts(String scheme, String host, String port, String path, String query) {
    static Optional<Parts> of(String url) {
      int schemeEnd = url.indexOf(SCHEME_END);
      if (schemeEnd < 0) {
        return Optional.empty();
      }
      int authority = schemeEnd + SCHEME_END.length();
      int query = orEnd(url.indexOf('?', authority), url.length());
      int path = orEnd(url.indexOf('/', authority), query);
      int port = orEnd(url.indexOf(':', authority), path);
      return Optional.of(
          new Parts(
              url.substring(0, schemeEnd),
              url.substring(authority, port),
              url.substring(port, path),
              url.substring(path, query),
              url.substring(query)));
    }

    private static int orEnd(int index, int end) {
      return index < 0 ? end : Math.min(index, end);
    }
  }
}
