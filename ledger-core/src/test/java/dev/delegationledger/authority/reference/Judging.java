package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One verification: the beginning of the page and its sections 1, 2 and 9, and what has been judged
 * so far. Every other section is a class of its own.
 */
final class Judging {
  private static final Map<VerifyingKey, Hash> THUMBPRINTS = new ConcurrentHashMap<>();

  private static final Set<String> OF_GENESIS = Set.of("policy", "authority", "ledger-key");
  private static final int MOST_ENROLMENTS = 128;
  private static final int MOST_ENROLMENT_CHARACTERS = 524_288;

  final Happened happened;
  final String ledger;
  final Placed subject;
  final long size;
  final boolean whole;
  final Optional<Set<Hash>> trust;
  final List<Reason> notes = new ArrayList<>();
  final Principals principals = new Principals(this);
  final Grants grants = new Grants(this);
  final Calls calls = new Calls(this);
  final Approvals approvals = new Approvals(this);
  final Closings closings = new Closings(this);
  final Erasing erasing = new Erasing(this);
  final Denying denying = new Denying(this);
  final Foreign foreign = new Foreign(this);
  private boolean closing;
  private final Map<Long, Optional<Reason>> judged = new HashMap<>();
  private final Set<Long> running = new HashSet<>();
  private final Set<Hash> bound = new HashSet<>();
  private int enrolments;
  private int enrolmentCharacters;

  /**
   * @param subject what the verification is about; everything is judged for its record
   * @param size only records below it, and the subject, are known
   * @param whole whether the whole ledger is at hand
   * @param trust the authorities of the trust file; without one all are trusted
   */
  Judging(
      Happened happened,
      String ledger,
      Placed subject,
      long size,
      boolean whole,
      Optional<Set<Hash>> trust) {
    this.happened = happened;
    this.ledger = ledger;
    this.subject = subject;
    this.size = size;
    this.whole = whole;
    this.trust = trust;
  }

  static Hash thumbprint(VerifyingKey key) {
    return THUMBPRINTS.computeIfAbsent(key, Jwk::thumbprint);
  }

  void check(boolean holds, Reason reason) {
    if (!holds) {
      throw new Broken(reason);
    }
  }

  void note(Reason reason) {
    notes.add(reason);
  }

  // How to read it

  Placed record(long index) {
    return index == subject.index() ? subject : happened.log().get((int) index);
  }

  long time(long index) {
    return record(index).timeMs();
  }

  boolean over(long exp, long at) {
    return time(at) >= exp * 1000;
  }

  Optional<Placed> find(Hash hash) {
    if (subject.hash().equals(hash)) {
      return Optional.of(subject);
    }
    return happened.find(hash).filter(r -> r.index() < size);
  }

  /** Any kind will do if none is named. */
  Placed follow(Hash hash, Placed from, Kind... kinds) {
    Placed found =
        find(hash)
            .orElseThrow(
                () -> new Broken(whole ? Reason.UNKNOWN_REFERENCE : Reason.RECORD_MISSING));
    check(found.index() < from.index(), Reason.UNKNOWN_REFERENCE);
    check(kinds.length == 0 || Arrays.asList(kinds).contains(found.kind()), Reason.WRONG_KIND);
    return found;
  }

  void form(Placed x) {
    check(x.statement().issued().ledger().equals(Optional.of(ledger)), Reason.WRONG_LEDGER);
    boolean exempt =
        switch (x.kind()) {
          case REVOCATION, SUSPENSION, COMPLETION, COMPROMISE -> true;
          default -> false;
        };
    check(
        exempt || x.statement().issued().issuedAt() * 1000 <= x.timeMs() + 30_000,
        Reason.ISSUED_IN_FUTURE);
  }

