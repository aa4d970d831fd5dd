package dev.delegationledger.view;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the log stands: written with every batch, checked at every open.
 *
 * @param size the number of records
 * @param root the root of the log's tree over them
 * @param lastLeaf the leaf hash of the newest record
 * @param lastTimeMs the time of the newest record
 * @param statusRoot the root of the status tree after it
 * @param checkpoint the newest checkpoint that was signed; it may be smaller than {@code size} if
 *     the process died between a batch and its checkpoint
 * @param cosigned the newest checkpoint under which enough witnesses stand for who published it;
 *     not larger than {@code checkpoint}
 */
public record Head(
    long size,
    Hash root,
    Hash lastLeaf,
    long lastTimeMs,
    Hash statusRoot,
    Optional<SignedCheckpoint> checkpoint,
    Optional<SignedCheckpoint> cosigned) {
  private static final int MAX_SIZE = 1 << 18;

  /** A head whose checkpoints no witness has cosigned. */
  public Head(
      long size,
      Hash root,
      Hash lastLeaf,
      long lastTimeMs,
      Hash statusRoot,
      Optional<SignedCheckpoint> checkpoint) {
    this(size, root, lastLeaf, lastTimeMs, statusRoot, checkpoint, Optional.empty());
  }

  /** The head after {@code newest}, not yet signed. */
  public static Head after(RawRecord newest, Hash root, Optional<SignedCheckpoint> checkpoint) {
    return new Head(
        newest.index() + 1,
        root,
        newest.leafHash(),
        newest.timeMs(),
        newest.statusRoot(),
        checkpoint);
  }

  /** The same head with a newer checkpoint. */
  public Head signed(SignedCheckpoint newer) {
    return new Head(size, root, lastLeaf, lastTimeMs, statusRoot, Optional.of(newer), cosigned);
  }

  /** The same head with another cosigned checkpoint, or none. */
  public Head cosigned(Optional<SignedCheckpoint> kept) {
    return new Head(size, root, lastLeaf, lastTimeMs, statusRoot, checkpoint, kept);
  }

  /** Canonical JSON. */
  public byte[] toBytes() {
    Map<String, Value> members = new TreeMap<>();
    members.put("size", Value.of(size));
    members.put("root", Value.of(root.base64Url()));
    members.put("leaf", Value.of(lastLeaf.base64Url()));
    members.put("time", Value.of(lastTimeMs));
    members.put("status", Value.of(statusRoot.base64Url()));
    checkpoint.ifPresent(signed -> members.put("checkpoint", Value.of(signed.text())));
    cosigned.ifPresent(signed -> members.put("cosigned", Value.of(signed.text())));
    return Json.canonical(Value.obj(members));
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws RefusedException {@code head-contradiction} on anything else
   */
  public static Head parse(byte[] bytes) throws RefusedException {
    try {
      Members members = Members.of(Json.parse(bytes, MAX_SIZE), "/head", Reason.HEAD_CONTRADICTION);
      Head head =
          new Head(
              members.whole("size"),
              members.hash("root"),
              members.hash("leaf"),
              members.whole("time"),
              members.hash("status"),
              note("checkpoint", members),
              note("cosigned", members));
      members.end();
      return head;
    } catch (JsonException | RefusedException malformed) {
      throw RefusedException.of(Reason.HEAD_CONTRADICTION, "read head: " + malformed.getMessage());
    }
  }

  private static Optional<SignedCheckpoint> note(String name, Members members)
      throws RefusedException {
    Optional<String> note = members.optionalText(name);
    return note.isPresent() ? Optional.of(SignedCheckpoint.parse(note.get())) : Optional.empty();
  }
}
