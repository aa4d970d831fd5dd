package dev.delegationledger.proof;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.NodeReader;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.log.StatusNodeReader;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of one proof as they would stand in a far larger log. Nobody writes or hashes the
 * rest of that log: a subtree that none of the records stands in has a made-up hash, which is all
 * that anybody sees of it. What comes out verifies like any other proof. For one thread.
 */
public final class FarApart {
  private final NavigableMap<Long, Long> moved = new TreeMap<>();
  private final NavigableMap<Long, Hash> leaves = new TreeMap<>();
  private final AuthorityProof proof;
  private final long size;
  private final long factEvery;

  private FarApart(AuthorityProof proof, List<Long> places, long size, long factEvery) {
    this.proof = proof;
    this.size = size;
    this.factEvery = factEvery;
    Iterator<Long> place = places.iterator();
    proof.records().keySet().forEach(index -> moved.put(index, place.next()));
  }

  /**
   * The proof with its records at {@code places} of a log of {@code size}.
   *
   * @param proof of records that nothing has happened to
   * @param places as many as it has records, increasing, from 0 to the last
   * @param factEvery something has happened to each record whose index is a multiple of this and
   *     that is not in the proof; 0 if nothing has ever happened
   * @param ledgerKey signs the checkpoint
   */
  public static AuthorityProof of(
      AuthorityProof proof, List<Long> places, long size, long factEvery, Signer ledgerKey) {
    if (places.size() != proof.records().size()) {
      throw new IllegalArgumentException("expected as many places as records, got " + places);
    }
    return new FarApart(proof, places, size, factEvery).signedBy(ledgerKey);
  }

  private AuthorityProof signedBy(Signer ledgerKey) {
    StatusNodeReader statusNodes = this::statusNode;
    NavigableMap<Long, RawRecord> records = records(StatusTree.root(statusNodes));
    NodeReader logNodes = this::logNode;
    Checkpoint checkpoint = new Checkpoint(origin(), size, MerkleTree.root(size, logNodes));
    return new AuthorityProof(
        place(proof.action()),
        checkpoint.sign(ledgerKey).text(),
        records,
        InclusionMultiproof.of(RecordLeaves.of(records).navigableKeySet(), size, logNodes),
        movedAll(proof.statuses()),
        StatusMultiproof.of(movedAll(proof.statuses()).navigableKeySet(), statusNodes),
        movedAll(proof.disclosures()));
  }

  private String origin() {
    return proof.checkpoint().substring(0, proof.checkpoint().indexOf('\n'));
  }

  private long place(long index) {
    return Optional.ofNullable(moved.get(index)).orElseThrow();
  }

  private <T> NavigableMap<Long, T> movedAll(NavigableMap<Long, T> parts) {
    NavigableMap<Long, T> there = new TreeMap<>();
    parts.forEach((index, part) -> there.put(place(index), part));
    return there;
  }

  private NavigableMap<Long, RawRecord> records(Hash statusRoot) {
    NavigableMap<Long, RawRecord> records = new TreeMap<>();
    for (RawRecord record : proof.records().values()) {
      long index = place(record.index());
      Hash after = index == size - 1 ? statusRoot : record.statusRoot();
      Hash previous = index == 0 ? Hash.ZERO : logNode(0, index - 1);
      List<Charges.Total> totals = new ArrayList<>();
      for (Charges.Total total : record.charges().totals()) {
        totals.add(new Charges.Total(place(total.grant()), total.uses(), total.spent()));
      }
      try {
        RawRecord there =
            RawRecord.of(
                record.jws(), index, record.timeMs(), previous, after, new Charges(totals));
        records.put(index, there);
        leaves.put(index, there.leafHash());
      } catch (RefusedException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return records;
  }

  private Hash logNode(int level, long index) {
    if (leaves.subMap(index << level, (index + 1) << level).isEmpty()) {
      return madeUp("log", level, index);
    }
    return level == 0
        ? Optional.ofNullable(leaves.get(index)).orElseThrow()
        : Merkle.nodeHash(logNode(level - 1, 2 * index), logNode(level - 1, 2 * index + 1));
  }

  private Optional<Hash> statusNode(int level, long index) {
    long begin = index << level;
    long end = Math.min((index + 1) << level, size);
    if (moved.values().stream().noneMatch(place -> place >= begin && place < end)) {
      boolean anything = factEvery > 0 && begin < end && (end - 1) / factEvery * factEvery >= begin;
      return anything ? Optional.of(madeUp("status", level, index)) : Optional.empty();
    }
    if (level == 0) {
      return Optional.empty();
    }
    Hash live = StatusTree.DEFAULTS.get(level - 1);
    return Optional.of(
        Sha256.of(
            new byte[] {3},
            statusNode(level - 1, 2 * index).orElse(live).toArray(),
            statusNode(level - 1, 2 * index + 1).orElse(live).toArray()));
  }

  private static Hash madeUp(String tree, int level, long index) {
    return Sha256.of((tree + " " + level + "/" + index).getBytes(StandardCharsets.US_ASCII));
  }
}
