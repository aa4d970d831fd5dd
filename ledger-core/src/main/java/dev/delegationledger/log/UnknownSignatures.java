package dev.delegationledger.log;

/**
 * What a verifier does with the signature lines of a checkpoint that are not by the key it pinned.
 */
public enum UnknownSignatures {
  /** Refuse the checkpoint: nothing may stand in it that was not checked. */
  REFUSE,
  /** Look past them, as C2SP signed-note has it; they vouch for nothing. */
  IGNORE
}
