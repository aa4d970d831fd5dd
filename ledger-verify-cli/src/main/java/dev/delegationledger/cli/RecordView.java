package dev.delegationledger.cli;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One record, as far as it can be decoded. A record that contradicts the ledger is shown all the
 * same, beside the finding: a person has to see what is there.
 */
final class RecordView {
  private static final String HIDDEN = "(hidden)";

  private final long index;
  private final String raw;
  private @Nullable RawRecord record;
  private @Nullable CompactJws jws;
  private @Nullable Value claims;
  private @Nullable SignedEntry entry;
  private StatusList status = StatusList.LIVE;
  private final Map<String, Verdict.Erased> erased = new TreeMap<>();
  private @Nullable Refusal finding;

  private RecordView(long index, String raw) {
    this.index = index;
    this.raw = raw;
  }

  /**
   * Reads the record at {@code index}.
   *
   * @throws Failure {@code unknown-record} if the ledger ends before it
   * @throws RefusedException if the ledger should hold it and does not
   */
  static RecordView of(StoredLedger ledger, long index) throws Failure, RefusedException {
    long size = ledger.head().size();
    if (index >= size) {
      throw new Failure(
          Reason.RECORD_MISSING.reasonClass().exitCode(),
          "unknown-record",
          "show record " + index + ": expected an index below the ledger's size, " + size,
          "the newest record is " + (size - 1));
    }
    byte[] bytes = ledger.store().get(Table.RECORDS, Keys.index(index));
    if (bytes == null) {
      throw new RefusedException(
          Refusal.at(index, Reason.RECORD_LOST, "read record: expected one, got none"));
    }
    RecordView view = new RecordView(index, new String(bytes, StandardCharsets.ISO_8859_1));
    view.decode(ledger, bytes);
    return view;
  }

  /** Each step on what the one before gave; the first finding stays. */
  private void decode(StoredLedger ledger, byte[] bytes) {
    RawRecord parsed = attempt(() -> RawRecord.parse(Bytes.of(bytes)));
    record = parsed;
    if (parsed == null) {
      return;
    }
    attempt(() -> ledger.record(index));
    CompactJws framed = attempt(() -> CompactJws.parse(parsed.jws()));
    jws = framed;
    if (framed != null) {
      claims = attempt(() -> claims(framed));
      List<Disclosure> disclosures = attempt(() -> ledger.disclosures(index));
      entry =
          attempt(
              () -> SignedEntry.of(parsed.jws(), disclosures == null ? List.of() : disclosures));
      if (entry == null && disclosures != null) {
        entry = attempt(() -> SignedEntry.of(parsed.jws(), List.of()));
      }
    }
    StatusList facts = attempt(() -> ledger.status(index).orElse(StatusList.LIVE));
    status = facts == null ? StatusList.LIVE : facts;
    SignedEntry read = entry;
    if (read != null) {
      for (Fact fact : status.facts()) {
        if (fact.is().equals("erased")) {
          attempt(() -> erasure(ledger, read, fact.at()));
        }
      }
    }
  }

  /** What the record at {@code at} erased of {@code read}, whether it was allowed to or not. */
  private boolean erasure(StoredLedger ledger, SignedEntry read, long at) throws RefusedException {
    if (ledger.signedEntry(at).statement() instanceof Statement.Erasure erasure) {
      long time = ledger.record(at).timeMs();
      String by = signer(ledger, erasure);
      boolean retention = erasure.policy().isPresent();
      for (String slot : erasure.digests(read.statement()).keySet()) {
        erased.putIfAbsent(slot, new Verdict.Erased(index, slot, at, time, by, retention));
      }
    }
    return true;
  }

  private static String signer(StoredLedger ledger, Statement.Erasure erasure)
      throws RefusedException {
    OptionalLong by = erasure.by().map(ledger::indexOf).orElse(OptionalLong.empty());
    return by.isPresent()
            && ledger.signedEntry(by.getAsLong()).statement() instanceof Statement.Enrolment who
        ? who.id()
        : Jwk.THUMBPRINT_URI_PREFIX + erasure.issued().signer().base64Url();
  }

  private interface Step<T> {
    T run() throws RefusedException;
  }

  private <T> @Nullable T attempt(Step<T> step) {
    try {
      return step.run();
    } catch (RefusedException e) {
      if (finding == null) {
        finding = e.refusal().orAt(index);
      }
      return null;
    }
  }

  private static Value claims(CompactJws jws) throws RefusedException {
    byte[] payload = jws.payload().toArray();
    try {
      return Json.parse(payload, payload.length);
    } catch (JsonException e) {
      throw RefusedException.of(Reason.CLAIMS_MALFORMED, "read claims: " + e.getMessage());
    }
  }

