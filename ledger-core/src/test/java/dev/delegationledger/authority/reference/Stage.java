package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PinnedKeys;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Ground;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.view.LedgerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One history, told to the rules and to the reference at once: they must never differ. */
final class Stage {
  final World world;
  final Reference reference;
  private final Subject subject;
  private final LedgerIdentity identity;
  private final Map<Long, PlacedEntry> placed = new HashMap<>();
  private final List<Told> told = new ArrayList<>();
  private final List<Boolean> trusts = List.of(true, false);
  private final Tally tally;
  private final int base;

  /**
   * An attempt, and what came of it.
   *
   * @param bySomebody whether the signer's key had a role in the ledger
   */
  record Told(
      Statement statement,
      long timeMs,
      boolean bySomebody,
      Optional<Reason> refused,
      boolean recorded) {}

  /** A ledger of genesis only. */
  Stage(LedgerIdentity identity, Signing signing, Tally tally) {
    this.identity = identity;
    this.tally = tally;
    this.subject = new Subject(identity, LedgerState.EMPTY);
    this.reference = new Reference(identity.id(), List.of());
    this.world = new World(identity.id(), signing, reference.log());
    this.base = 0;
    record(identity.genesis(), Charges.NONE);
  }

  /** On top of {@code base}, which stays as it is. */
  Stage(Stage base, Tally tally) {
    this.identity = base.identity;
    this.tally = tally;
    this.subject = new Subject(identity, base.subject.ledger());
    this.reference = base.reference.copy();
    this.world = new World(identity.id(), base.world.signing, reference.log());
    this.world.now = base.world.now;
    this.placed.putAll(base.placed);
    this.base = base.told.size();
    this.told.addAll(base.told);
  }

  /** Answers about the past, over what is recorded now. */
  AsOf asOf() {
    LedgerState ledger = subject.ledger();
    return Rules.ofLedger(identity, ledger).asOf(ledger, reference.size());
  }

  List<Told> told() {
    return told;
  }

  private void record(PlacedEntry entry, Charges charges) {
    try {
      subject.add(entry, charges);
    } catch (RefusedException e) {
      throw different("expected an entry with effects, got " + e.getMessage());
    }
    reference.add(seen(entry, charges));
    placed.put(entry.index(), entry);
  }

  private static Placed seen(PlacedEntry entry, Charges charges) {
    Map<String, Value> shown = new HashMap<>();
    Statement statement = entry.entry().statement();
    statement
        .slots()
        .keySet()
        .forEach(
            name -> entry.entry().signed().read(name).ifPresent(value -> shown.put(name, value)));
    return new Placed(
        entry.index(),
        entry.position().timeMs(),
        entry.hash(),
        entry.entry().signed().compact().length(),
        statement,
        shown,
        charges);
  }

  /** Offers a statement; says whether it was recorded. */
  boolean offer(Statement statement, boolean dishonest) {
    VerifiedEntry entry = world.signing.entry(statement);
    PlacedEntry candidate = new PlacedEntry(entry, new Position(reference.size(), world.now));
    if (reference.holds(candidate.hash())) {
      return false; // nothing is asked: it has its record, and the ledger gives its receipt again
    }
    Placed seen = seen(candidate, Charges.NONE);
    boolean bySomebody = hasRole(statement.issued().signer());
    told.add(new Told(statement, world.now, bySomebody, Optional.empty(), false));
    Optional<Reason> expected = reference.admit(seen);
    Optional<Reason> got = judged(candidate);
    // A real ledger, even a dishonest one, does not read what a key signed that nobody there has.
    boolean writable = bySomebody || !world.signing.isOpen();
    boolean recorded =
        expected.isEmpty() || (dishonest && statement.kind() == Kind.ACTION && writable);
    told.set(told.size() - 1, new Told(statement, world.now, bySomebody, expected, recorded));
    if (!expected.equals(got)) {
      throw different("admission: the page says " + said(expected) + ", the code " + said(got));
    }
    tally.attempt(statement.kind(), expected);
    if (recorded) {
      record(candidate, charges(candidate, seen, expected.isEmpty()));
      verdicts();
    }
    return recorded;
  }

  /** What the rules say to an action that is submitted now. */
  Optional<Ground> ground(SignedEntry action) {
    return subject.ground(world.signing.shown(action), new Position(reference.size(), world.now));
  }

  private boolean hasRole(Hash key) {
    return subject.ledger().key(key).isPresent() || identity.signers().containsKey(key);
  }

  private Optional<Reason> judged(PlacedEntry candidate) {
    try {
      return subject.judge(candidate);
    } catch (RuntimeException e) {
      AssertionError error = different("admission: the code throws " + e);
      error.initCause(e);
      throw error;
    }
  }

  private Charges charges(PlacedEntry candidate, Placed seen, boolean admitted) {
    Charges got;
    try {
      got = subject.charges(candidate);
    } catch (RefusedException e) {
      if (admitted) {
        throw different("charges: the code refuses: " + e.getMessage());
      }
      return Charges.NONE;
    }
    if (admitted && !got.equals(reference.charges(seen))) {
      throw different("charges: the page says " + reference.charges(seen) + ", the code " + got);
    }
    return got;
  }

  /** The verdict on every action, as known at the log's present size. */
  private void verdicts() {
    List<Placed> actions = world.of(Kind.ACTION);
    for (Placed action : actions) {
      for (boolean all : trusts) {
        if (all || action.index() + 1 == reference.size()) {
          verdict(action, all);
        }
      }
    }
  }

  private void verdict(Placed action, boolean all) {
    Set<Hash> trusted =
        all ? Set.of(World.HR.thumbprint(), World.HR2.thumbprint()) : Set.of(World.HR.thumbprint());
    Answer expected = reference.verdictAt(action.index(), reference.size(), trusted);
    Answer got;
    PlacedEntry entry = placed.get(action.index());
    try {
      got =
          subject.verdict(java.util.Objects.requireNonNull(entry), outcome(action), trust(trusted));
    } catch (RuntimeException e) {
      AssertionError error = different("verdict on " + action.index() + ": the code throws " + e);
      error.initCause(e);
      throw error;
    }
    tally.verdict(expected);
    if (!expected.equals(got)) {
      throw different(
          "verdict on "
              + action.index()
              + " at "
              + reference.size()
              + (all ? "" : " by who trusts one authority")
              + ": the page says "
              + expected
              + ", the code "
              + got);
    }
  }

  private Optional<PlacedEntry> outcome(Placed action) {
    return world.of(Kind.OUTCOME).stream()
        .filter(r -> ((Statement.Outcome) r.statement()).action().equals(action.hash()))
        .findFirst()
        .map(r -> java.util.Objects.requireNonNull(placed.get(r.index())));
  }

  TrustAnchors.Anchor trust(Set<Hash> authorities) {
    return new TrustAnchors.Anchor(
        PinnedKeys.of(VerifierKey.of(identity.origin(), identity.checkpointKey())),
        Optional.empty(),
        authorities,
        Optional.empty(),
        0,
        UnknownSignatures.REFUSE);
  }

  // What is printed

  static String said(Optional<Reason> reason) {
    return reason.map(Reason::code).orElse("yes");
  }

  AssertionError different(String what) {
    return new AssertionError(what + "\n" + new Telling(this).lines());
  }

  /** How many of {@link #told} the base told. */
  int base() {
    return base;
  }
}
