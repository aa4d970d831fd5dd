package dev.delegationledger.proof;

import dev.delegationledger.authority.Closure;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.log.StatusNodeReader;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Contradictions;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.OwnCheckpoint;
import dev.delegationledger.view.Rows;
import dev.delegationledger.view.StoredLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exports what one action rests on, for permitted and forbidden actions alike: it judges nothing.
 * The ledger must not change while it reads.
 */
public final class ProofExporter implements Closure.Finder {
  private final StoredLedger ledger;
  private final Opening opening;
  private final SignedCheckpoint checkpoint;
  private final long size;

  /** Those that were read, at most as many as a proof may have. */
  private final Map<Long, SignedEntry> read = new HashMap<>();

  /** Which of the disclosures that the ledger holds go into the file. */
  private interface Opening {
    boolean opens(long record, String slot, Disclosure disclosure);

    static Opening of(Set<Disclose> kinds) {
      return (record, slot, disclosure) -> kinds.stream().anyMatch(kind -> kind.covers(slot));
    }
  }

  private ProofExporter(StoredLedger ledger, SignedCheckpoint checkpoint, Opening opening) {
    this.ledger = ledger;
    this.opening = opening;
    this.checkpoint = checkpoint;
    this.size = checkpoint.checkpoint().size();
  }

  /**
   * The proof of the action in the record at {@code index}, against the newest checkpoint.
   *
   * @param disclose what to open; what the ledger does not hold stays hidden
   * @throws RefusedException {@code unknown-action} if that record is beyond the checkpoint or
   *     holds no action; {@code proof-too-large} if the action rests on more than a proof can hold;
   *     naming a record, if one that is needed cannot be read
   */
  public static AuthorityProof export(StoredLedger ledger, long index, Set<Disclose> disclose)
      throws RefusedException {
    return exportUnder(ledger, CheckpointChoice.newest(ledger), index, Opening.of(disclose));
  }

  /**
   * As {@link #export(StoredLedger, long, Set)}, against a checkpoint that is not the newest, or
   * that carries cosignatures: its lines go into the proof as they are.
   *
   * @param checkpoint of this ledger, over no more records than it has
   * @throws RefusedException as there, and {@code checkpoint-signature-invalid}, {@code
   *     record-missing} or {@code inclusion-invalid} if the ledger's own key did not sign it, or it
   *     stands for records that the ledger has not or for others. Cosignatures are not judged
   */
  public static AuthorityProof export(
      StoredLedger ledger, SignedCheckpoint checkpoint, long index, Set<Disclose> disclose)
      throws RefusedException {
    OwnCheckpoint.require(checkpoint, ledger);
    return exportUnder(ledger, checkpoint, index, Opening.of(disclose));
  }

  /**
   * The proof file of the same action as an older one, against the newest checkpoint: under the key
   * that the ledger has now, and with all that happened since. It discloses what the older one does
   * and the ledger still holds: what was erased since is not brought back, what is new in it stays
   * hidden.
   *
   * @param older of which the checkpoint is held against this ledger, and the action's record;
   *     nothing else of it is judged
   * @throws RefusedException as {@link #file(StoredLedger, SignedCheckpoint, long, Set)}, of the
   *     older checkpoint; {@code record-altered} if the action is not the one recorded here
   */
  public static byte[] fileAgain(StoredLedger ledger, AuthorityProof older)
      throws RefusedException {
    OwnCheckpoint.require(SignedCheckpoint.parse(older.checkpoint()), ledger);
    RawRecord action = older.records().get(older.action());
    if (action == null || !action.equals(ledger.record(older.action()))) {
      throw new RefusedException(
          Refusal.at(
              older.action(),
              Reason.RECORD_ALTERED,
              "export proof again: expected the action's record as this ledger has it"));
    }
    Opening same =
        (record, slot, disclosure) ->
            older.disclosures().getOrDefault(record, List.of()).contains(disclosure.encoded());
    byte[] file =
        exportUnder(ledger, CheckpointChoice.newest(ledger), older.action(), same).toBytes();
    requireAtMost(AuthorityProof.MAX_SIZE, "bytes", file.length);
    return file;
  }

  /**
   * A proof that also shows what the root over the first {@code size} records was, for a verifier
   * who kept an older checkpoint, proof or receipt of that size.
   *
   * @throws RefusedException {@code consistency-missing} if the proof's own checkpoint has fewer
   *     records; naming a record, if a node of the tree cannot be read
   */
  public static AuthorityProof since(StoredLedger ledger, AuthorityProof proof, long size)
      throws RefusedException {
    long whole = SignedCheckpoint.parse(proof.checkpoint()).checkpoint().size();
    if (size < 1 || size > whole) {
      throw RefusedException.of(
          Reason.CONSISTENCY_MISSING,
          "export proof: expected an older size of 1 to " + whole + " records, got " + size);
    }
    return proof.since(Contradictions.thrown(() -> PrefixProof.of(size, whole, ledger::logNode)));
  }

