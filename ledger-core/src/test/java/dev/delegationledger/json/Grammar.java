package dev.delegationledger.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The grammar of RFC 8259, slow and obvious: innermost values are replaced until one is left. */
final class Grammar {
  private static final Pattern STRING =
      Pattern.compile("\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+\"");
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?<![0-9A-Za-z.+_-])"
              + "(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
              + "(?![0-9A-Za-z.+_-])");
  private static final Pattern SPACE = Pattern.compile("[ \t\r\n]+");
  private static final Pattern INNERMOST =
      Pattern.compile("\\[(?:[SV](?:,[SV])*)?]|\\{(?:S:[SV](?:,S:[SV])*)?}");

  private Grammar() {}

  static boolean matches(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    // Strings become $, so that nothing in them counts; a $, S or V outside of them is no JSON.
    StringBuilder outside = new StringBuilder();
    int end = 0;
    for (var strings = STRING.matcher(text); strings.find(); end = strings.end()) {
      outside.append(masked(text.substring(end, strings.start()))).append('$');
    }
    String rest = outside.append(masked(text.substring(end))).toString();
    rest = LITERAL.matcher(rest).replaceAll("V").replace('$', 'S');
    // Two values with only white space between them stay apart: no rule joins them.
    rest = SPACE.matcher(rest).replaceAll(" ").replaceAll(" ?([\\[\\]{},:]) ?", "$1");
    rest = rest.replaceAll("^ | $", "");
    String before;
    do {
      before = rest;
      rest = INNERMOST.matcher(rest).replaceAll("V");
    } while (!rest.equals(before));
    return rest.equals("V") || rest.equals("S");
  }

  private static String masked(String outside) {
    return outside.replaceAll("[$SV]", "?");
  }
}
