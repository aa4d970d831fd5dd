package dev.delegationledger.testing;

import dev.delegationledger.Keys;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Trust files of verifiers who know which key a ledger had when. */
public final class Keyed {
  private Keyed() {}

  /** Trust in a ledger with all its keys, each with its range, and in these authorities. */
  public static TrustAnchors trust(LedgerKeys keys, Signer... authorities) throws RefusedException {
    return TrustAnchors.parse(
        text(PinnedText.of(keys) + ",\"unknownSignatures\":\"ignore\"", authorities)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A trust file with these members of its one ledger, and these authorities. */
  public static String text(String members, Signer... authorities) {
    return "{\"version\":1,\"ledgers\":[" + item(members, authorities) + "]}";
  }

  /** One item of a trust file. */
  public static String item(String members, Signer... authorities) {
    return "{"
        + members
        + ",\"authorities\":["
        + Arrays.stream(authorities)
            .map(authority -> Keys.toJwk(authority.publicKey()))
            .collect(Collectors.joining(","))
        + "]}";
  }
}
