package dev.delegationledger.authority;

import dev.delegationledger.json.Members;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the ledger's keys of a trust file: {@code vkey}, or {@code vkeys} with ranges. */
final class PinnedKeysReader {
  private PinnedKeysReader() {}

  static PinnedKeys read(Members ledger, String pointer) throws RefusedException {
    Optional<List<Value>> several = ledger.optionalList("vkeys");
    if (several.isEmpty()) {
      VerifierKey key = VerifierKey.parse(ledger.text("vkey"));
      return PinnedKeys.of(key, secondKey(ledger, key));
    }
    if (ledger.optionalText("vkey").isPresent() || ledger.optionalText("mlDsa44").isPresent()) {
      throw ledger.refused("vkeys", "expected neither vkey nor mlDsa44 beside it");
    }
    List<PinnedKeys.Range> ranges = new ArrayList<>();
    for (int i = 0; i < several.get().size(); i++) {
      Members range =
          Members.of(several.get().get(i), pointer + "/vkeys/" + i, Reason.TRUST_MALFORMED);
      VerifierKey key = VerifierKey.parse(range.text("vkey"));
      Optional<CosignerKey> second = secondKey(range, key);
      long from = range.whole("from");
      Optional<Long> to = range.optionalWhole("to");
      range.end();
      ranges.add(new PinnedKeys.Range(key, second, from, end(to)));
    }
    try {
      return PinnedKeys.of(ranges);
    } catch (IllegalArgumentException e) {
      throw ledger.refused("vkeys", String.valueOf(e.getMessage()));
    }
  }

  private static OptionalLong end(Optional<Long> stated) {
    return stated.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static Optional<CosignerKey> secondKey(Members in, VerifierKey first)
      throws RefusedException {
    Optional<String> text = in.optionalText("mlDsa44");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    CosignerKey key = CosignerKey.parse(text.get());
    if (key.algorithm() != CosignerKey.Algorithm.ML_DSA_44 || !key.name().equals(first.name())) {
      throw in.refused("mlDsa44", "expected an ML-DSA-44 key under the origin as its name");
    }
    return Optional.of(key);
  }
}
