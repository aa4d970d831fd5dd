package dev.delegationledger.json;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, read against a closed schema: a member is required, optional or,
 * when {@link #end} is called and nobody asked for it, refused. A member whose value is {@code
 * null} is there, and is of the wrong type. Mutable (it remembers what was asked for) and not
 * thread-safe.
 *
 * <p>Every method that declares it throws {@link RefusedException} with the reason given to {@link
 * #of} and the detail {@code at <pointer>: expected <type>, got <type>}. The detail names types
 * only and never a value.
 */
public final class Members {
  private static final BigDecimal MAX_WHOLE = BigDecimal.valueOf((1L << 53) - 1);
  private static final int HASH_LENGTH = 43;

  private static final String TEXT = "a string";
  private static final String WHOLE = "a whole number from 0 to 2^53-1";
  private static final String TRUTH = "true or false";
  private static final String OBJECT = "an object";
  private static final String LIST = "an array";
  private static final String HASH = "a SHA-256 digest in base64url";

  private final Map<String, Value> members;
  private final String pointer;
  private final Reason reason;
  private final Set<String> asked = new HashSet<>();
  private final List<Members> inner = new ArrayList<>();

  private Members(Map<String, Value> members, String pointer, Reason reason) {
    this.members = members;
    this.pointer = pointer;
    this.reason = reason;
  }

  /**
   * The members of {@code value}.
   *
   * @param pointer where the value stands, as {@link #pointer} writes it; empty for the whole
   *     document
   * @param reason what is wrong with evidence that does not fit the schema
   * @throws RefusedException unless the value is an object
   */
  public static Members of(Value value, String pointer, Reason reason) throws RefusedException {
    if (value instanceof Value.Obj object) {
      return new Members(object.members(), pointer, reason);
    }
    throw unexpected(pointer, reason, OBJECT, value);
  }

  /** The string {@code name}. */
  public String text(String name) throws RefusedException {
    return required(name, optionalText(name), TEXT);
  }

  /** The string {@code name}, if there is such a member. */
  public Optional<String> optionalText(String name) throws RefusedException {
    return optional(name, Value.Str.class, TEXT).map(Value.Str::value);
  }

  /** The number {@code name}, whole and from 0 to 2^53-1, however it is written. */
  public long whole(String name) throws RefusedException {
    return required(name, optionalWhole(name), WHOLE);
  }

  /** The number {@code name}, whole and from 0 to 2^53-1, if there is such a member. */
  public Optional<Long> optionalWhole(String name) throws RefusedException {
    Optional<Value.Num> number = optional(name, Value.Num.class, WHOLE);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal value = number.get().value();
    if (value.signum() < 0 || value.scale() > 0 || value.compareTo(MAX_WHOLE) > 0) {
      throw unexpected(name, WHOLE, number.get());
    }
    return Optional.of(value.longValueExact());
  }

  /** The truth value {@code name}. */
  public boolean truth(String name) throws RefusedException {
    return required(name, optionalTruth(name), TRUTH);
  }

  /** The truth value {@code name}, if there is such a member. */
  public Optional<Boolean> optionalTruth(String name) throws RefusedException {
    return optional(name, Value.Bool.class, TRUTH).map(Value.Bool::value);
  }

  /** The member {@code name}, of any type, {@code null} too. */
  public Value value(String name) throws RefusedException {
    return required(name, optionalValue(name), "a value");
  }

  /** The member {@code name}, of any type, {@code null} too, if there is such a member. */
  public Optional<Value> optionalValue(String name) {
    return Optional.ofNullable(ask(name));
  }

  /** The members of the object {@code name}, of the same reason; {@link #end} ends them too. */
  public Members object(String name) throws RefusedException {
    return required(name, optionalObject(name), OBJECT);
  }

  /**
   * The members of the object {@code name}, if there is such a member; {@link #end} ends them too.
   */
  public Optional<Members> optionalObject(String name) throws RefusedException {
    Value value = ask(name);
    if (value == null) {
      return Optional.empty();
    }
    Members object = of(value, pointer(name), reason);
    inner.add(object);
    return Optional.of(object);
  }

  /** The items of the array {@code name}. */
  public List<Value> list(String name) throws RefusedException {
    return required(name, optionalList(name), LIST);
  }

  /** The items of the array {@code name}, if there is such a member. */
  public Optional<List<Value>> optionalList(String name) throws RefusedException {
    return optional(name, Value.Arr.class, LIST).map(Value.Arr::items);
  }

  /** The digest {@code name}: 43 characters of canonical base64url without padding. */
  public Hash hash(String name) throws RefusedException {
    return required(name, optionalHash(name), HASH);
  }

  /** The digest {@code name}, if there is such a member. */
  public Optional<Hash> optionalHash(String name) throws RefusedException {
    Optional<Value.Str> text = optional(name, Value.Str.class, HASH);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Hash> hash = hash(text.get());
    if (hash.isEmpty()) {
      throw unexpected(name, HASH, text.get());
    }
    return hash;
  }

  private static Optional<Hash> hash(Value.Str text) {
    if (text.value().length() != HASH_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(Hash.fromBase64Url(text.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The digests in the array {@code name}. */
  public List<Hash> hashes(String name) throws RefusedException {
    List<Hash> hashes = new ArrayList<>();
    for (Value item : list(name)) {
      Optional<Hash> hash = item instanceof Value.Str text ? hash(text) : Optional.empty();
      hashes.add(hash.orElseThrow(() -> unexpected(itemOf(name, hashes), reason, HASH, item)));
    }
    return hashes;
  }

  /** The strings in the array {@code name}. */
  public List<String> texts(String name) throws RefusedException {
    List<String> texts = new ArrayList<>();
    for (Value item : list(name)) {
      if (!(item instanceof Value.Str text)) {
        throw unexpected(itemOf(name, texts), reason, TEXT, item);
      }
      texts.add(text.value());
    }
    return texts;
  }

  /** The members of the objects in the array {@code name}; {@link #end} ends them too. */
  public List<Members> objects(String name) throws RefusedException {
    List<Members> objects = new ArrayList<>();
    for (Value item : list(name)) {
      objects.add(of(item, itemOf(name, objects), reason));
    }
    inner.addAll(objects);
    return objects;
  }

  /** Where the item stands that comes after those read so far. */
  private String itemOf(String name, List<?> read) {
    return pointer(name) + "/" + read.size();
  }

  /** The names of all members, in UTF-16 code unit order. To read them is not to ask for them. */
  public Set<String> names() {
    return members.keySet();
  }

  /**
   * Where the member {@code name} stands: a JSON pointer (RFC 6901) that is safe to show, see
   * {@link Pointers}.
   */
  public String pointer(String name) {
    return pointer + "/" + Pointers.token(name);
  }

  /** A finding about the member {@code name}; {@code detail} must not quote its value. */
  public RefusedException refused(String name, String detail) {
    return refused(pointer(name), reason, detail);
  }

  /**
   * Ends the object, and every object in it that was read through {@link #object} or {@link
   * #optionalObject}.
   *
   * @throws RefusedException naming the first member that nobody asked for
   */
  public void end() throws RefusedException {
    for (String name : members.keySet()) {
      if (!asked.contains(name)) {
        throw refused(name, "expected no such member, got " + type(members.get(name)));
      }
    }
    for (Members object : inner) {
      object.end();
    }
  }

  private @Nullable Value ask(String name) {
    asked.add(name);
    return members.get(name);
  }

  private <T extends Value> Optional<T> optional(String name, Class<T> type, String expected)
      throws RefusedException {
    Value value = ask(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw unexpected(name, expected, value);
    }
    return Optional.of(type.cast(value));
  }

  private <T> T required(String name, Optional<T> found, String expected) throws RefusedException {
    if (found.isEmpty()) {
      throw unexpected(name, expected, null);
    }
    return found.get();
  }

  private RefusedException unexpected(String name, String expected, @Nullable Value got) {
    return unexpected(pointer(name), reason, expected, got);
  }

  private static RefusedException unexpected(
      String pointer, Reason reason, String expected, @Nullable Value got) {
    return refused(pointer, reason, "expected " + expected + ", got " + type(got));
  }

  private static RefusedException refused(String pointer, Reason reason, String detail) {
    return RefusedException.of(
        reason, "at " + (pointer.isEmpty() ? "the root" : pointer) + ": " + detail);
  }

  private static String type(@Nullable Value value) {
    if (value == null) {
      return "nothing";
    } else if (value instanceof Value.Obj) {
      return "an object";
    } else if (value instanceof Value.Arr) {
      return "an array";
    } else if (value instanceof Value.Str) {
      return "a string";
    } else if (value instanceof Value.Num) {
      return "a number";
    } else if (value instanceof Value.Bool) {
      return "a truth value";
    } else {
      return "null";
    }
  }
}
