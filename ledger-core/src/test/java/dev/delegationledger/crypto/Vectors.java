package dev.delegationledger.crypto;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** Reads public test vectors in place; where the folder is missing, the test says so and stops. */
public final class Vectors {
  private static final Path ROOT = Path.of("..", "..", "shared", "vectors");

  private Vectors() {}

  /** The JSON object in a file below the vectors' folder. */
  public static Map<String, Object> object(String file) {
    return parse(text(file));
  }

  /** The JSON array of objects in a file below the vectors' folder. */
  public static List<Map<String, Object>> list(String file) {
    return objects(parse("{\"items\":" + text(file) + "}"), "items");
  }

  /** A member that is an array of objects. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
    return (List<Map<String, Object>>) Objects.requireNonNull(object.get(name), name);
  }

  /** A member that is an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Map<String, Object> object, String name) {
    return (Map<String, Object>) Objects.requireNonNull(object.get(name), name);
  }

  /** A member that is a string. */
  public static String text(Map<String, Object> object, String name) {
    return (String) Objects.requireNonNull(object.get(name), name);
  }

  /** A member that is a small whole number. */
  public static int number(Map<String, Object> object, String name) {
    return ((Number) Objects.requireNonNull(object.get(name), name)).intValue();
  }

  private static String text(String file) {
    Path path = ROOT.resolve(file);
    Assumptions.assumeTrue(Files.exists(path), () -> "test vectors are not at " + path);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> parse(String json) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
