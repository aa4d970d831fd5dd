package dev.delegationledger.witness;

/**
 * A witness's answer to {@code add-checkpoint} (C2SP tlog-witness), ready for HTTP. Immutable.
 *
 * @param status what it decided
 * @param body of {@link Status#COSIGNED} the cosignature lines, of {@link Status#CONFLICT} the size
 *     of the checkpoint cosigned last, both with a newline at the end of each line; of the others
 *     one line for a person
 */
public record WitnessAnswer(Status status, String body) {
  /** What a witness can decide. */
  public enum Status {
    /** It cosigned; the checkpoint was stored before. */
    COSIGNED(200),
    /** The request cannot be read, or its old size is above that of its checkpoint. */
    BAD_REQUEST(400),
    /** The log's key, which the witness knows, did not sign the checkpoint. */
    FORBIDDEN(403),
    /** The witness does not know the log. */
    UNKNOWN_LOG(404),
    /** The witness cosigned a checkpoint of another size last; the body says which. */
    CONFLICT(409),
    /** The checkpoint does not continue, or not provably, what the witness cosigned last. */
    INCONSISTENT(422);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    /** The HTTP status code. */
    public int code() {
      return code;
    }
  }

  /** The media type of the body. */
  public String contentType() {
    return status == Status.CONFLICT ? "text/x.tlog.size" : "text/plain; charset=utf-8";
  }

  static WitnessAnswer refused(Status status, String why) {
    return new WitnessAnswer(status, why + "\n");
  }
}
