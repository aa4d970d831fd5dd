package dev.delegationledger.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run came to, by key. For one thread. */
final class Figures {
  private static final double THOUSAND = 1000.0;

  private final Map<Key, Figure> figures = new EnumMap<>(Key.class);

  /**
   * @throws IllegalStateException if the key has a figure already
   */
  void put(Key key, Figure figure) {
    if (figures.put(key, figure) != null) {
      throw new IllegalStateException("write figure: " + key.text() + " is there already");
    }
  }

  void putAll(Figures others) {
    others.figures.forEach(this::put);
  }

  /** Writes them for the process that asked for them, a line each. */
  void writeLines(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    figures.forEach(
        (key, figure) -> lines.add(key.name() + " " + figure.value() + " " + figure.error()));
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  /** Reads what another process wrote. */
  static Figures ofLines(Path file) throws IOException {
    Figures read = new Figures();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      List<String> parts = List.of(line.split(" ", -1));
      read.put(
          Key.valueOf(parts.get(0)),
          new Figure(Double.parseDouble(parts.get(1)), Double.parseDouble(parts.get(2))));
    }
    return read;
  }

  /**
   * @throws IllegalStateException if a figure of the set is missing
   */
  void requireAll(boolean longSet) {
    for (Key key : Key.values()) {
      if (!figures.containsKey(key) && (longSet || !key.isLongOnly())) {
        throw new IllegalStateException("write figures: expected " + key.text() + ", got none");
      }
    }
  }

  /** {@code {"machine", "jdk", "figures": {name: {"value", "unit", "error"}}}}. */
  String json(String machine, String jdk) {
    return String.format(
        Locale.ROOT,
        "{%n  \"machine\": \"%s\",%n  \"jdk\": \"%s\",%n  \"figures\": {%n%s%n  }%n}%n",
        machine.replace("\"", ""),
        jdk.replace("\"", ""),
        figures.entrySet().stream()
            .map(entry -> json(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("," + System.lineSeparator())));
  }

  private static String json(Key key, Figure figure) {
    return String.format(
        Locale.ROOT,
        "    \"%s\": {\"value\": %s, \"unit\": \"%s\", \"error\": %s}",
        key.text(),
        rounded(figure.value()),
        key.unit(),
        rounded(figure.error()));
  }

  private static double rounded(double value) {
    return Math.round(value * THOUSAND) / THOUSAND;
  }
}