  /**
   * The closed set of a record of any kind in the form of a proof, for whoever is to judge that
   * record where it stands.
   *
   * @throws RefusedException as {@link #export(StoredLedger, long, Set)}
   */
  public static AuthorityProof closedSet(
      StoredLedger ledger, SignedCheckpoint checkpoint, long record, Set<Disclose> disclose)
      throws RefusedException {
    return Contradictions.thrown(
        () ->
            new ProofExporter(ledger, checkpoint, Opening.of(disclose))
                .export(record, new TreeSet<>(Set.of(record))));
  }

  private static AuthorityProof exportUnder(
      StoredLedger ledger, SignedCheckpoint checkpoint, long index, Opening opening)
      throws RefusedException {
    return Contradictions.thrown(
        () -> new ProofExporter(ledger, checkpoint, opening).export(index));
  }

  /**
   * The proof file of the action in the record at {@code index}, at most {@link
   * AuthorityProof#MAX_SIZE} bytes.
   *
   * @param disclose as for {@link #export(StoredLedger, long, Set)}
   * @throws RefusedException as there, and {@code proof-too-large} if the file would be larger
   */
  public static byte[] file(StoredLedger ledger, long index, Set<Disclose> disclose)
      throws RefusedException {
    return file(export(ledger, index, disclose));
  }

  /**
   * As {@link #file(StoredLedger, long, Set)}, against a given checkpoint.
   *
   * @throws RefusedException as there and as {@link #export(StoredLedger, SignedCheckpoint, long,
   *     Set)}
   */
  public static byte[] file(
      StoredLedger ledger, SignedCheckpoint checkpoint, long index, Set<Disclose> disclose)
      throws RefusedException {
    return file(export(ledger, checkpoint, index, disclose));
  }

  /**
   * A proof as its file.
   *
   * @throws RefusedException {@code proof-too-large} if that would have more than {@link
   *     AuthorityProof#MAX_SIZE} bytes
   */
  public static byte[] file(AuthorityProof proof) throws RefusedException {
    byte[] file = proof.toBytes();
    requireAtMost(AuthorityProof.MAX_SIZE, "bytes", file.length);
    return file;
  }

  /**
   * The index of the action with this jti.
   *
   * @throws RefusedException {@code unknown-action}; {@code ambiguous-action} if several signers
   *     used the jti
   */
  public static long indexOfJti(StoredLedger ledger, String jti) throws RefusedException {
    long found = -1;
    for (long index : ledger.lookup(Table.BY_JTI, Keys.jti(jti))) {
      if (ledger.signedEntry(index).kind() == Kind.ACTION) {
        if (found >= 0) {
          throw RefusedException.of(
              Reason.AMBIGUOUS_ACTION,
              "find action: expected one, got records " + found + " and " + index);
        }
        found = index;
      }
    }
    if (found < 0) {
      throw RefusedException.of(Reason.UNKNOWN_ACTION, "find action: expected one with this jti");
    }
    return found;
  }

  /**
   * Whether there is an action with this jti.
   *
   * @throws RefusedException naming a record that cannot be read
   */
  public static boolean isRecorded(StoredLedger ledger, String jti) throws RefusedException {
    for (long index : ledger.lookup(Table.BY_JTI, Keys.jti(jti))) {
      if (ledger.signedEntry(index).kind() == Kind.ACTION) {
        return true;
      }
    }
    return false;
  }

  /**
   * The denials of actions with this jti, which were refused and may never have been recorded;
   * oldest first.
   *
   * @throws RefusedException naming a record that cannot be read
   */
  public static List<Long> denialsOfJti(StoredLedger ledger, String jti) throws RefusedException {
    List<Long> found = new ArrayList<>();
    for (long index : ledger.lookup(Table.BY_REFERENCE, Keys.refusedJti(jti))) {
      if (ledger.signedEntry(index).statement() instanceof Statement.Denial denial
          && denial.refused().statement().issued().jti().equals(jti)) {
        found.add(index);
      }
    }
    return found;
  }

  private AuthorityProof export(long action) throws RefusedException {
    if (action < 0 || action >= size || signedEntry(action).kind() != Kind.ACTION) {
      throw RefusedException.of(
          Reason.UNKNOWN_ACTION, "find action: expected one in record " + action);
    }
    TreeSet<Long> start = new TreeSet<>();
    start.add(action);
    outcome(action).ifPresent(start::add);
    return export(action, start);
  }

  private AuthorityProof export(long action, Set<Long> start) throws RefusedException {
    Closure closure = Closure.of(start, this);
    TreeSet<Long> indexes = new TreeSet<>(closure.records());
    indexes.addAll(closure.causes());
    indexes.add(0L);
    indexes.add(size - 1);
    requireAtMost(AuthorityProof.MAX_RECORDS, "records", indexes.size());
    NavigableMap<Long, RawRecord> records = new TreeMap<>();
    for (long index : indexes) {
      records.put(index, ledger.record(index));
    }
    NavigableMap<Long, StatusList> statuses = statuses(closure);
    return new AuthorityProof(
        action,
        checkpoint.text(),
        records,
        InclusionMultiproof.of(RecordLeaves.of(records).navigableKeySet(), size, ledger::logNode),
        statuses,
        StatusMultiproof.of(statuses.navigableKeySet(), statusNodes()),
        disclosures(closure));
  }