  void judge(Placed x) {
    Optional<Reason> known = judged.get(x.index());
    if (known != null) {
      known.ifPresent(
          reason -> {
            throw new Broken(reason);
          });
      return;
    }
    if (!running.add(x.index())) {
      throw new IllegalStateException("record " + x.index() + " is judged while it is judged");
    }
    try {
      apply(x);
      judged.put(x.index(), Optional.empty());
    } catch (Broken broken) {
      judged.put(x.index(), Optional.of(broken.reason()));
      throw broken;
    } finally {
      running.remove(x.index());
    }
  }

  private void apply(Placed x) {
    switch (x.kind()) {
      case GENESIS -> throw new Broken(Reason.WRONG_KIND);
      case ENROLMENT -> principals.enrolment(x);
      case GRANT -> grants.grant(x);
      case ACTION -> calls.action(x);
      case OUTCOME -> closings.outcome(x);
      case REVOCATION -> closings.revocation(x);
      case POLICY -> policy(x);
      case ARCHETYPE -> signedByAuthority(x);
      case GROUP -> principals.group(x);
      case REQUEST -> calls.request(x);
      case APPROVAL -> approvals.approval(x);
      case TRANSFER -> principals.transfer(x);
      case SUSPENSION -> closings.suspension(x);
      case RESUMPTION -> closings.resumption(x);
      case COMPLETION -> closings.completion(x);
      case COMPROMISE -> closings.compromise(x);
      case ERASURE -> erasing.erasure(x);
      case AUTHORITY -> authority(x);
      case LEDGER_KEY -> ledgerKey(x);
      case DENIAL -> denying.denial(x);
      case FOREIGN_CALL -> foreign.call(x);
    }
  }

  boolean stands(long index) {
    try {
      judge(record(index));
      return true;
    } catch (Broken broken) {
      boolean ofAll =
          broken.reason() == Reason.CHAIN_TOO_LARGE
              || broken.reason() == Reason.KEY_ALREADY_ENROLLED;
      if (ofAll && !closing) {
        throw broken;
      }
      return false;
    }
  }

  /** Where closers are sought, what is against all that is judged together adds none. */
  <T> T closing(Supplier<T> closers) {
    boolean outer = closing;
    closing = true;
    try {
      return closers.get();
    } finally {
      closing = outer;
    }
  }

  boolean stands(Fact fact) {
    return stands(fact.at());
  }

  // 1. Folding

  /** The facts of this name on x with {@code at} <= a. */
  List<Fact> facts(Placed x, String is, long a) {
    return happened.on(x.index()).stream()
        .filter(f -> f.at() < size && f.at() <= a && f.is().equals(is))
        .toList();
  }

  /** What closed x at a; nothing if it is open. */
  Optional<Reason> closed(Placed x, long a, boolean compromisedCounts) {
    Optional<Reason> forGood = Optional.empty();
    boolean suspended = false;
    List<Fact> resumptions = new ArrayList<>();
    for (Fact fact : happened.on(x.index())) {
      if (fact.at() >= size || fact.at() > a) {
        continue;
      }
      switch (fact.is()) {
        case "suspended" -> {
          suspended = true;
          resumptions.clear();
        }
        case "resumed" -> resumptions.add(fact);
        case "compromised" -> {
          if (compromisedCounts) {
            forGood = forGood.or(() -> Optional.of(Reason.KEY_COMPROMISED));
          }
        }
        default -> forGood = forGood.or(() -> closing(x.kind(), fact.is()));
      }
    }
    if (forGood.isPresent() || !suspended || resumptions.stream().anyMatch(this::stands)) {
      return forGood;
    }
    return Optional.of(suspended(x.kind()));
  }

  private static Reason suspended(Kind kind) {
    return switch (kind) {
      case GRANT -> Reason.GRANT_SUSPENDED;
      case ENROLMENT -> Reason.ENROLMENT_SUSPENDED;
      default -> Reason.ARCHETYPE_SUSPENDED;
    };
  }

