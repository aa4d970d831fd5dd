package dev.delegationledger.testing;

import dev.delegationledger.Acted;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A good entry whose claims are changed before it is signed again. For one thread. */
public final class Forge {
  private final String typ;
  private final List<Disclosure> disclosures;
  private Value.Obj claims;

  private Forge(String typ, Value.Obj claims, List<Disclosure> disclosures) {
    this.typ = typ;
    this.claims = claims;
    this.disclosures = disclosures;
  }

  /** Begins with {@code good}. */
  public static Forge of(SignedEntry good) {
    try {
      Value claims = Json.parse(good.payload(), good.payload().length);
      return new Forge(
          good.kind().typ(), (Value.Obj) claims, new ArrayList<>(good.disclosures().values()));
    } catch (JsonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Replaces or adds the member at a path of names with slashes between, {@code dl/nbf}. */
  public Forge set(String path, Value value) {
    claims = with(claims, List.of(path.split("/")), value);
    return this;
  }

  /** As {@link #set(String, Value)}. */
  public Forge set(String path, String text) {
    return set(path, Value.of(text));
  }

  /** As {@link #set(String, Value)}. */
  public Forge set(String path, long number) {
    return set(path, Value.of(number));
  }

  /** As {@link #set(String, Value)}, of JSON text. */
  public Forge json(String path, String json) {
    return set(path, value(json));
  }

  /** Removes a member. */
  public Forge drop(String path) {
    claims = with(claims, List.of(path.split("/")), null);
    return this;
  }

  /** Adds a disclosure. */
  public Forge disclose(Disclosure disclosure) {
    disclosures.add(disclosure);
    return this;
  }

  /** Takes the disclosures away. */
  public Forge withoutDisclosures() {
    disclosures.clear();
    return this;
  }

  /** Signs it as {@code signer}, whom {@code iss} names. */
  public SignedEntry by(Signer signer) {
    set("iss", Jwk.thumbprintUri(signer.publicKey()));
    return signedWith(signer);
  }

  /** Signs it with a key that {@code iss} need not name. */
  public SignedEntry signedWith(Signer signer) {
    try {
      return SignedEntry.of(text(typ, signer), disclosures);
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Signs what may be no entry at all; {@code iss} names the signer. */
  public String rawBy(Signer signer) {
    return rawBy(typ, signer);
  }

  /** Signs what may be no entry at all, under another typ. */
  public String rawBy(String otherTyp, Signer signer) {
    set("iss", Jwk.thumbprintUri(signer.publicKey()));
    return text(otherTyp, signer);
  }

  private String text(String headerTyp, Signer signer) {
    return CompactJws.sign(headerTyp, Json.canonical(claims), signer).compact();
  }

  /** What JSON text says. */
  public static Value value(String json) {
    try {
      return Json.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), 1 << 20);
    } catch (JsonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The handle of an action that was recorded in whatever way. */
  public static Acted acted(Scene scene, SignedEntry action) {
    return (Acted) scene.ledger.append(action);
  }

  private static Value.Obj with(
      Value.Obj object, List<String> path, @org.jspecify.annotations.Nullable Value value) {
    Map<String, Value> members = new TreeMap<>(object.members());
    String name = path.get(0);
    if (path.size() > 1) {
      Value inner = members.getOrDefault(name, Value.obj(Map.of()));
      members.put(name, with((Value.Obj) inner, path.subList(1, path.size()), value));
    } else if (value == null) {
      members.remove(name);
    } else {
      members.put(name, value);
    }
    return Value.obj(members);
  }
}
