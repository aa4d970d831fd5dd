package dev.delegationledger.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum constant that has a stable lower-case name in the formats: {@code SUCCEEDED} is {@code
 * succeeded}.
 */
public interface Named {
  /** The constant's name. */
  String name();

  /** The name in the formats, kebab-case. */
  default String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of {@code type} with this code. */
  static <E extends Enum<E> & Named> Optional<E> ofCode(Class<E> type, String code) {
    return Arrays.stream(type.getEnumConstants()).filter(e -> e.code().equals(code)).findFirst();
  }
}
