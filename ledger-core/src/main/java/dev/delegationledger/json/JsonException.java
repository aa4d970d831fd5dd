package dev.delegationledger.json;

/**
 * Says that bytes are not the JSON this project reads. Checked, and without a stack trace or a
 * cause: a finding about the input, not a failure of the program. The message never quotes the
 * input, which may be personal data.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long offset;

  JsonException(String detail, long offset) {
    super(detail + " at byte " + offset, null, false, false);
    this.offset = offset;
  }

  /**
   * Where reading stopped, in bytes from the start of the input: exact for an encoding error,
   * otherwise at or shortly after the fault.
   */
  public long offset() {
    return offset;
  }
}
