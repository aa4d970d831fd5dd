package dev.delegationledger.proof;

import dev.delegationledger.Acted;
import dev.delegationledger.authority.Closure;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A log that its operator writes by hand: whatever is in it, the checkpoint over it is signed and
 * what leads to it is right. For one thread.
 */
public final class ForgedLog {
  /** One record, to be bent. */
  public static final class Line {
    /** The entry, or anything that passes for the first line of a record. */
    public String jws;

    /** Record time in milliseconds. */
    public long timeMs;

    /** The last field of the context line. */
    public String charges = "-";

    /** The index it states, if that is to be wrong. */
    public Optional<Long> statedIndex = Optional.empty();

    /** The link it states, if that is to be wrong. */
    public Optional<Hash> statedPrevious = Optional.empty();

    /** The disclosures that go into a proof. */
    public List<String> disclosures = new ArrayList<>();

    Line(String jws, long timeMs) {
      this.jws = jws;
      this.timeMs = timeMs;
    }

    Optional<SignedEntry> entry() {
      try {
        List<Disclosure> parsed = new ArrayList<>();
        for (String encoded : disclosures) {
          parsed.add(Disclosure.parse(encoded));
        }
        return Optional.of(SignedEntry.of(jws, parsed));
      } catch (RefusedException unreadable) {
        return Optional.empty();
      }
    }
  }

  public final List<Line> lines = new ArrayList<>();
  public final Map<Long, StatusList> statuses = new TreeMap<>();
  public String origin = Scene.ORIGIN;
  private final Signer ledgerKey;

  private ForgedLog(Signer ledgerKey) {
    this.ledgerKey = ledgerKey;
  }

  /** An empty log. */
  public static ForgedLog signedBy(Signer ledgerKey) {
    return new ForgedLog(ledgerKey);
  }

  /** A copy of the scene's ledger. */
  public static ForgedLog of(Scene scene) {
    return of(scene.store, scene.ledgerKey, Scene.ORIGIN);
  }

