package dev.delegationledger.model;

import java.util.List;

/** The names of hosts that a URL may have: lower-case ASCII names and dotted decimal IPv4. */
final class Hosts {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  private Hosts() {}

  /**
   * Whether {@code host} is labels of {@code a-z0-9-} with dots between: 1 to {@value #MAX_LABEL}
   * characters each, no hyphen at either end, {@value #MAX_NAME} altogether, no dot at the end. If
   * the last label is a number, decimal or 0x, resolvers read an address in one of many spellings:
   * then it must be four decimal numbers up to 255 without leading zeros.
   */
  static boolean isHost(String host) {
    List<String> labels = List.of(host.split("\\.", -1));
    return host.length() <= MAX_NAME
        && labels.stream().allMatch(Hosts::isLabel)
        && (!isNumber(labels.get(labels.size() - 1)) || isAddress(labels));
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= MAX_LABEL
        && label.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-')
        && !label.startsWith("-")
        && !label.endsWith("-");
  }

  private static boolean isNumber(String label) {
    return label.chars().allMatch(Hosts::isDigit)
        || (label.startsWith("0x")
            && label.chars().skip(2).allMatch(c -> isDigit(c) || (c >= 'a' && c <= 'f')));
  }

  private static boolean isAddress(List<String> labels) {
    return labels.size() == 4 && labels.stream().allMatch(Hosts::isOctet);
  }

  private static boolean isOctet(String label) {
    return isDecimal(label) && label.length() <= 3 && Integer.parseInt(label) <= 255;
  }

  /** Digits without a leading zero. */
  static boolean isDecimal(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(Hosts::isDigit)
        && (text.length() == 1 || text.charAt(0) != '0');
  }

  static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
