package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.PathWithin;
import dev.delegationledger.model.Constraint.Prefix;
import dev.delegationledger.model.Constraint.UrlWithin;
import dev.delegationledger.model.NormalPath;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.model.Value;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Function;

/**
 * The strings of one comparison as the extension types read them; each is read once, however many
 * constraints ask. Not thread-safe.
 */
final class Texts {
  private final IdentityHashMap<Value, Optional<NormalPath>> paths = new IdentityHashMap<>();
  private final IdentityHashMap<Value, Optional<NormalUrl>> urls = new IdentityHashMap<>();
  private final IdentityHashMap<Value, Optional<String>> composed = new IdentityHashMap<>();

  boolean holds(Constraint.Extension constraint, Value value) {
    if (constraint instanceof PathWithin within) {
      return read(paths, value, NormalPath::parse)
          .filter(path -> path.isWithin(within.root()))
          .isPresent();
    } else if (constraint instanceof UrlWithin within) {
      return read(urls, value, NormalUrl::parse)
          .filter(url -> url.isWithin(within.root()))
          .isPresent();
    } else if (constraint instanceof Prefix prefix) {
      return read(composed, value, Texts::composed)
          .filter(text -> text.startsWith(prefix.value()))
          .isPresent();
    }
    return false;
  }

  /** Whether the value is a string that this type of constraint can read. */
  boolean isReadable(Constraint.Extension constraint, Value value) {
    if (constraint instanceof PathWithin) {
      return read(paths, value, NormalPath::parse).isPresent();
    } else if (constraint instanceof UrlWithin) {
      return read(urls, value, NormalUrl::parse).isPresent();
    }
    return constraint instanceof Prefix && read(composed, value, Texts::composed).isPresent();
  }

  private static Optional<String> composed(String text) {
    return Optional.of(text).filter(Prefix::isValid);
  }

  private static <T> Optional<T> read(
      IdentityHashMap<Value, Optional<T>> known,
      Value value,
      Function<String, Optional<T>> reader) {
    if (value instanceof Value.Str string) {
      return known.computeIfAbsent(string, unread -> reader.apply(string.value()));
    }
    return Optional.empty();
  }
}
