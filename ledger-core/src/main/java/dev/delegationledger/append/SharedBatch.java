package dev.delegationledger.append;

import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * One batch of several requests: each is admitted over those before it, all that are admitted are
 * committed and signed at once, and only then is there an answer for each. For one thread, whose
 * turn it is.
 *
 * <p>A refusal too waits until what it may rest on is durable. If that fails, that is the answer to
 * all of them.
 */
final class SharedBatch {
  /** The most that a batch writes, in bytes; a single request may write more. */
  static final long MOST_BYTES = 4L * 1024 * 1024;

  /** What a store takes at once, less a head. */
  private static final long MOST_ALONE = Batch.MAX_BYTES - (1L << 20);

  private final LogWriter log;
  private final Admission admission;
  private final Receipts receipts;
  private final Staging staging;
  private final long first;
  private final long timeMs;
  private final List<Admitted> admitted = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();

  /** A request that is in the batch, and where each of its entries stands. */
  private record Admitted(Request request, List<Place> places) {}

  /** Where an entry stands, and whether it did before. */
  private record Place(long index, boolean repeated) {}

  private record Refused(Request request, Throwable why) {}

  private SharedBatch(LogWriter log, Admission admission, Receipts receipts) {
    log.requireOpen();
    this.log = log;
    this.admission = admission;
    this.receipts = receipts;
    this.staging = log.staging();
    this.first = staging.size();
    this.timeMs = log.next().timeMs();
  }

  /**
   * Records {@code requests}, in as many batches as it takes, and answers each of them. Throws
   * nothing: what goes wrong is the answer to those whom it concerns.
   */
  static void record(
      List<Request> requests, LogWriter log, Admission admission, Receipts receipts) {
    Deque<Request> left = new ArrayDeque<>(requests);
    try {
      while (!left.isEmpty()) {
        SharedBatch batch = new SharedBatch(log, admission, receipts);
        batch.admit(left);
        batch.record();
      }
    } catch (RuntimeException | Error e) {
      requests.stream().filter(one -> !one.isAnswered()).forEach(one -> one.failed(e));
    }
  }

  /** Takes from {@code left} what fits. */
  private void admit(Deque<Request> left) {
    while (!left.isEmpty()) {
      Request request = left.element();
      Staging own = staging.further();
      try {
        List<Place> places = stage(request, own);
        if (!staging.records().isEmpty() && staging.bytes() + own.bytes() > MOST_BYTES) {
          return; // for the next batch
        }
        staging.take(own);
        admitted.add(new Admitted(request, places));
      } catch (RefusedException | RuntimeException | Error e) {
        refused.add(new Refused(request, e));
      }
      left.remove();
    }
  }

  private List<Place> stage(Request request, Staging own) throws RefusedException {
    List<Place> places = new ArrayList<>();
    for (VerifiedEntry entry : request.entries()) {
      OptionalLong existing = own.ledger().indexOf(entry.hash());
      places.add(new Place(existing.orElse(own.size()), existing.isPresent()));
      if (existing.isEmpty()) {
        own.admit(new PlacedEntry(entry, new Position(own.size(), timeMs)), admission);
        if (entry.signed().kind() == Kind.LEDGER_KEY) {
          log.signers()
              .requireFor(
                  LedgerKeys.of(log.ledger().identity(), own.ledger(), Long.MAX_VALUE).current());
        }
      }
    }
    if (own.bytes() > MOST_ALONE) {
      throw new IllegalArgumentException(
          "append: expected at most " + MOST_ALONE + " bytes of rows, got " + own.bytes());
    }
    return places;
  }

  private void record() {
    List<List<Receipt>> given = new ArrayList<>();
    try {
      if (staging.records().isEmpty()) {
        log.signUnsigned(); // the append that wrote them may have failed to sign
      } else {
        log.commit(staging);
      }
      for (Admitted one : admitted) {
        given.add(receipts(one));
      }
    } catch (RefusedException | RuntimeException | Error e) {
      refused.forEach(one -> one.request().failed(e));
      admitted.forEach(one -> one.request().failed(e));
      return;
    }
    refused.forEach(one -> one.request().failed(one.why()));
    for (int i = 0; i < given.size(); i++) {
      answer(admitted.get(i).request(), given.get(i));
    }
  }

  private List<Receipt> receipts(Admitted one) throws RefusedException {
    List<Receipt> given = new ArrayList<>();
    for (Place place : one.places()) {
      given.add(
          place.index() < first
              ? receipts.of(place.index(), place.repeated())
              : receipts.ofNew(
                  staging.records().get(Math.toIntExact(place.index() - first)), place.repeated()));
    }
    return given;
  }

  private void answer(Request request, List<Receipt> given) {
    if (request.erases()) {
      try {
        log.purge(); // also of one that is repeated: the purge after it may have failed
      } catch (RuntimeException | Error e) {
        request.failed(e);
        return;
      }
    }
    request.recorded(given);
  }
}
