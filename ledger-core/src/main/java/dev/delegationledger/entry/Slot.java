package dev.delegationledger.entry;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;

/**
 * One place in an entry for one value that may be hidden: it holds the value in clear, or the
 * digest of exactly one disclosure. Whoever signs cannot open one slot two ways.
 */
public sealed interface Slot {
  /** The value in clear: {@code {"value": ...}}. */
  record Open(Value value) implements Slot {}

  /** The digest of a disclosure (RFC 9901 section 4.2.3): {@code {"digest": "<base64url>"}}. */
  record Hidden(Hash digest) implements Slot {}
}
