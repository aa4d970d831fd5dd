package dev.delegationledger.authority.reference;

import static java.util.Objects.requireNonNull;

import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.ForgedLog;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One claim of one entry changed; the entry is signed again, and so is all that refers to it, so
 * that nothing but the claim is wrong. For one thread.
 */
final class BentClaims {
  private static final String THUMBPRINT = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";
  private static final List<Long> NUMBERS =
      List.of(-1L, 1L, -60L, 60L, -86_400L, 86_400L, 1L << 40);

  private final ForgedLog log;
  private final SplittableRandom random;
  private final Map<String, String> instead = new HashMap<>();

  private BentClaims(ForgedLog log, SplittableRandom random) {
    this.log = log;
    this.random = random;
  }

  /** Changes something in the entry of the record {@code bent}, which is not the genesis. */
  static void bend(ForgedLog log, int bent, SplittableRandom random) {
    new BentClaims(log, random).bend(bent);
  }

  private void bend(int bent) {
    for (int index = bent; index < log.lines.size(); index++) {
      ForgedLog.Line line = log.lines.get(index);
      CompactJws jws = parsed(line.jws);
      Value claims = claims(jws);
      Value changed = index == bent ? changed(claims) : renamed(claims);
      if (!changed.equals(claims)) {
        line.jws = signed(jws.typ().orElseThrow(), changed).orElse(line.jws);
        instead.put(jws.hash().base64Url(), parsed(line.jws).hash().base64Url());
      }
    }
  }

  private static CompactJws parsed(String jws) {
    try {
      return CompactJws.parse(jws);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Value claims(CompactJws jws) {
    byte[] payload = jws.payload().toArray();
    try {
      return Json.parse(payload, payload.length);
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed by whom {@code iss} names; empty where that is nobody. */
  private static Optional<String> signed(String typ, Value claims) {
    if (!(((Value.Obj) claims).members().get("iss") instanceof Value.Str issuer)) {
      return Optional.empty();
    }
    return KeyPool.POOL.all().stream()
        .filter(key -> issuer.value().equals(THUMBPRINT + key.thumbprint().base64Url()))
        .findFirst()
        .map(key -> CompactJws.sign(typ, Json.canonical(claims), key.signer()).compact());
  }

  /** The same with the new hashes of what it refers to. */
  private Value renamed(Value value) {
    if (value instanceof Value.Str text) {
      return Value.of(instead.getOrDefault(text.value(), text.value()));
    } else if (value instanceof Value.Arr array) {
      return Value.arr(array.items().stream().map(this::renamed).toList());
    } else if (value instanceof Value.Obj object) {
      Map<String, Value> members = new TreeMap<>();
      object.members().forEach((name, member) -> members.put(name, renamed(member)));
      return Value.obj(members);
    }
    return value;
  }

  /** The same with something else somewhere. */
  private Value changed(Value value) {
    if (value instanceof Value.Obj object && !object.members().isEmpty()) {
      return changed(object);
    } else if (value instanceof Value.Arr array && !array.items().isEmpty()) {
      return changed(array);
    } else if (value instanceof Value.Num number) {
      BigDecimal other = BigDecimal.valueOf(NUMBERS.get(random.nextInt(NUMBERS.size())));
      return random.nextInt(8) == 0
          ? Value.of(random.nextInt(3))
          : Value.of(number.value().add(other).longValue());
    } else if (value instanceof Value.Str text) {
      return changed(text.value());
    } else if (value instanceof Value.Bool truth) {
      return Value.of(!truth.value());
    }
    return Value.of(1);
  }

  private Value changed(Value.Obj object) {
    Map<String, Value> members = new TreeMap<>(object.members());
    List<String> names = new ArrayList<>(members.keySet());
    String name = names.get(random.nextInt(names.size()));
    Value member = requireNonNull(members.get(name));
    switch (random.nextInt(12)) {
      case 0 -> members.remove(name);
      case 1 -> members.put(name + "_", member);
      case 2 ->
          members.put(name, requireNonNull(members.get(names.get(random.nextInt(names.size())))));
      default -> members.put(name, changed(member));
    }
    return Value.obj(members);
  }

  private Value changed(Value.Arr array) {
    List<Value> items = new ArrayList<>(array.items());
    int at = random.nextInt(items.size());
    switch (random.nextInt(6)) {
      case 0 -> items.remove(at);
      case 1 -> items.add(items.get(at));
      default -> items.set(at, changed(items.get(at)));
    }
    return Value.arr(items);
  }

  /** A reference to another record, another key, another id, or other text. */
  private Value changed(String text) {
    int other = random.nextInt(log.lines.size());
    if (isHash(text)) {
      return Value.of(parsed(log.lines.get(other).jws).hash().base64Url());
    } else if (text.startsWith(THUMBPRINT)) {
      KeyPool.Key key = KeyPool.POOL.get(random.nextInt(random.nextBoolean() ? 12 : 48));
      return Value.of(THUMBPRINT + key.thumbprint().base64Url());
    }
    return Value.of(
        switch (random.nextInt(5)) {
          case 0 -> "";
          case 1 -> text + "/x";
          case 2 -> text.substring(text.length() / 2);
          case 3 -> random.nextBoolean() ? "human" : "agent";
          default -> text + "x";
        });
  }

  private static boolean isHash(String text) {
    try {
      return Hash.fromBase64Url(text).base64Url().equals(text);
    } catch (IllegalArgumentException no) {
      return false;
    }
  }
}