  /** The first thing that is wrong with it, if anything is. */
  Optional<Refusal> finding() {
    return Optional.ofNullable(finding);
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("index", index)
            .put("record", raw)
            .put("reason", finding().map(f -> f.reason().code()))
            .put("detail", finding().map(Refusal::detail))
            .put("leafHash", Value.NULL)
            .put("context", Value.NULL)
            .put("header", Value.NULL)
            .put("claims", claims == null ? Value.NULL : JsonObject.fitting(claims))
            .put("entry", Value.NULL)
            .put("slots", Value.NULL)
            .put("status", status.toValue());
    if (record != null) {
      json.put("leafHash", record.leafHash().base64());
      json.put("context", context(record));
    }
    if (jws != null) {
      json.put("header", new JsonObject().put("alg", jws.alg()).put("typ", jws.typ()));
    }
    if (entry != null) {
      json.put(
          "entry",
          new JsonObject()
              .put("hash", entry.hash().base64Url())
              .put("kind", entry.kind().typ())
              .put("signer", entry.statement().issued().signer().base64Url()));
      JsonObject slots = new JsonObject();
      slots(entry).forEach((name, slot) -> slots.put(name, slot(entry, name, slot)));
      json.put("slots", slots);
    }
    return json;
  }

  private static JsonObject context(RawRecord record) {
    return new JsonObject()
        .put("index", record.index())
        .put("time", Times.ofMillis(record.timeMs()))
        .put("timeMs", record.timeMs())
        .put("previous", record.previous().base64())
        .put("statusRoot", record.statusRoot().base64())
        .put("charges", record.charges().toString());
  }

  private static Map<String, Slot> slots(SignedEntry entry) {
    return new TreeMap<>(entry.statement().slots());
  }

  private JsonObject slot(SignedEntry entry, String name, Slot slot) {
    Optional<Value> value = entry.read(name);
    Verdict.Erased gone = erased.get(name);
    return new JsonObject()
        .put("erased", gone == null ? Value.NULL : Erasures.json(gone).value())
        .put("hidden", value.isEmpty())
        .put("digest", digest(slot).map(Hash::base64Url))
        .put("value", value.map(JsonObject::fitting).orElse(Value.NULL));
  }

  private static Optional<Hash> digest(Slot slot) {
    return slot instanceof Slot.Hidden hidden ? Optional.of(hidden.digest()) : Optional.empty();
  }

  String text() {
    Page page = new Page();
    page.line(
        "Record " + index + (jws == null ? "" : ", " + jws.typ().map(SafeText::of).orElse("?")));
    finding()
        .ifPresent(
            f -> {
              page.item("  CONTRADICTION  ", f.reason().code() + ": " + f.reason().meaning());
              page.item("  detail         ", SafeText.of(f.detail()));
              page.item("  next           ", Advice.on(f.reason()));
            });
    page.gap().line("Raw");
    raw.lines().forEach(line -> page.line("  " + SafeText.of(line, RawRecord.MAX_SIZE)));
    if (record != null) {
      page.gap().line("Context");
      page.line("  time         " + Times.ofMillis(record.timeMs()));
      page.line("  leaf hash    " + record.leafHash().base64());
      page.line("  previous     " + record.previous().base64());
      page.line("  status root  " + record.statusRoot().base64());
      page.line("  charges      " + SafeText.of(record.charges().toString()));
    }
    if (jws != null) {
      page.gap().line("Header");
      page.line(
          "  alg "
              + SafeText.of(jws.alg())
              + ", typ "
              + jws.typ().map(SafeText::of).orElse("none"));
    }
    if (claims instanceof Value.Obj object) {
      page.gap().line("Claims");
      object.members().forEach((name, value) -> claim(page, name, value));
    }
    if (entry != null) {
      page.gap().line("Entry");
      page.line("  hash    " + entry.hash().base64Url());
      page.line("  signer  " + entry.statement().issued().signer().base64Url());
      SignedEntry read = entry;
      slots(read)
          .keySet()
          .forEach(
              name ->
                  page.item(
                      "  slot    ",
                      SafeText.of(name)
                          + " = "
                          + read.read(name)
                              .map(v -> SafeText.of(Json.canonicalText(v)))
                              .orElseGet(() -> hidden(name))));
    }
    page.gap().line("Since then");
    page.line("  " + (status.facts().isEmpty() ? "nothing happened to it" : ""));
    status.facts().forEach(fact -> page.line("  " + fact.is() + " by record " + fact.at()));
    return page.toString();
  }

  private String hidden(String slot) {
    Verdict.Erased gone = erased.get(slot);
    return gone == null
        ? HIDDEN
        : "(erased " + Erasures.by(gone.at(), gone.timeMs(), gone.by()) + ")";
  }

  /** One claim a line, and one line for each member of {@code dl}: there the kinds differ. */
  private static void claim(Page page, String name, Value value) {
    if (name.equals("dl") && value instanceof Value.Obj dl) {
      dl.members().forEach((member, inner) -> shown(page, "dl." + member, inner));
    } else {
      shown(page, name, value);
    }
  }

  private static void shown(Page page, String name, Value value) {
    page.item(
        "  " + SafeText.of(name) + " ",
        "    ",
        SafeText.of(Json.canonicalText(value), RawRecord.MAX_SIZE));
  }
}
