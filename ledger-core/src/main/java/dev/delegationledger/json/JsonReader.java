package dev.delegationledger.json;

import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Reads one document. Confined to the call that made it. */
final class JsonReader {
  /*
   * Jackson is given characters that were decoded here, so that it guesses no encoding. Its own
   * limits are out of the way, since the size of the document is bounded already and depth and
   * numbers are bounded below. It keeps nothing of one document for the next: no table of names,
   * which a forger could fill, and no buffers.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final CharBuffer text;
  private final JsonParser tokens;

  private JsonReader(CharBuffer text, JsonParser tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  static Value read(byte[] utf8) throws JsonException {
    CharBuffer text = decode(utf8);
    try (JsonParser tokens =
        FACTORY.createParser(ObjectReadContext.empty(), text.array(), 0, text.length())) {
      return new JsonReader(text, tokens).document();
    }
  }

  private static CharBuffer decode(byte[] utf8) throws JsonException {
    return isAscii(utf8) ? CharBuffer.wrap(ascii(utf8)) : decodeOther(utf8);
  }

  private static boolean isAscii(byte[] utf8) {
    int all = 0;
    for (byte one : utf8) {
      all |= one;
    }
    return all >= 0;
  }

  /** Most documents are; the platform copies them many bytes at a time. */
  private static char[] ascii(byte[] utf8) {
    char[] text = new char[utf8.length];
    new String(utf8, StandardCharsets.ISO_8859_1).getChars(0, utf8.length, text, 0);
    return text;
  }

  private static CharBuffer decodeOther(byte[] utf8) throws JsonException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      throw new JsonException(
          "encoding check failed: expected UTF-8, got another byte", bytes.position());
    }
    text.flip();
    if (text.hasRemaining() && text.get(0) == '\uFEFF') {
      throw new JsonException("encoding check failed: expected no byte order mark, got one", 0);
    }
    return text;
  }

  private Value document() throws JsonException {
    Value value = value(next(), 0);
    if (next() != null) {
      throw refused("expected the end of the text, got another value");
    }
    return value;
  }

  private Value value(@Nullable JsonToken token, int depth) throws JsonException {
    if (token == null) {
      throw refused("expected a value, got the end of the text");
    }
    return switch (token) {
      case START_OBJECT -> object(deeper(depth));
      case START_ARRAY -> array(deeper(depth));
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> Value.NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw refused("expected a value, got something else");
    };
  }

  private int deeper(int depth) throws JsonException {
    if (depth == Json.MAX_DEPTH) {
      throw refused("expected at most " + Json.MAX_DEPTH + " levels of nesting, got more");
    }
    return depth + 1;
  }

  private Value object(int depth) throws JsonException {
    Map<String, Value> members = new TreeMap<>();
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      if (token != JsonToken.PROPERTY_NAME) {
        throw notJson();
      }
      String name = string().value();
      if (members.containsKey(name)) {
        throw refused("expected each member once, got a second one of the same name");
      }
      members.put(name, value(next(), depth));
    }
    return new Value.Obj(members);
  }

  private Value array(int depth) throws JsonException {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      items.add(value(token, depth));
    }
    return new Value.Arr(items);
  }

  /** The string or name just read. */
  private Value.Str string() throws JsonException {
    String string;
    try {
      string = tokens.getString();
    } catch (JacksonException e) {
      throw notJson();
    }
    // The bytes were valid UTF-8, so that only escapes can have left a surrogate alone.
    try {
      return new Value.Str(string);
    } catch (IllegalArgumentException e) {
      throw refused("expected escaped surrogates in pairs, got one alone");
    }
  }

  private Value number() throws JsonException {
    String literal;
    try {
      literal = tokens.getString();
    } catch (JacksonException e) {
      throw notJson();
    }
    if (literal.length() > Json.MAX_NUMBER_LENGTH) {
      throw refused(
          "expected a number of at most " + Json.MAX_NUMBER_LENGTH + " characters, got more");
    }
    if (isZero(literal)) {
      return Value.of(0);
    }
    // ArithmeticException: an exponent near the edge of an int may overflow when trailing zeros go.
    try {
      return Value.of(new BigDecimal(literal));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw refused("expected a number within the bounds, got one outside them");
    }
  }

  /** Zero is zero whatever its exponent, also where BigDecimal cannot hold that exponent. */
  private static boolean isZero(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c >= '1' && c <= '9') {
        return false;
      } else if (c == 'e' || c == 'E') {
        return true;
      }
    }
    return true;
  }

  private @Nullable JsonToken next() throws JsonException {
    try {
      return tokens.nextToken();
    } catch (JacksonException e) {
      throw notJson();
    }
  }

  private JsonException notJson() {
    return refused("expected JSON (RFC 8259), got something else");
  }

  private JsonException refused(String detail) {
    long read = Math.max(0, Math.min(text.length(), tokens.currentLocation().getCharOffset()));
    CharBuffer before = text.duplicate().limit((int) read);
    return new JsonException(
        "syntax check failed: " + detail, StandardCharsets.UTF_8.encode(before).limit());
  }
}
