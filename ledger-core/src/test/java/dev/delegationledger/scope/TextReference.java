package dev.delegationledger.scope;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.delegationledger.model.NormalUrl;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths and URLs as docs/format.md describes them, slow and obvious. */
final class TextReference {
  /** As the page lists them. */
  private static final String REFUSED =
      "\\u00a5\\u034f\\u066a\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2024-\\u2026\\u2044\\u20a9"
          + "\\u2215\\u2216\\u2236\\u2571\\u2572\\u27cb\\u27cd\\u2800\\u29f5\\u29f8\\u29f9\\u3164"
          + "\\ua789\\ufe00-\\ufe0f\\ufe13\\ufe14\\ufe19\\ufe30\\ufe52\\ufe54\\ufe55\\ufe68\\ufe6a"
          + "\\uff05\\uff0e\\uff0f\\uff1a\\uff1b\\uff3c\\uffa0\\x{e0100}-\\x{e01ef}";

  private static final Pattern SEGMENT =
      Pattern.compile(
          "(?:[^\\p{C}\\p{Z}/\\\\%" + REFUSED + "]| )*[^\\p{C}\\p{Z}/\\\\%." + REFUSED + "]");

  private static final Pattern URL =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://([a-z0-9.-]+)(:[1-9][0-9]*)?"
              + "((?:[A-Za-z0-9/._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})*)"
              + "(\\?(?:[!\"$&-\\[\\]-~]|%[2-6][0-9A-Fa-f]|%7[0-9A-Ea-e]|%[89A-Fa-f][0-9A-Fa-f])*)?");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

  private TextReference() {}

  static boolean isPath(String text, String alsoRefused) {
    return text.equals("/")
        || (text.startsWith("/")
            && Normalizer.normalize(text, Normalizer.Form.NFC).equals(text)
            && !text.contains(alsoRefused)
            && segments(text).stream().allMatch(s -> SEGMENT.matcher(s).matches()));
  }

  private static List<String> segments(String path) {
    return path.equals("/") ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
  }

  static boolean isBelow(String path, String root) {
    List<String> above = segments(root);
    List<String> below = segments(path);
    return above.size() <= below.size() && below.subList(0, above.size()).equals(above);
  }

  static boolean isUrlBelow(String url, NormalUrl root) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || !isHost(parts.group(2))) {
      return false;
    }
    OptionalInt port = port(parts.group(1), parts.group(3));
    if (port.isPresent() && port.getAsInt() > 65535) {
      return false;
    }
    String path = decoded(parts.group(4));
    boolean oneSlashAtEnd = path.endsWith("/") && !path.endsWith("//");
    String place = oneSlashAtEnd ? path.substring(0, path.length() - 1) : path;
    place = place.isEmpty() ? "/" : place;
    return segmentCount(parts.group(4)) == segmentCount(path)
        && isPath(place, ";")
        && parts.group(1).equals(root.scheme())
        && parts.group(2).equals(root.host())
        && port.equals(root.port())
        && isBelow(place, root.path());
  }

  private static long segmentCount(String path) {
    return path.chars().filter(c -> c == '/').count();
  }

  private static OptionalInt port(String scheme, String stated) {
    if (stated != null) {
      return OptionalInt.of(Integer.parseInt(stated.substring(1)));
    }
    Integer unsaid = Map.of("https", 443, "http", 80).get(scheme);
    return unsaid == null ? OptionalInt.empty() : OptionalInt.of(unsaid);
  }

  private static boolean isHost(String host) {
    List<String> labels = Arrays.asList(host.split("\\.", -1));
    String last = labels.get(labels.size() - 1);
    if (last.matches("[0-9]+|0x[0-9a-f]*")) {
      return labels.size() == 4
          && labels.stream().allMatch(o -> OCTET.matcher(o).matches() && Integer.parseInt(o) < 256);
    }
    return host.length() <= 253 && labels.stream().allMatch(l -> LABEL.matcher(l).matches());
  }

  /** One NUL, which no path may hold, if it is not UTF-8. */
  private static String decoded(String written) {
    StringBuilder hex = new StringBuilder();
    Matcher octets = Pattern.compile("%(..)|(.)").matcher(written);
    while (octets.find()) {
      hex.append(
          octets.group(1) == null
              ? HexFormat.of().formatHex(octets.group(2).getBytes(UTF_8))
              : octets.group(1));
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    String text = new String(bytes, UTF_8);
    return Arrays.equals(text.getBytes(UTF_8), bytes) ? text : "\0";
  }

  /** The root as a URL, every byte of its path escaped but the slashes. */
  static String spelled(NormalUrl root) {
    StringBuilder path = new StringBuilder();
    for (byte octet : root.path().getBytes(UTF_8)) {
      path.append(octet == '/' ? "/" : "%" + HexFormat.of().toHexDigits(octet));
    }
    String port = root.port().isPresent() ? ":" + root.port().getAsInt() : "";
    return root.scheme() + "://" + root.host() + port + path;
  }
}
