package dev.delegationledger.docs;

import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Checks;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.StoredLedger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What docs/format.md says in tables and lists that follow from the code. */
final class FormatValues {
  private FormatValues() {}

  /** The test values: what they are, and the value. */
  static Map<String, String> testValues(ExampleLedger example) throws RefusedException {
    StoredLedger stored = example.stored();
    List<SignedEntry> entries = example.entries();
    Statement.Enrolment human = (Statement.Enrolment) entries.get(1).statement();
    RawRecord action = stored.record(ExampleLedger.ACTION);
    SignedEntry actionEntry = entries.get(ExampleLedger.ACTION);
    Disclosure amount = actionEntry.disclosures().get("arguments/amount");
    if (amount == null) {
      throw new AssertionError("the example discloses its amount");
    }
    Checkpoint checkpoint = stored.head().checkpoint().orElseThrow().checkpoint();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("ledger id", stored.identity().id());
    values.put("verifier key", example.vkey());
    values.put(
        "thumbprint of the human's key (`iss` of records 3 and 4)",
        Jwk.thumbprint(human.key()).base64Url());
    values.put(
        "thumbprint of the second agent's key, P-256 (`iss` of record 7)",
        actionEntry.statement().issued().signer().base64Url());
    values.put("leaf hash of record 0", stored.record(0).leafHash().base64());
    values.put("leaf hash of record 7, so `previous` of record 8", action.leafHash().base64());
    values.put(
        "hash of the root grant, so `par_hash` of the second", entries.get(4).hash().base64Url());
    values.put(
        "hash of the second grant, so `aat_hash` of the action", entries.get(6).hash().base64Url());
    values.put("hash of the action, so `dl.action` of the outcome", action(actionEntry));
    values.put("disclosure of the amount, 84000", amount.encoded());
    values.put("its digest, in the slot `amount` of the action", amount.digest().base64Url());
    values.put("status default, level 0 (the live leaf)", StatusTree.DEFAULTS.get(0).base64());
    values.put("status default, level 1", StatusTree.DEFAULTS.get(1).base64());
    values.put(
        "status default, level 40, so the status root of records 0 to 8",
        StatusTree.DEFAULTS.get(40).base64());
    values.put(
        "status leaf of `[{\"at\":9,\"is\":\"revoked\"}]`",
        StatusList.LIVE.plus(new Fact(9, "revoked")).leafHash().base64());
    values.put("status root of record 13", stored.record(13).statusRoot().base64());
    values.put("root over the 14 records", checkpoint.root().base64());
    return values;
  }

  private static String action(SignedEntry entry) {
    return entry.hash().base64Url();
  }

  /** The rows of the table of test values. */
  static String valueRows(ExampleLedger example) throws RefusedException {
    return testValues(example).entrySet().stream()
        .map(row -> "| " + row.getKey() + " | `" + row.getValue() + "` |")
        .collect(Collectors.joining("\n"));
  }

  /** The rows of the table of reasons, in the order of the enum. */
  static String reasonRows() {
    return Arrays.stream(Reason.values())
        .map(
            reason ->
                "| `%s` | %s | %d | %s |"
                    .formatted(
                        reason.code(),
                        reason.reasonClass().name().toLowerCase(Locale.ROOT),
                        reason.reasonClass().exitCode(),
                        reason.meaning()))
        .collect(Collectors.joining("\n"));
  }

  /** The codes of all checks, in the order they run. */
  static String checks() {
    return Arrays.stream(Check.values())
        .map(check -> "`" + check.code() + "`")
        .collect(Collectors.joining(", "));
  }

  /** What no verdict on one file covers. */
  static String caveats() {
    return Checks.CAVEATS.stream().map(caveat -> "- " + caveat).collect(Collectors.joining("\n"));
  }
}