  private NavigableMap<Long, List<String>> disclosures(Closure closure) throws RefusedException {
    NavigableMap<Long, List<String>> disclosures = new TreeMap<>();
    int count = 0;
    for (long index : closure.records()) {
      List<String> opened = opened(index);
      count += opened.size();
      if (!opened.isEmpty()) {
        disclosures.put(index, opened);
      }
    }
    requireAtMost(AuthorityProof.MAX_DISCLOSURES, "disclosures", count);
    return disclosures;
  }

  private static void requireAtMost(int limit, String what, int count) throws RefusedException {
    if (count > limit) {
      throw RefusedException.of(
          Reason.PROOF_TOO_LARGE,
          "export proof: expected at most " + limit + " " + what + ", got " + count);
    }
  }

  /** Of each that a proof can hold it is asked several times. */
  private SignedEntry signedEntry(long index) throws RefusedException {
    SignedEntry entry = read.get(index);
    if (entry == null) {
      entry = ledger.signedEntry(index);
      if (read.size() < AuthorityProof.MAX_RECORDS) {
        read.put(index, entry);
      }
    }
    return entry;
  }

  private OptionalLong outcome(long action) throws RefusedException {
    Hash hash = signedEntry(action).hash();
    for (long index : ledger.referring(hash, Set.of(Kind.OUTCOME))) {
      if (index < size
          && signedEntry(index).statement() instanceof Statement.Outcome outcome
          && outcome.action().equals(hash)) {
        return OptionalLong.of(index);
      }
    }
    return OptionalLong.empty();
  }

  private List<String> opened(long index) throws RefusedException {
    return signedEntry(index).disclosures().entrySet().stream()
        .filter(slot -> opening.opens(index, slot.getKey(), slot.getValue()))
        .map(slot -> slot.getValue())
        .map(Disclosure::encoded)
        .sorted()
        .toList();
  }

  private NavigableMap<Long, StatusList> statuses(Closure closure) throws RefusedException {
    NavigableMap<Long, StatusList> statuses = new TreeMap<>();
    statuses.put(0L, statusAt(0));
    for (long index : closure.records()) {
      if (ProofEvidence.hasStatus(statement(index))) {
        statuses.put(index, statusAt(index));
      }
    }
    return statuses;
  }

  private StatusList statusAt(long index) throws RefusedException {
    return asOfCheckpoint(ledger.status(index).orElse(StatusList.LIVE));
  }

  private StatusList asOfCheckpoint(StatusList facts) {
    return facts.upTo(size - 1);
  }

  /**
   * The stored nodes, if they are those of the checkpoint; else, after a process died between a
   * batch and its checkpoint, the nodes as they were, from the facts that the checkpoint covers.
   */
  private StatusNodeReader statusNodes() throws RefusedException {
    Hash root = ledger.record(size - 1).statusRoot();
    if (StatusTree.root(ledger::statusNode).equals(root)) {
      return ledger::statusNode;
    }
    Map<Long, Hash> leaves = new TreeMap<>();
    ledger
        .store()
        .scan(
            Table.STATUS,
            new byte[0],
            (key, value) -> {
              StatusList facts = asOfCheckpoint(facts(Keys.trailingIndex(key), value));
              if (!facts.equals(StatusList.LIVE)) {
                leaves.put(Keys.trailingIndex(key), facts.leafHash());
              }
              return true;
            });
    Map<Integer, Map<Long, Hash>> nodes = new HashMap<>();
    StatusTree.update(
        leaves,
        (level, index) -> Optional.empty(),
        (level, index, hash) ->
            nodes.computeIfAbsent(level, l -> new HashMap<>()).put(index, hash));
    return (level, index) -> Optional.ofNullable(nodes.getOrDefault(level, Map.of()).get(index));
  }

  private static StatusList facts(long index, byte[] value) {
    try {
      return Rows.readStatus(index, value);
    } catch (RefusedException altered) {
      return StatusList.LIVE; // the proof will not lead to the status root, and say so
    }
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    return ledger.lookup(Table.BY_HASH, Keys.hash(hash)).stream()
        .mapToLong(Long::longValue)
        .filter(index -> index < size)
        .findFirst();
  }

  @Override
  public Optional<StatusList> status(long index) {
    try {
      return Optional.of(statusAt(index));
    } catch (RefusedException altered) {
      return Optional.empty(); // exporting it, in its turn, says what is wrong
    }
  }

  @Override
  public Optional<Statement> statement(long index) {
    try {
      return Optional.of(signedEntry(index)).map(SignedEntry::statement);
    } catch (RefusedException unreadable) {
      return Optional.empty();
    }
  }
}
