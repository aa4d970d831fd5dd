package dev.delegationledger.scope;

import java.util.Arrays;
import java.util.Optional;

/**
 * The constraint types this program knows, by their {@code constraint_type}: the draft's nine, then
 * our own.
 */
enum ConstraintType {
  EXACT("exact"),
  RANGE("range"),
  ONE_OF("one_of"),
  NOT_ONE_OF("not_one_of"),
  CONTAINS("contains"),
  SUBSET("subset"),
  WILDCARD("wildcard"),
  ALL("all"),
  ANY("any"),
  PATH_WITHIN("path_within"),
  URL_WITHIN("url_within"),
  PREFIX("prefix");

  private final String code;

  ConstraintType(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  static Optional<ConstraintType> ofCode(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }
}
