package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Enrol;
import dev.delegationledger.Outcome;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A proof in which anything is changed is not proven, and nothing is ever thrown. */
final class TamperTest {
  private static final Scene SCENE = Scene.open();
  private static final byte[] PROOF = proof();

  /** With an outcome, a revocation since, a newest record of its own, and gaps in the log. */
  private static byte[] proof() {
    others(2);
    Acted paid = SCENE.pay();
    others(3);
    SCENE.ledger.append(Outcome.succeeded(paid, "ok").by(SCENE.erp, SCENE.erpKey));
    SCENE.ledger.append(Revocation.of(SCENE.root).by(SCENE.janeKey));
    SCENE.ledger.append(Revocation.of(SCENE.bob).by(SCENE.hr2));
    others(2);
    return SCENE.proof(paid);
  }

  private static void others(int count) {
    for (int i = 0; i < count; i++) {
      SCENE.ledger.append(Enrol.service().key(SCENE.key()).by(SCENE.hr));
    }
  }

  private static void notProven(byte[] file, String what) {
    assertThat(SCENE.verify(file).finding()).as(what).isNotEqualTo(Verdict.Finding.PROVEN);
  }

  @Test
  void unchanged_isProven() throws RefusedException {
    assertThat(SCENE.verify(PROOF).finding()).isEqualTo(Verdict.Finding.PROVEN);
    AuthorityProof proof = AuthorityProof.parse(PROOF); // with something to change in each part
    assertThat(proof.recordNodes().bytes().size()).isGreaterThanOrEqualTo(3 * Hash.SIZE);
    assertThat(proof.statusNodes().bytes().size()).isGreaterThan(Hash.SIZE);
  }

  @Test
  void anyByteChanged_isNotProven() {
    everywhere(
        1,
        position -> {
          byte[] changed = PROOF.clone();
          changed[position] ^= (byte) (1 << position % 7);
          notProven(changed, "bit flipped at " + position);
        });
  }

  @Test
  void anyByteReplacedByAnotherPlausibleOne_isNotProven() {
    byte[] plausible = "0A9z\"\\,]}".getBytes(StandardCharsets.US_ASCII);
    everywhere(
        5,
        position -> {
          byte other = plausible[position % plausible.length];
          if (other != PROOF[position]) {
            byte[] changed = PROOF.clone();
            changed[position] = other;
            notProven(changed, "byte replaced at " + position);
          }
        });
  }

  @Test
  void truncatedAnywhere_isNotProven() {
    everywhere(1, length -> notProven(Arrays.copyOf(PROOF, length), "cut to " + length));
  }

  @Test
  void anyByteTakenOutOrDoubled_isNotProven() {
    everywhere(
        11,
        position -> {
          byte[] shorter = new byte[PROOF.length - 1];
          System.arraycopy(PROOF, 0, shorter, 0, position);
          System.arraycopy(PROOF, position + 1, shorter, position, shorter.length - position);
          notProven(shorter, "without byte " + position);
          byte[] longer = new byte[PROOF.length + 1];
          System.arraycopy(PROOF, 0, longer, 0, position + 1);
          System.arraycopy(PROOF, position, longer, position + 1, PROOF.length - position);
          notProven(longer, "byte doubled at " + position);
        });
  }

  /** Every {@code step}th position, on all cores. */
  private static void everywhere(int step, IntConsumer attack) {
    IntStream.range(0, PROOF.length)
        .filter(position -> position % step == 0)
        .parallel()
        .forEach(attack);
  }

  @Property(tries = 600)
  void anyStructureChanged_isNotProven(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int edits) throws JsonException {
    Random random = new Random(seed);
    Value value = Json.parse(PROOF, PROOF.length);
    for (int i = 0; i < edits; i++) {
      value = edited(value, random);
    }
    byte[] changed = Json.canonical(value);
    if (!Arrays.equals(changed, PROOF) && !disclosesLess(value)) {
      notProven(changed, "seed " + seed);
    }
  }

  /** What nothing needs may stay hidden: that is a proof of its own, and no forgery. */
  private static boolean disclosesLess(Value changed) throws JsonException {
    Map<String, Value> members = new TreeMap<>(((Value.Obj) changed).members());
    Map<String, Value> good =
        new TreeMap<>(((Value.Obj) Json.parse(PROOF, PROOF.length)).members());
    Value less = members.remove("disclosures");
    Value all = good.remove("disclosures");
    return members.equals(good)
        && less instanceof Value.Obj opened
        && all instanceof Value.Obj every
        && opened.members().entrySet().stream()
            .allMatch(entry -> isWithin(entry.getValue(), every.members().get(entry.getKey())));
  }

  private static boolean isWithin(Value less, @Nullable Value all) {
    return less instanceof Value.Arr some
        && all instanceof Value.Arr every
        && every.items().containsAll(some.items())
        && new HashSet<>(some.items()).size() == some.items().size();
  }

  /** Walks to a random place and changes something there, out of what the document holds. */
  private static Value edited(Value value, Random random) {
    if (value instanceof Value.Obj object && !object.members().isEmpty()) {
      Map<String, Value> members = new TreeMap<>(object.members());
      List<String> names = new ArrayList<>(members.keySet());
      String one = pick(names, random);
      String other = pick(names, random);
      switch (random.nextInt(8)) {
        case 0 -> members.remove(one);
        case 1 -> swap(members, one, other);
        case 2 -> members.put(one, member(members, other));
        case 3 -> members.put(String.valueOf(random.nextInt(40)), member(members, one));
        default -> members.put(one, edited(member(members, one), random));
      }
      return Value.obj(members);
    } else if (value instanceof Value.Arr array && !array.items().isEmpty()) {
      List<Value> items = new ArrayList<>(array.items());
      int one = random.nextInt(items.size());
      int other = random.nextInt(items.size());
      switch (random.nextInt(9)) {
        case 0 -> items.remove(one);
        case 1 -> items.add(one, items.get(other));
        case 2 -> items.set(one, items.get(other));
        case 3 -> Collections.swap(items, one, other);
        case 4 -> items.set(one, crossed(items.get(one), items.get(other), random));
        default -> items.set(one, edited(items.get(one), random));
      }
      return Value.arr(items);
    } else if (value instanceof Value.Num number) {
      return Value.of(number.value().longValue() + random.nextInt(7) - 3);
    } else if (value instanceof Value.Str text && !text.value().isEmpty()) {
      StringBuilder changed = new StringBuilder(text.value());
      int at = random.nextInt(changed.length());
      changed.setCharAt(at, changed.charAt(random.nextInt(changed.length())));
      return Value.of(changed.toString());
    }
    return Value.arr(List.of());
  }

  /** One member of one item goes into another. */
  private static Value crossed(Value into, Value from, Random random) {
    if (into instanceof Value.Obj a && from instanceof Value.Obj b && !b.members().isEmpty()) {
      Map<String, Value> members = new TreeMap<>(a.members());
      String name = pick(new ArrayList<>(b.members().keySet()), random);
      members.put(name, member(b.members(), name));
      return Value.obj(members);
    }
    return from;
  }

  private static void swap(Map<String, Value> members, String one, String other) {
    Value first = member(members, one);
    members.put(one, member(members, other));
    members.put(other, first);
  }

  private static Value member(Map<String, Value> members, String name) {
    return Objects.requireNonNull(members.get(name));
  }

  private static String pick(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }
}
