package dev.delegationledger.cli;

import dev.delegationledger.authority.Position;
import dev.delegationledger.model.RefusedException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As of when: digits alone are a record index, anything else an RFC 3339 time, which is rounded
 * down to milliseconds; without either the newest record.
 */
final class Moment {
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,13}"); // below 2^40
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");
  private static final DateTimeFormatter STRICT =
      DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

  private final OptionalLong index;
  private final OptionalLong timeMs;

  private Moment(OptionalLong index, OptionalLong timeMs) {
    this.index = index;
    this.timeMs = timeMs;
  }

  /**
   * Reads what {@code --at} says.
   *
   * @throws Failure a usage error
   */
  static Moment of(@Nullable String text) throws Failure {
    if (text == null) {
      return new Moment(OptionalLong.empty(), OptionalLong.empty());
    }
    if (INDEX.matcher(text).matches()) {
      return new Moment(OptionalLong.of(Long.parseLong(text)), OptionalLong.empty());
    }
    Optional<Long> time = time(text.toUpperCase(Locale.ROOT));
    if (time.isEmpty()) {
      throw Failure.usage(
          "read --at: expected a record index or an RFC 3339 time, got '" + text + "'",
          "for example --at 42, or --at 2026-01-05T09:00:00Z");
    }
    return new Moment(OptionalLong.empty(), OptionalLong.of(time.get()));
  }

  private static Optional<Long> time(String text) {
    if (!TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text, STRICT).toInstant().toEpochMilli());
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  /**
   * The position in a ledger.
   *
   * @throws Failure if the ledger ends before the index, or begins after the time
   */
  Position in(CheckedLedger ledger) throws Failure, RefusedException {
    if (timeMs.isPresent()) {
      long began = ledger.timeMs(0);
      if (timeMs.getAsLong() < began) {
        throw new Failure(
            ExitCode.UNDECIDED,
            "before-the-ledger",
            "find record: expected a time since the ledger began, "
                + Times.ofMillis(began)
                + ", got "
                + Times.ofMillis(timeMs.getAsLong()),
            "ask as of a later time");
      }
      return ledger.asOf().at(timeMs.getAsLong());
    }
    long newest = ledger.size() - 1;
    if (index.orElse(0) > newest) {
      throw new Failure(
          ExitCode.UNDECIDED,
          "unknown-record",
          "find record: expected an index below the ledger's size, "
              + ledger.size()
              + ", got "
              + index.getAsLong(),
          "the newest record is " + newest);
    }
    return ledger.asOf().after(index.orElse(newest));
  }
}
