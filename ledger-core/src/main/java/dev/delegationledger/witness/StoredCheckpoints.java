package dev.delegationledger.witness;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.StaleHeadException;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a witness in the head of a store, whose commits compare and set it: {@code
 * {"format":"witness/1","logs":{<origin>: <note>}}}. Thread-safe.
 */
final class StoredCheckpoints implements WitnessStore {
  private static final String FORMAT = "witness/1";

  private final Store store;

  StoredCheckpoints(Store store) {
    this.store = store;
  }

  @Override
  public Optional<SignedCheckpoint> latest(String origin) {
    return Optional.ofNullable(read(store.head()).get(origin));
  }

  @Override
  public boolean replace(Optional<SignedCheckpoint> expected, SignedCheckpoint next) {
    String origin = next.checkpoint().origin();
    while (true) {
      byte[] head = store.head();
      Map<String, SignedCheckpoint> logs = read(head);
      if (!Optional.ofNullable(logs.get(origin)).equals(expected)) {
        return false;
      }
      logs.put(origin, next);
      try {
        store.commit(head, Batch.withHead(write(logs)));
        return true;
      } catch (StaleHeadException elsewhere) {
        // Another log's checkpoint, or this one's: the next round tells.
      }
    }
  }

  private static byte[] write(Map<String, SignedCheckpoint> logs) {
    Map<String, Value> notes = new TreeMap<>();
    logs.forEach((origin, signed) -> notes.put(origin, Value.of(signed.text())));
    return Json.canonical(Value.obj(Map.of("format", Value.of(FORMAT), "logs", Value.obj(notes))));
  }

  private static Map<String, SignedCheckpoint> read(byte @Nullable [] head) {
    Map<String, SignedCheckpoint> logs = new TreeMap<>();
    if (head == null) {
      return logs;
    }
    try {
      Members top = Members.of(Json.parse(head, Batch.MAX_BYTES), "", Reason.STORE_UNREADABLE);
      if (!top.text("format").equals(FORMAT)) {
        throw top.refused("format", "expected " + FORMAT);
      }
      Members notes = top.object("logs");
      for (String origin : notes.names()) {
        SignedCheckpoint signed = SignedCheckpoint.parse(notes.text(origin));
        if (!signed.checkpoint().origin().equals(origin)) {
          throw notes.refused(origin, "expected a checkpoint of that origin");
        }
        logs.put(origin, signed);
      }
      top.end();
      return logs;
    } catch (JsonException | RefusedException e) {
      throw new StoreException("read checkpoints of a witness: " + e.getMessage(), e);
    }
  }
}
