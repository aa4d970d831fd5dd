package dev.delegationledger.proof;

import dev.delegationledger.authority.Closure;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.BoundKeys;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The entries of a proof as a source for the rules: exactly the records that the action's closed
 * set needs, each signature checked. The proof does not say what is needed; this class derives it.
 */
final class ProofEvidence implements RecordSource, Closure.Finder {
  private final AnchoredLog log;
  private final Map<Hash, Long> byHash = new HashMap<>();
  private final Map<Long, SignedEntry> signed = new TreeMap<>();
  private final Map<Long, RefusedException> unreadable = new HashMap<>();
  private final Map<Long, PlacedEntry> verified = new HashMap<>();

  private ProofEvidence(AnchoredLog log) {
    this.log = log;
  }

  static ProofEvidence read(AnchoredLog log) throws RefusedException {
    ProofEvidence evidence = new ProofEvidence(log);
    evidence.readEntries();
    return evidence;
  }

  /** Reads every entry; one that cannot be read is a finding only if the closed set needs it. */
  private void readEntries() throws RefusedException {
    for (Map.Entry<Long, RawRecord> record : log.records().entrySet()) {
      long index = record.getKey();
      try {
        CompactJws jws = CompactJws.parse(record.getValue().jws());
        byHash.putIfAbsent(jws.hash(), index);
        signed.put(index, SignedEntry.of(jws, disclosures(index)));
      } catch (RefusedException e) {
        unreadable.put(index, new RefusedException(e.refusal().orAt(index)));
      }
    }
  }

  private List<Disclosure> disclosures(long index) throws RefusedException {
    List<Disclosure> disclosures = new ArrayList<>();
    for (String encoded : log.proof().disclosures().getOrDefault(index, List.of())) {
      disclosures.add(Disclosure.parse(encoded));
    }
    return disclosures;
  }

  /** The entry of the action that the proof says it is about. */
  SignedEntry action() throws RefusedException {
    long index = log.proof().action();
    SignedEntry entry = entryAt(index);
    if (entry.kind() != Kind.ACTION) {
      throw refuse(
          index, Reason.WRONG_KIND, "read action: expected action+jwt, got " + entry.kind().typ());
    }
    return entry;
  }

  private SignedEntry entryAt(long index) throws RefusedException {
    RefusedException cause = unreadable.get(index);
    if (cause != null) {
      throw cause;
    }
    SignedEntry entry = signed.get(index);
    if (entry == null) {
      throw refuse(index, Reason.RECORD_MISSING, "read proof: expected record " + index);
    }
    return entry;
  }

  /** The outcome of the action, if the proof holds one. */
  OptionalLong outcomeOf(SignedEntry action) {
    return signed.entrySet().stream()
        .filter(
            e ->
                e.getValue().statement() instanceof Statement.Outcome outcome
                    && outcome.action().equals(action.hash()))
        .mapToLong(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Refuses a proof that lacks a record of the closed set, and one that carries anything else than
   * the closed set, record 0, the newest record, and their statuses and disclosures.
   */
  void requireExactly(Closure closure) throws RefusedException {
    for (long index : closure.records()) {
      // first: what a program that can read it would follow is no extra part
      RefusedException cause = unreadable.get(index);
      if (cause != null) {
        throw cause;
      }
    }
    if (closure.dangling().isPresent()) {
      Closure.Dangling dangling = closure.dangling().get();
      throw refuse(
          dangling.citing(),
          Reason.RECORD_MISSING,
          "follow reference: expected a record with entry " + dangling.reference());
    }
    for (long index : closure.records()) {
      entryAt(index); // what a fact names as its cause is no reference that could dangle
    }
    TreeSet<Long> withStatus = new TreeSet<>(Set.of(0L));
    for (long index : closure.records()) {
      if (hasStatus(statement(index))) {
        withStatus.add(index);
      }
    }
    for (long index : withStatus) {
      // before what is too many: nobody can say what a missing status would need
      if (!log.proof().statuses().containsKey(index)) {
        throw refuse(
            index, Reason.STATUS_MISSING, "read proof: expected the status of record " + index);
      }
    }
    TreeSet<Long> needed = new TreeSet<>(closure.records());
    needed.addAll(closure.causes());
    needed.add(0L);
    needed.add(log.checkpoint().size() - 1);
    requireSubset("record", log.records().keySet(), needed);
    requireSubset("status", log.proof().statuses().keySet(), withStatus);
    requireSubset("disclosure", log.proof().disclosures().keySet(), closure.records());
  }

  /** Whether something can happen to a record that says this. */
  static boolean hasStatus(Optional<Statement> statement) {
    return statement.map(Statement::kind).map(Kind::hasStatus).orElse(false);
  }

  /** What an action was charged to is for the rules to say; nothing else is charged to anything. */
  void requireOnlyActionsCharged(Closure closure) throws RefusedException {
    for (long index : closure.records()) {
      Charges charges = chargesAt(index);
      if (entryAt(index).kind() != Kind.ACTION && !charges.equals(Charges.NONE)) {
        throw refuse(
            index,
            Reason.CHARGES_MISMATCH,
            "read record: expected no charges of what is no action, got " + charges);
      }
    }
  }

  private Charges chargesAt(long index) throws RefusedException {
    RawRecord record = log.records().get(index);
    if (record == null) {
      throw refuse(index, Reason.RECORD_MISSING, "read proof: expected record " + index);
    }
    return record.charges();
  }

  private static void requireSubset(String part, Set<Long> given, Set<Long> needed)
      throws RefusedException {
    for (long index : given) {
      if (!needed.contains(index)) {
        throw refuse(
            index,
            Reason.PROOF_PART_UNREFERENCED,
            "read proof: expected no " + part + " that nothing needs, got record " + index + "'s");
      }
    }
  }

  /**
   * Checks the signature of every entry of the closed set, by keys that the closed set itself
   * binds.
   */
  void verifySignatures(Closure closure) throws RefusedException {
    Map<Hash, VerifyingKey> keys = new HashMap<>(log.identity().signers());
    for (long index : closure.records()) {
      keys.putAll(BoundKeys.of(entryAt(index).statement()));
    }
    for (long index : closure.records()) {
      try {
        verified.put(index, index == 0 ? log.identity().genesis() : verified(index, keys));
      } catch (RefusedException e) {
        throw new RefusedException(e.refusal().orAt(index));
      }
    }
  }

  private PlacedEntry verified(long index, Map<Hash, VerifyingKey> keys) throws RefusedException {
    return new PlacedEntry(
        entryAt(index).verify(thumbprint -> Optional.ofNullable(keys.get(thumbprint))),
        new Position(index, log.timeMs(index)));
  }

  PlacedEntry placed(long index) {
    PlacedEntry entry = verified.get(index);
    if (entry == null) {
      throw new IllegalStateException("record " + index + " was not verified");
    }
    return entry;
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) {
    return Optional.ofNullable(byHash.get(hash)).map(verified::get);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Long index = byHash.get(hash);
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public Optional<PlacedEntry> at(long index) {
    return Optional.ofNullable(verified.get(index));
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    return chargesAt(entry.index());
  }

  @Override
  public Optional<StatusList> status(long index) {
    return Optional.ofNullable(log.proof().statuses().get(index));
  }

  @Override
  public Optional<Statement> statement(long index) {
    return Optional.ofNullable(signed.get(index)).map(SignedEntry::statement);
  }

  @Override
  public boolean complete() {
    return false;
  }

  private static RefusedException refuse(long index, Reason reason, String detail) {
    return new RefusedException(Refusal.at(index, reason, detail));
  }
}