  private static Optional<Reason> closing(Kind kind, String is) {
    return switch (is) {
      case "revoked", "left" ->
          Optional.of(
              switch (kind) {
                case GRANT -> Reason.GRANT_REVOKED;
                case ENROLMENT -> Reason.ENROLMENT_REVOKED;
                case ARCHETYPE -> Reason.ARCHETYPE_REVOKED;
                default -> Reason.GROUP_REVOKED;
              });
      case "completed" -> Optional.of(Reason.GRANT_COMPLETED);
      case "superseded" ->
          kind == Kind.GRANT ? Optional.of(Reason.GRANT_SUPERSEDED) : Optional.empty();
      case "denied" -> Optional.of(Reason.REQUEST_DENIED);
      default -> Optional.empty();
    };
  }

  /** Whether one more of this may happen to the target. */
  void hasRoom(Placed x, Placed target, String is) {
    boolean byAuthority = byAuthority(x);
    long before =
        principals.line(target, x.index()).stream()
            .flatMap(one -> facts(one, is, x.index() - 1).stream())
            .filter(fact -> !byAuthority || record(fact.at()).signer().equals(x.signer()))
            .count();
    check(before < (byAuthority ? 64 : 32), Reason.STATUS_FULL);
  }

  void open(Placed x, long a) {
    closed(x, a, true)
        .ifPresent(
            reason -> {
              throw new Broken(reason);
            });
  }

  // 2. Authorities and policy

  Statement.Genesis genesis() {
    return (Statement.Genesis) happened.log().get(0).statement();
  }

  /** The authorities at r; whether each is trusted. */
  Map<Hash, Boolean> authorities(long r) {
    Map<Hash, Boolean> authorities = new LinkedHashMap<>();
    for (VerifyingKey key : genesis().authorities()) {
      authorities.put(thumbprint(key), isNamed(thumbprint(key)));
    }
    if (happened.on(0).stream().anyMatch(f -> f.at() < size && !OF_GENESIS.contains(f.is()))) {
      note(Reason.UNKNOWN_STATUS_FACT);
    }
    for (Fact fact : facts(record(0), "authority", r - 1)) {
      if (stands(fact)) {
        Placed change = record(fact.at());
        Statement.AuthorityChange says = (Statement.AuthorityChange) change.statement();
        boolean byTrusted = authorities.getOrDefault(change.signer(), false);
        says.add()
            .map(added -> thumbprint(added.key()))
            .ifPresent(key -> authorities.put(key, byTrusted || isNamed(key)));
        says.end().ifPresent(authorities::remove);
      }
    }
    return authorities;
  }

  private boolean isNamed(Hash key) {
    return trust.isEmpty() || trust.get().contains(key);
  }

  /** Whether x is signed by an authority at its record; notes it if that one is not trusted. */
  boolean byAuthority(Placed x) {
    Map<Hash, Boolean> authorities = authorities(x.index());
    if (!authorities.containsKey(x.signer())) {
      return false;
    }
    if (!authorities.getOrDefault(x.signer(), false)) {
      note(Reason.AUTHORITY_NOT_TRUSTED);
    }
    return true;
  }

  void signedByAuthority(Placed x) {
    form(x);
    check(byAuthority(x), Reason.NOT_AN_AUTHORITY);
  }

  private void authority(Placed x) {
    signedByAuthority(x);
    Statement.AuthorityChange says = (Statement.AuthorityChange) x.statement();
    Set<Hash> left = new HashSet<>(authorities(x.index()).keySet());
    if (says.add().isPresent()) {
      Hash key = thumbprint(says.add().get().key());
      check(!left.contains(key), Reason.KEY_ROLE_CONFLICT);
      check(!ledgerKeys(x.index()).contains(key), Reason.KEY_ROLE_CONFLICT);
      check(
          says.end().equals(Optional.of(x.signer()))
              || facts(record(0), "authority", x.index() - 1).size() < 128,
          Reason.STATUS_FULL);
    }
    if (says.end().isPresent()) {
      check(left.remove(says.end().get()), Reason.NOT_AN_AUTHORITY);
    }
    says.add().ifPresent(added -> left.add(thumbprint(added.key())));
    check(!left.isEmpty(), Reason.LAST_AUTHORITY);
  }

