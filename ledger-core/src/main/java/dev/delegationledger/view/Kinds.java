package dev.delegationledger.view;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.model.RefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which kind of entry a compact JWS is, by its header alone: so that a look-up among thousands of
 * others checks the signatures of those it asks for, and of no more. Thread-safe.
 */
final class Kinds {
  /** Honest headers are as many as kinds and algorithms; others can be spelled without end. */
  private static final int MAX_KEPT = 1_000;

  private final Map<String, Optional<Kind>> byHeader = new ConcurrentHashMap<>();

  /**
   * The kind of an entry.
   *
   * @param jws a compact JWS, or what begins with one
   * @return empty if this is not well-formed, or of a kind that this program does not know
   */
  Optional<Kind> of(String jws) {
    String header = jws.substring(0, Math.max(0, jws.indexOf('.')));
    Optional<Kind> kept = byHeader.get(header);
    if (kept != null) {
      return kept;
    }
    Optional<Kind> kind = read(jws);
    if (kind.isPresent() && byHeader.size() < MAX_KEPT) {
      byHeader.put(header, kind);
    }
    return kind;
  }

  private static Optional<Kind> read(String jws) {
    int end = jws.indexOf('\n');
    try {
      return CompactJws.parse(end < 0 ? jws : jws.substring(0, end)).typ().flatMap(Kind::ofTyp);
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }
}
