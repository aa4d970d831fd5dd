package dev.delegationledger.authority;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which key signs for a ledger at which tree size, as its own log says (docs/rules.md, section 17).
 * The key of genesis signs from size 0 on; one that record {@code r} names signs from size {@code r
 * + 1} on, so that a checkpoint is signed by the key that its newest record leaves. Immutable.
 */
public final class LedgerKeys {
  private final String origin;
  private final List<Span> spans;

  private LedgerKeys(String origin, List<Span> spans) {
    this.origin = origin;
    this.spans = List.copyOf(spans);
  }

  /**
   * A key, and the first tree size that it signs.
   *
   * @param from it signs up to just before the {@code from} of the next one
   */
  public record Span(VerifyingKey key, long from) {}

  /** Those of a ledger whose log changes nothing: the key that genesis states. */
  public static LedgerKeys of(LedgerIdentity ledger) {
    return new LedgerKeys(ledger.origin(), List.of(new Span(ledger.checkpointKey(), 0)));
  }

  /**
   * Those that the facts of genesis lead to. A change that the key before it did not sign changes
   * nothing; whether each was allowed is for the rules to say.
   *
   * @param source of entries whose signatures were checked
   * @param before the changes in records below this index count
   * @throws RefusedException if the status of genesis, or a record that it names, is not at hand
   */
  public static LedgerKeys of(LedgerIdentity ledger, RecordSource source, long before)
      throws RefusedException {
    LedgerKeys keys = of(ledger);
    for (Fact fact : source.status(0).orElse(StatusList.LIVE).facts()) {
      if (fact.at() < before && fact.is().equals(FactKind.LEDGER_KEY.code())) {
        Optional<PlacedEntry> cause = source.at(fact.at());
        if (cause.isEmpty()) {
          throw new RefusedException(
              Refusal.at(
                  fact.at(),
                  source.complete() ? Reason.UNKNOWN_REFERENCE : Reason.RECORD_MISSING,
                  "follow fact: expected record "
                      + fact.at()
                      + ", which changed the ledger's key"));
        }
        keys = keys.after(cause.get().entry().statement(), fact.at());
      }
    }
    return keys;
  }

  /** Whether the status of genesis says that the ledger's key was changed. */
  public static boolean changeIn(@Nullable StatusList ofGenesis) {
    return ofGenesis != null
        && ofGenesis.facts().stream()
            .anyMatch(fact -> fact.is().equals(FactKind.LEDGER_KEY.code()));
  }

  /**
   * Those after one more record, whatever it says.
   *
   * @param statement of an entry whose signature was, or will be, checked
   */
  public LedgerKeys after(Statement statement, long index) {
    if (!(statement instanceof Statement.LedgerKeyChange change)
        || !isCurrent(change.issued().signer())
        || includes(Jwk.thumbprint(change.key()))) {
      return this;
    }
    List<Span> more = new ArrayList<>(spans);
    more.add(new Span(change.key(), index + 1));
    return new LedgerKeys(origin, more);
  }

  /** Every key with its range, the first one first. */
  public List<Span> spans() {
    return spans;
  }

  /** The key that signs a checkpoint of {@code size} records. */
  public VerifierKey at(long size) {
    VerifyingKey key = spans.get(0).key();
    for (Span span : spans) {
      if (span.from() <= size) {
        key = span.key();
      }
    }
    return verifierKey(key);
  }

  /** The key that signs the next checkpoint. */
  public VerifierKey current() {
    return verifierKey(spans.get(spans.size() - 1).key());
  }

  /** The C2SP verifier key of one of them. */
  public VerifierKey verifierKey(VerifyingKey key) {
    return VerifierKey.of(origin, key);
  }

  boolean isCurrent(Hash thumbprint) {
    return Jwk.thumbprint(current().key()).equals(thumbprint);
  }

  /** Whether it is, or was, the ledger's. */
  boolean includes(Hash thumbprint) {
    return spans.stream().anyMatch(span -> Jwk.thumbprint(span.key()).equals(thumbprint));
  }
}
