package dev.delegationledger.cli;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keys --ledger DIR [--json]}: which key a ledger had at which size, as a trust file. */
@Command(
    name = "keys",
    description =
        "Which key signs for a ledger at which tree size, as its own log says; with --json a trust"
            + " file that pins them, its genesis and the authorities that genesis names. Nobody"
            + " vouches for it but this ledger: compare it with what its operator told you.")
final class KeysCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private Options.Ledger ledger;

  @Mixin private Options.AsJson json;

  KeysCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      StoredLedger stored = StoredLedger.over(store);
      LedgerKeys keys = stored.ledgerKeys();
      long size = signedSize(stored, keys);
      if (json.wanted) {
        streams.out().println(trustFile(stored.identity(), keys).line());
      } else {
        streams.out().print(page(stored.identity(), keys, size));
      }
      return ExitCode.OK;
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } catch (StoreException e) {
      throw Failure.refused(Verdicts.unreadable(e));
    }
  }

  /** How many records its newest checkpoint covers, which its own key has signed. */
  private static long signedSize(StoredLedger ledger, LedgerKeys keys) throws RefusedException {
    Optional<SignedCheckpoint> newest = ledger.head().checkpoint();
    if (newest.isEmpty()) {
      throw RefusedException.of(
          Reason.HEAD_CONTRADICTION, "read keys: expected a signed checkpoint, got none");
    }
    long size = newest.get().checkpoint().size();
    newest.get().verify(keys.at(size), UnknownSignatures.IGNORE);
    return size;
  }

  private static JsonObject trustFile(LedgerIdentity identity, LedgerKeys keys) {
    JsonObject ledger =
        new JsonObject()
            .put("genesis", identity.genesisLeaf().base64Url())
            .put(
                "authorities",
                Value.arr(identity.authorities().values().stream().map(Jwk::toValue).toList()));
    List<LedgerKeys.Span> spans = keys.spans();
    if (spans.size() == 1) {
      ledger.put("vkey", keys.current().text());
    } else {
      List<Value> ranges = new ArrayList<>();
      for (int i = 0; i < spans.size(); i++) {
        JsonObject range =
            new JsonObject()
                .put("vkey", keys.verifierKey(spans.get(i).key()).text())
                .put("from", spans.get(i).from());
        if (i + 1 < spans.size()) {
          range.put("to", spans.get(i + 1).from());
        }
        ranges.add(range.value());
      }
      ledger.put("vkeys", Value.arr(ranges));
    }
    return new JsonObject().put("version", 1).put("ledgers", Value.arr(List.of(ledger.value())));
  }

  private static Page page(LedgerIdentity identity, LedgerKeys keys, long size) {
    Page page = new Page();
    page.item("KEYS  ", SafeText.of(identity.origin()) + ", " + size + " records");
    List<LedgerKeys.Span> spans = keys.spans();
    for (int i = 0; i < spans.size(); i++) {
      String to = i + 1 < spans.size() ? " to below " + spans.get(i + 1).from() : " on";
      page.line("From " + spans.get(i).from() + to);
      page.line("  " + SafeText.of(keys.verifierKey(spans.get(i).key()).text()));
    }
    page.line("Genesis");
    page.line("  " + identity.genesisLeaf().base64Url());
    page.line("Authorities that genesis names");
    for (VerifyingKey authority : identity.authorities().values()) {
      page.line("  " + Jwk.thumbprint(authority).base64Url());
    }
    page.gap();
    page.item("", "Compare these with what the operator told you, before you pin them.");
    return page;
  }
}
