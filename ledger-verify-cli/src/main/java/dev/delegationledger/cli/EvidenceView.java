package dev.delegationledger.cli;

import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Value;
import java.util.Locale;
import java.util.Optional;

/** What a file of evidence comes to, as JSON and as text. */
final class EvidenceView {
  private final EvidenceVerdict verdict;

  EvidenceView(EvidenceVerdict verdict) {
    this.verdict = verdict;
  }

  JsonObject json() {
    return new JsonObject()
        .put("verdict", verdict.finding().code())
        .put("reason", verdict.reason().reason().code())
        .put("detail", verdict.reason().detail())
        .put("at", VerdictJson.at(verdict.reason()))
        .put("kind", verdict.kind().map(Named::code))
        .put("keys", Value.arr(verdict.keys().stream().map(Value::of).toList()))
        .put(
            "checkpoints",
            Value.arr(verdict.notes().stream().map(note -> json(note).value()).toList()));
  }

  static JsonObject json(SignedCheckpoint note) {
    Checkpoint said = note.checkpoint();
    return new JsonObject()
        .put("origin", said.origin())
        .put("size", said.size())
        .put("root", said.root().base64())
        .put("note", note.text());
  }

  String text() {
    Page page = new Page();
    String code = verdict.reason().reason().code();
    if (verdict.isConvicted()) {
      page.item("CONVICTED  ", whom() + ", of " + code);
    } else {
      page.item("NOT CONVICTED  ", "nothing is shown against the ledger: " + code);
    }
    field(page, "reason", verdict.reason().reason().meaning());
    field(page, "detail", SafeText.of(verdict.reason().detail()));
    verdict.reason().index().ifPresent(index -> field(page, "found at", "record " + index));
    verdict.kind().ifPresent(kind -> field(page, "kind", kind.code()));
    verdict.keys().forEach(key -> field(page, "key", SafeText.of(key)));
    field(page, "next", advice());
    if (!verdict.notes().isEmpty()) {
      page.gap().line(isOfOneKey() ? "Signed by that key" : "Signed by those keys, each its own");
      verdict.notes().forEach(note -> VerdictText.checkpoint(Optional.of(note.checkpoint()), page));
    }
    return page.toString();
  }

  private boolean isOfOneKey() {
    return verdict.keys().size() == 1;
  }

  private String whom() {
    return isOfOneKey()
        ? "the ledger's key"
        : "the ledger, one of whose keys signed what it should not have";
  }

  private String advice() {
    return verdict.isConvicted()
        ? "do not rely on this ledger. Keep this file: whoever pins the key can check it as you"
            + " did; audit the ledger for what else is wrong"
        : Advice.on(verdict.reason().reason());
  }

  private static void field(Page page, String label, String words) {
    page.item(String.format(Locale.ROOT, "  %-10s ", label), words);
  }
}
