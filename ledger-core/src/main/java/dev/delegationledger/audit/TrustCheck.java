package dev.delegationledger.audit;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.Optional;

/** Holds a ledger against what the verifier brings: its pinned key, genesis, size and policy. */
final class TrustCheck {
  private final TrustAnchors anchors;
  private final Findings findings;

  TrustCheck(TrustAnchors anchors, Findings findings) {
    this.anchors = anchors;
    this.findings = findings;
  }

  /** The trust in the ledger that genesis names, or else its checkpoint. */
  Optional<TrustAnchors.Anchor> anchor(
      Optional<LedgerIdentity> identity, Optional<Hash> genesisLeaf, HeadCheck head) {
    return identity
        .map(LedgerIdentity::origin)
        .or(() -> head.checkpoint().map(signed -> signed.checkpoint().origin()))
        .flatMap(origin -> anchors.of(origin, genesisLeaf));
  }

  /** How many records witnesses have vouched for, as {@link HeadCheck#verify} says. */
  Optional<Long> check(
      Optional<TrustAnchors.Anchor> trusted,
      Optional<Hash> genesisLeaf,
      Optional<LedgerKeys> keys,
      HeadCheck head) {
    if (trusted.isEmpty()) {
      findings.add(
          Refusal.of(
              Reason.UNKNOWN_LEDGER,
              "look up trust: expected an anchor for this origin, got none"));
      return Optional.empty();
    }
    TrustAnchors.Anchor anchor = trusted.get();
    if (anchor.genesis().isPresent() && !anchor.genesis().equals(genesisLeaf)) {
      findings.add(
          0, Reason.GENESIS_MISMATCH, "check genesis: expected leaf " + anchor.genesis().get());
    }
    Optional<Long> witnessed = head.verify(anchor, keys);
    long signed = head.checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
    if (signed == 0 || signed < anchor.minSize()) {
      findings.add(
          Refusal.of(
              Reason.CHECKPOINT_TOO_OLD,
              "check size: expected a checkpoint over at least "
                  + Math.max(1, anchor.minSize())
                  + " records, got "
                  + signed));
    }
    return witnessed;
  }
}
