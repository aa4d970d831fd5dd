package dev.delegationledger.witness;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.ConsistencyProof;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.witness.WitnessAnswer.Status;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A witness (C2SP tlog-witness): it cosigns a checkpoint of a log that it knows if that continues
 * the one it cosigned last, and if nobody stored another one meanwhile. It stores the checkpoint
 * before it signs. It reads no record, and vouches for none. Immutable but for its store;
 * thread-safe.
 *
 * <p>Stricter than the document: a checkpoint has no extension lines, and one of size 0 with
 * another root than the empty tree's cannot be read, which is 400 rather than 422.
 */
public final class Witness {
  private static final int MAX_MLDSA_ORIGIN = 255;

  private final WitnessStore store;
  private final Clock clock;
  private final List<Cosigner> cosigners;
  private final Map<String, List<VerifierKey>> logs;

  private Witness(
      WitnessStore store,
      Clock clock,
      List<Cosigner> cosigners,
      Map<String, List<VerifierKey>> logs) {
    this.store = store;
    this.clock = clock;
    this.cosigners = List.copyOf(cosigners);
    this.logs = Map.copyOf(logs);
  }

  /**
   * A witness that knows no log yet.
   *
   * @param store of this witness alone
   * @param clock what its cosignatures say the time is
   * @param cosigner what it signs with
   * @param more further keys that sign each checkpoint too, as one with Ed25519 beside one with
   *     ML-DSA-44
   */
  public static Witness of(WitnessStore store, Clock clock, Cosigner cosigner, Cosigner... more) {
    List<Cosigner> all = new ArrayList<>(List.of(more));
    all.add(0, cosigner);
    return new Witness(store, clock, all, Map.of());
  }

  /**
   * The same witness, which also knows a log: its name is the origin. A log that changes its key is
   * made known under both, before it does: what it cosigned under the one goes on under the other.
   *
   * @throws IllegalArgumentException if it knows that key already, if the log's key is one of the
   *     witness's own, or if the origin is too long for an ML-DSA-44 cosignature
   */
  public Witness knowing(VerifierKey log) {
    boolean itself = cosigners.stream().anyMatch(cosigner -> cosigner.key().isSameKeyAs(log));
    List<VerifierKey> known = logs.getOrDefault(log.name(), List.of());
    if (itself || known.contains(log)) {
      throw new IllegalArgumentException(
          "know a log: expected a key that is not the witness's own, and each key once");
    }
    if (log.name().getBytes(StandardCharsets.UTF_8).length > MAX_MLDSA_ORIGIN) {
      throw new IllegalArgumentException(
          "know a log: expected an origin of at most " + MAX_MLDSA_ORIGIN + " bytes");
    }
    List<VerifierKey> keys = new ArrayList<>(known);
    keys.add(log);
    Map<String, List<VerifierKey>> more = new HashMap<>(logs);
    more.put(log.name(), List.copyOf(keys));
    return new Witness(store, clock, cosigners, more);
  }

  /** What verifies its cosignatures. */
  public List<CosignerKey> keys() {
    return cosigners.stream().map(Cosigner::key).toList();
  }

  /** The checkpoint of this log that it cosigned last, under the log's own signature. */
  public Optional<SignedCheckpoint> latest(String origin) {
    return store.latest(origin);
  }

  /**
   * Answers {@code POST add-checkpoint}. Never throws on any bytes; what the store or a signer
   * throws is passed on, and nothing was signed then.
   *
   * @param body of the request, of which at most one byte more than {@link AddCheckpoint#MAX_SIZE}
   *     need have been read
   */
  public WitnessAnswer addCheckpoint(byte[] body) {
    AddCheckpoint request;
    try {
      request = AddCheckpoint.parse(body);
    } catch (RefusedException e) {
      return WitnessAnswer.refused(Status.BAD_REQUEST, e.refusal().detail());
    }
    List<VerifierKey> keys =
        logs.getOrDefault(request.checkpoint().checkpoint().origin(), List.of());
    if (keys.isEmpty()) {
      return WitnessAnswer.refused(Status.UNKNOWN_LOG, "this witness does not know that log");
    }
    String why = "";
    for (VerifierKey log : keys) {
      try {
        request.checkpoint().verify(log, UnknownSignatures.IGNORE);
        return cosign(request, log);
      } catch (RefusedException e) {
        why = e.refusal().detail();
      }
    }
    return WitnessAnswer.refused(Status.FORBIDDEN, why);
  }

  /*
   * The clock is read between reading what was cosigned last and replacing it: if the replacement
   * goes through, nothing larger had been cosigned at that time, which is what the cosignature says.
   */
  private WitnessAnswer cosign(AddCheckpoint request, VerifierKey log) {
    Checkpoint next = request.checkpoint().checkpoint();
    if (request.oldSize() > next.size()) {
      return WitnessAnswer.refused(
          Status.BAD_REQUEST, "expected an old size of at most " + next.size());
    }
    Optional<SignedCheckpoint> latest = store.latest(next.origin());
    long size = latest.map(signed -> signed.checkpoint().size()).orElse(0L);
    if (request.oldSize() != size) {
      return conflict(size);
    }
    if (!continues(latest, request)) {
      return WitnessAnswer.refused(
          Status.INCONSISTENT, "expected a proof that this continues the checkpoint of " + size);
    }
    long now = clock.instant().getEpochSecond();
    if (!store.replace(latest, request.checkpoint().under(log))) {
      return conflict(
          store.latest(next.origin()).map(signed -> signed.checkpoint().size()).orElse(0L));
    }
    // crash point: the checkpoint is stored, nobody has a cosignature; asking again gives one
    String lines =
        cosigners.stream()
            .map(cosigner -> cosigner.cosign(next, now).line() + "\n")
            .collect(Collectors.joining());
    return new WitnessAnswer(Status.COSIGNED, lines);
  }

  /** Of the empty tree everything is a continuation, and takes no proof. */
  private static boolean continues(Optional<SignedCheckpoint> latest, AddCheckpoint request) {
    Checkpoint next = request.checkpoint().checkpoint();
    if (request.oldSize() == 0) {
      return request.proof().isEmpty();
    }
    return ConsistencyProof.verify(
        request.oldSize(),
        next.size(),
        latest.orElseThrow().checkpoint().root(),
        next.root(),
        request.proof());
  }

  private static WitnessAnswer conflict(long size) {
    return new WitnessAnswer(Status.CONFLICT, size + "\n");
  }
}