  /** A copy of the ledger in a store. */
  public static ForgedLog of(Store store, Signer ledgerKey, String origin) {
    try {
      ForgedLog log = new ForgedLog(ledgerKey);
      log.origin = origin;
      StoredLedger stored = StoredLedger.over(store);
      for (long index = 0; index < stored.head().size(); index++) {
        RawRecord record = stored.record(index);
        Line line = log.add(record.jws(), record.timeMs());
        line.charges = record.charges().toString();
        stored.disclosures(index).forEach(d -> line.disclosures.add(d.encoded()));
        StatusList facts = stored.status(index).orElseThrow();
        if (!facts.equals(StatusList.LIVE)) {
          log.statuses.put(index, facts);
        }
      }
      return log;
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Appends an entry, or what may be none. */
  public Line add(String jws, long timeMs) {
    Line line = new Line(jws, timeMs);
    lines.add(line);
    return line;
  }

  /** Appends an entry with its disclosures at the time of the newest record. */
  public Line add(SignedEntry entry) {
    Line line = add(entry.compact(), lines.get(lines.size() - 1).timeMs);
    entry.disclosures().values().forEach(d -> line.disclosures.add(d.encoded()));
    return line;
  }

  /** The record of {@code acted}. */
  public long indexOf(Acted acted) {
    return indexOf(acted.hash()).orElseThrow();
  }

  private OptionalLong indexOf(Hash hash) {
    for (int index = 0; index < lines.size(); index++) {
      try {
        if (CompactJws.parse(lines.get(index).jws).hash().equals(hash)) {
          return OptionalLong.of(index);
        }
      } catch (RefusedException noJws) {
        // not what is looked for
      }
    }
    return OptionalLong.empty();
  }

  /** What an exporter would write about the action in a record. */
  public AuthorityProof proof(long action) {
    Set<Long> start = new TreeSet<>(Set.of(action));
    outcomeOf(action).ifPresent(start::add);
    Closure closure = Closure.of(start, new Finder());
    Set<Long> indexes = new TreeSet<>(closure.records());
    indexes.addAll(closure.causes());
    indexes.add(0L);
    indexes.add(lines.size() - 1L);
    Tree tree = new Tree();
    NavigableMap<Long, RawRecord> records = new TreeMap<>();
    NavigableMap<Long, StatusList> proven = new TreeMap<>();
    NavigableMap<Long, List<String>> disclosures = new TreeMap<>();
    for (long index : indexes) {
      RawRecord record = tree.record(index);
      records.put(record.index(), record);
    }
    proven.put(0L, status(0));
    for (long index : closure.records()) {
      if (ProofEvidence.hasStatus(new Finder().statement(index))) {
        proven.put(index, status(index));
      }
      List<String> opened = lines.get((int) index).disclosures;
      if (!opened.isEmpty()) {
        disclosures.put(index, opened.stream().sorted().toList());
      }
    }
    String signed = tree.checkpoint().sign(ledgerKey).text();
    return tree.proof(action, signed, records, proven, disclosures);
  }

  /** {@code proof} with other parts, and with the nodes that lead from these to the roots. */
  public AuthorityProof with(
      AuthorityProof proof,
      Map<Long, RawRecord> records,
      Map<Long, StatusList> statuses,
      Map<Long, List<String>> disclosures) {
    return new Tree()
        .proof(
            proof.action(),
            proof.checkpoint(),
            new TreeMap<>(records),
            new TreeMap<>(statuses),
            new TreeMap<>(disclosures));
  }

  /** A record as it stands in the log. */
  public RawRecord record(long index) {
    return new Tree().record(index);
  }

  /** What has happened to a record. */
  public StatusList status(long index) {
    return statuses.getOrDefault(index, StatusList.LIVE);
  }

  private OptionalLong outcomeOf(long action) {
    for (int index = 0; index < lines.size(); index++) {
      if (lines.get(index).entry().map(SignedEntry::statement).orElse(null)
              instanceof Statement.Outcome outcome
          && indexOf(outcome.action()).equals(OptionalLong.of(action))) {
        return OptionalLong.of(index);
      }
    }
    return OptionalLong.empty();
  }

  private final class Finder implements Closure.Finder {
    @Override
    public OptionalLong indexOf(Hash hash) {
      return ForgedLog.this.indexOf(hash);
    }

    @Override
    public Optional<Statement> statement(long index) {
      return lines.get((int) index).entry().map(SignedEntry::statement);
    }

    @Override
    public Optional<StatusList> status(long index) {
      return Optional.of(ForgedLog.this.status(index));
    }
  }

  /** Hashes of one state of the log. */
  private final class Tree {
    private final Map<List<Long>, Hash> nodes = new HashMap<>();
    private final Map<List<Long>, Hash> statusNodes = new HashMap<>();
    private final List<Bytes> bytes = new ArrayList<>();
    private final MerkleFrontier frontier = MerkleFrontier.empty();

    private Tree() {
      Map<Long, Hash> leaves = new TreeMap<>();
      statuses.forEach((index, facts) -> leaves.put(index, facts.leafHash()));
      Hash statusRoot =
          StatusTree.update(
              leaves,
              (level, index) -> Optional.empty(),
              (level, index, hash) -> statusNodes.put(List.of((long) level, index), hash));
      Hash previous = Hash.ZERO;
      for (int index = 0; index < lines.size(); index++) {
        Line line = lines.get(index);
        String text =
            line.jws
                + "\n"
                + line.statedIndex.orElse((long) index)
                + " "
                + line.timeMs
                + " "
                + line.statedPrevious.orElse(previous).base64()
                + " "
                + (index == lines.size() - 1 ? statusRoot : StatusTree.EMPTY_ROOT).base64()
                + " "
                + line.charges
                + "\n";
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        bytes.add(Bytes.of(raw));
        previous = Merkle.leafHash(raw);
        frontier.append(previous, (level, at, hash) -> nodes.put(List.of((long) level, at), hash));
      }
    }

    /** The state that gets signed. */
    Checkpoint checkpoint() {
      return new Checkpoint(origin, lines.size(), frontier.root());
    }

    RawRecord record(long index) {
      try {
        return RawRecord.parse(bytes.get((int) index));
      } catch (RefusedException e) {
        throw new IllegalArgumentException(e);
      }
    }

    AuthorityProof proof(
        long action,
        String signed,
        NavigableMap<Long, RawRecord> records,
        NavigableMap<Long, StatusList> statuses,
        NavigableMap<Long, List<String>> disclosures) {
      return new AuthorityProof(
          action,
          signed,
          records,
          InclusionMultiproof.of(
              RecordLeaves.of(records).navigableKeySet(),
              lines.size(),
              (level, at) -> Objects.requireNonNull(nodes.get(List.of((long) level, at)))),
          statuses,
          StatusMultiproof.of(
              statuses.navigableKeySet(),
              (level, at) -> Optional.ofNullable(statusNodes.get(List.of((long) level, at)))),
          disclosures);
    }
  }
}
