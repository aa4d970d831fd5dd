package dev.delegationledger.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people and programs read them: ISO 8601, UTC, milliseconds. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  /** Milliseconds since 1970-01-01T00:00Z. */
  static String ofMillis(long millis) {
    return FORMAT.format(Instant.ofEpochMilli(millis));
  }

  /** Seconds since 1970-01-01T00:00Z, below 2^53. */
  static String ofSeconds(long seconds) {
    return FORMAT.format(Instant.ofEpochSecond(seconds));
  }
}
