package dev.delegationledger.entry;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One JSON object of a claims set being written; what is absent is left out. */
final class ObjectWriter {
  private final Map<String, Value> members = new TreeMap<>();

  Value value() {
    return Value.obj(members);
  }

  ObjectWriter value(String name, Value value) {
    members.put(name, value);
    return this;
  }

  ObjectWriter text(String name, String text) {
    return value(name, Value.of(text));
  }

  ObjectWriter text(String name, Optional<String> text) {
    text.ifPresent(present -> text(name, present));
    return this;
  }

  ObjectWriter texts(String name, Collection<String> texts) {
    return value(name, Value.arr(texts.stream().map(Value::of).toList()));
  }

  ObjectWriter code(String name, Named constant) {
    return text(name, constant.code());
  }

  /** The codes, sorted. */
  ObjectWriter codes(String name, Collection<? extends Named> constants) {
    return texts(name, constants.stream().map(Named::code).sorted().toList());
  }

  ObjectWriter whole(String name, long number) {
    return value(name, Value.of(number));
  }

  ObjectWriter whole(String name, Optional<Long> number) {
    number.ifPresent(present -> whole(name, present));
    return this;
  }

  ObjectWriter truth(String name, boolean truth) {
    return value(name, Value.of(truth));
  }

  ObjectWriter hash(String name, Hash hash) {
    return text(name, hash.base64Url());
  }

  ObjectWriter hash(String name, Optional<Hash> hash) {
    hash.ifPresent(present -> hash(name, present));
    return this;
  }

  ObjectWriter hashes(String name, List<Hash> hashes) {
    return texts(name, hashes.stream().map(Hash::base64Url).toList());
  }

  ObjectWriter key(String name, VerifyingKey key) {
    return value(name, Jwk.toValue(key));
  }

  ObjectWriter tools(String name, Scope scope) {
    return value(name, scope.toToolsValue());
  }

  ObjectWriter object(String name, ObjectWriter object) {
    return value(name, object.value());
  }

  ObjectWriter objects(String name, List<ObjectWriter> objects) {
    return value(name, Value.arr(objects.stream().map(ObjectWriter::value).toList()));
  }

  ObjectWriter slot(String name, Slot slot) {
    ObjectWriter object = new ObjectWriter();
    if (slot instanceof Slot.Open open) {
      object.value("value", open.value());
    } else {
      object.hash("digest", ((Slot.Hidden) slot).digest());
    }
    return object(name, object);
  }

  ObjectWriter slot(String name, Optional<Slot> slot) {
    slot.ifPresent(present -> slot(name, present));
    return this;
  }

  /** An object with a slot for each name. */
  ObjectWriter slots(String name, Map<String, Slot> slots) {
    ObjectWriter object = new ObjectWriter();
    slots.forEach(object::slot);
    return object(name, object);
  }
}
