package dev.delegationledger.log;

import java.util.regex.Pattern;

/**
 * One thing that happened to a record. Which kinds there are, and what they mean, is for the rules
 * of authority to say.
 *
 * @param at the index of the record that caused it, below 2^40
 * @param is what happened, in kebab-case of at most 64 characters: {@code revoked}
 */
public record Fact(long at, String is) {
  private static final Pattern KIND = Pattern.compile("[a-z](?:-?[a-z0-9]){0,63}");

  private static final int MAX_KIND_LENGTH = 64;

  /**
   * @throws IllegalArgumentException unless {@code at} is an index and {@code is} is kebab-case
   */
  public Fact {
    if (at < 0 || at >= Merkle.MAX_SIZE) {
      throw new IllegalArgumentException("a fact is caused by a record below 2^40, got " + at);
    }
    if (is.length() > MAX_KIND_LENGTH || !KIND.matcher(is).matches()) {
      throw new IllegalArgumentException(
          "what happened is said in kebab-case of at most " + MAX_KIND_LENGTH + " characters");
    }
  }
}
