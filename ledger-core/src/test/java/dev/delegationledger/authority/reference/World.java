package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a history is told about: the records so far, the time, whose key is whose. */
final class World {
  static final long BEGIN = 1_767_600_000_000L;
  static final KeyPool.Key LEDGER = KeyPool.POOL.get(0);
  static final KeyPool.Key HR = KeyPool.POOL.get(1);
  static final KeyPool.Key HR2 = KeyPool.POOL.get(2);

  /** Recovery keys and authorities to be are taken from here, enrolled keys from below. */
  private static final int FIRST_SPARE = 40;

  final String ledger;
  final Signing signing;
  final List<Placed> log;
  long now = BEGIN;
  private int attempts;

  World(String ledger, Signing signing, List<Placed> log) {
    this.ledger = ledger;
    this.signing = signing;
    this.log = log;
  }

  long seconds() {
    return now / 1000;
  }

  /** Begins the next attempt. */
  void tick(Dice dice) {
    attempts++;
    int d = dice.next(100);
    long seconds =
        d < 62 ? 1 : d < 72 ? 0 : d < 84 ? 30 : d < 93 ? 3600 : d < 98 ? 86_400 : 864_000;
    now += seconds * 1000 + (d % 3 == 1 ? 500 : 0);
  }

  // Records

  List<Placed> of(Kind... kinds) {
    List<Kind> asked = List.of(kinds);
    return log.stream().filter(r -> asked.contains(r.kind())).toList();
  }

  Optional<Placed> find(Hash hash) {
    return log.stream().filter(r -> r.hash().equals(hash)).findFirst();
  }

  List<Placed> enrolled(PrincipalKind... kinds) {
    List<PrincipalKind> asked = List.of(kinds);
    return of(Kind.ENROLMENT).stream()
        .filter(r -> asked.contains(enrolment(r).principal()))
        .toList();
  }

  static Statement.Enrolment enrolment(Placed record) {
    return (Statement.Enrolment) record.statement();
  }

  static Statement.Grant grant(Placed record) {
    return (Statement.Grant) record.statement();
  }

  KeyPool.Key keyOf(Placed enrolment) {
    return KeyPool.POOL.of(Judging.thumbprint(enrolment(enrolment).key()));
  }

  KeyPool.Key holderOf(Placed grant) {
    return KeyPool.POOL.of(Judging.thumbprint(grant(grant).holder()));
  }

  /** Humans, and members of groups. */
  List<Hash> humansAndGroups() {
    return Stream.concat(enrolled(PrincipalKind.HUMAN).stream(), of(Kind.GROUP).stream())
        .map(Placed::hash)
        .toList();
  }

  /** The key of a human, or of some member of a group. */
  KeyPool.Key keyOf(Dice dice, Hash humanOrGroup) {
    Placed who = find(humanOrGroup).orElseThrow();
    if (who.statement() instanceof Statement.Group group) {
      return keyOf(find(dice.pick(group.members())).orElseThrow());
    }
    return who.statement() instanceof Statement.Enrolment ? keyOf(who) : HR;
  }

  /** A reference to any record at all, or to none. */
  Hash stray(Dice dice) {
    return dice.chance(20) ? Hash.ZERO : dice.pick(log).hash();
  }

  // Keys

  KeyPool.Key freshKey(Dice dice) {
    if (dice.chance(3)) {
      return dice.pick(KeyPool.POOL.all());
    }
    Set<Hash> taken = new HashSet<>();
    of(Kind.ENROLMENT).forEach(r -> taken.add(Judging.thumbprint(enrolment(r).key())));
    for (int i = 3; i < FIRST_SPARE; i++) {
      if (!taken.contains(KeyPool.POOL.get(i).thumbprint())) {
        return KeyPool.POOL.get(i);
      }
    }
    return KeyPool.POOL.get(FIRST_SPARE - 1);
  }

  KeyPool.Key spareKey(Dice dice) {
    return KeyPool.POOL.get(FIRST_SPARE + dice.next(8));
  }

  KeyPool.Key authority(Dice dice) {
    List<KeyPool.Key> keys = new ArrayList<>(List.of(HR2, HR));
    for (Placed change : of(Kind.AUTHORITY)) {
      ((Statement.AuthorityChange) change.statement())
          .add()
          .ifPresent(added -> keys.add(0, KeyPool.POOL.of(Judging.thumbprint(added.key()))));
    }
    return dice.pick(keys);
  }

  /** The keys that are or were the ledger's, the newest last. */
  List<KeyPool.Key> ledgerKeys() {
    List<KeyPool.Key> keys = new ArrayList<>(List.of(LEDGER));
    for (Placed change : of(Kind.LEDGER_KEY)) {
      Statement.LedgerKeyChange says = (Statement.LedgerKeyChange) change.statement();
      keys.add(KeyPool.POOL.of(Judging.thumbprint(says.key())));
    }
    return keys;
  }

  /** Whoever should sign, or now and then somebody else. */
  Issued issued(Dice dice, KeyPool.Key right) {
    KeyPool.Key signer = right;
    if (dice.chance(9)) {
      List<KeyPool.Key> known = new ArrayList<>(List.of(HR, KeyPool.POOL.get(47)));
      known.addAll(ledgerKeys());
      of(Kind.ENROLMENT).forEach(r -> known.add(keyOf(r)));
      signer = dice.pick(known);
    }
    int odd = dice.next(100);
    Set<String> none = Set.of();
    String jti = "e-" + log.size() + "-" + attempts;
    Hash by = signer.thumbprint();
    return switch (odd) {
      case 99 -> new Issued(by, Optional.of(ledger + "x"), jti, seconds(), none);
      case 98 -> new Issued(by, Optional.of(ledger), jti, seconds() + 40, none);
      case 97 -> new Issued(by, Optional.of(ledger), jti, seconds() + 61, none);
      case 96 -> new Issued(by, Optional.of(ledger), jti, Math.max(0, seconds() - 62), none);
      case 95, 94 -> new Issued(by, Optional.of(ledger), usedBy(by, jti), seconds(), none);
      default -> new Issued(by, Optional.of(ledger), jti, seconds(), none);
    };
  }

  private String usedBy(Hash signer, String otherwise) {
    return log.stream()
        .filter(r -> r.signer().equals(signer))
        .map(r -> r.statement().issued().jti())
        .findFirst()
        .orElse(otherwise);
  }

  // Values

  Slot open(String text) {
    return new Slot.Open(Value.of(text));
  }

  /** Why, hidden from everybody who does not ask. */
  Optional<Slot> reason(Dice dice) {
    return dice.chance(50) ? Optional.of(hidden(SlotName.REASON, "because")) : Optional.empty();
  }

  Slot hidden(String name, String text) {
    return signing.hidden(name, Value.of(text));
  }

  Slot slot(Dice dice, String name, Value value) {
    return dice.chance(3) ? signing.hidden(name, value) : new Slot.Open(value);
  }

  /** The end of something that begins now. */
  long ends(Dice dice, Issued issued) {
    long now = issued.issuedAt();
    int d = dice.next(100);
    if (d < 60) {
      return now + 20 * 86_400;
    }
    return d < 70
        ? now + 3600
        : d < 80 ? now + 86_400 : d < 88 ? now + 60 : d < 95 ? now + 50 * 86_400 : late(dice, now);
  }

  private static long late(Dice dice, long now) {
    return dice.of(now, now + 91L * 86_400, now - 1, now + 1);
  }
}