  // 17. The ledger's key

  /** The keys that were the ledger's before r; the last one still is. */
  List<Hash> ledgerKeys(long r) {
    List<Hash> keys = new ArrayList<>(List.of(thumbprint(genesis().checkpointKey())));
    for (Fact fact : facts(record(0), "ledger-key", r - 1)) {
      Placed change = record(fact.at());
      Hash next = thumbprint(((Statement.LedgerKeyChange) change.statement()).key());
      if (change.signer().equals(keys.get(keys.size() - 1)) && !keys.contains(next)) {
        keys.add(next);
      }
    }
    return keys;
  }

  private void ledgerKey(Placed x) {
    form(x);
    List<Hash> keys = ledgerKeys(x.index());
    check(x.signer().equals(keys.get(keys.size() - 1)), Reason.NOT_THE_LEDGER_KEY);
    Hash next = thumbprint(((Statement.LedgerKeyChange) x.statement()).key());
    check(!keys.contains(next), Reason.KEY_ROLE_CONFLICT);
    check(facts(record(0), "ledger-key", x.index() - 1).size() < 64, Reason.STATUS_FULL);
  }

  /** Every change of it that the file has, before anything else. */
  void everyLedgerKey() {
    facts(record(0), "ledger-key", size).forEach(fact -> judge(record(fact.at())));
  }

  private void policy(Placed x) {
    signedByAuthority(x);
    Statement.Policy says = (Statement.Policy) x.statement();
    says.demands().values().forEach(demands -> demanded(x, demands));
  }

  /** Each reference of the demands is followed, and judged. */
  void demanded(Placed x, List<Statement.Demand> demands) {
    for (Statement.Demand demand : demands) {
      for (Hash reference : demand.from()) {
        Placed from = follow(reference, x, Kind.ENROLMENT, Kind.GROUP);
        judge(from);
        check(principals.isHumanOrGroup(from), Reason.APPROVER_WITHOUT_STANDING);
      }
    }
  }

  /** The policy in force at a. */
  Optional<Statement.Policy> policy(long a) {
    List<Fact> policies = facts(record(0), "policy", a);
    if (policies.isEmpty()) {
      return Optional.empty();
    }
    Placed newest = record(policies.get(policies.size() - 1).at());
    judge(newest);
    return Optional.of((Statement.Policy) newest.statement());
  }

  // 3.1, what is counted

  void countEnrolment(Placed e) {
    if (e.index() > subject.index()) {
      return;
    }
    enrolments++;
    enrolmentCharacters += e.characters();
    check(
        enrolments <= MOST_ENROLMENTS && enrolmentCharacters <= MOST_ENROLMENT_CHARACTERS,
        Reason.CHAIN_TOO_LARGE);
  }

  boolean bind(Hash key) {
    return bound.add(key);
  }

  // 9. Who may sign

  /** The enrolment that binds the key, below this record. */
  Optional<Placed> enrolmentOf(Hash key, long below) {
    return happened.log().stream()
        .filter(r -> r.index() < size && r.index() < below)
        .filter(
            r ->
                r.statement() instanceof Statement.Enrolment enrolment
                    && thumbprint(enrolment.key()).equals(key))
        .findFirst();
  }

  /** For a statement that does not close. */
  void maySign(Placed by, Placed x) {
    for (Fact rotated : facts(x, "rotated", by.index() - 1)) {
      boolean handsOff =
          by.statement() instanceof Statement.Grant grant
              && grant.delegate().equals(record(rotated.at()).hash());
      check(handsOff, Reason.KEY_ROTATED);
    }
    for (Fact fact : facts(x, "compromised", size)) {
      Statement.Compromise says = (Statement.Compromise) record(fact.at()).statement();
      if (says.lastGood() < by.index() && stands(fact)) {
        check(fact.at() > subject.index(), Reason.KEY_COMPROMISED);
        note(Reason.CONTESTED);
      }
    }
  }
}
