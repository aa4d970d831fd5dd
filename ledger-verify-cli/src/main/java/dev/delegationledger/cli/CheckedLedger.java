package dev.delegationledger.cli;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ledger directory that may be asked about the past. What stands beside the records, look-ups,
 * status lists and totals, decides such an answer, and one row that is missing would hide a grant:
 * so all of it is derived from the records again before anything is asked, and held against the
 * trust file.
 */
final class CheckedLedger implements AutoCloseable {
  private static final List<String> PERFORMED =
      List.of(
          "trust-anchor",
          "record-form",
          "leaf-hashes",
          "links",
          "indexes",
          "record-times",
          "log-tree",
          "status-tree",
          "status-roots",
          "look-ups",
          "disclosures",
          "head",
          "checkpoint-signature",
          "entry-signatures and rules of the records that this answer rests on");

  private static final List<String> CAVEATS =
      List.of(
          "entry-signatures and rules of all other records: audit checks them",
          "Record time is the ledger's word",
          "A ledger put back to an older state, or rewritten as a whole: compare its checkpoint"
              + " with one kept elsewhere",
          "execution: what agents did beyond what is recorded");

  private final ReadableStore store;
  private final StoredLedger ledger;
  private final AsOf asOf;
  private final AuditReport report;

  private CheckedLedger(ReadableStore store, StoredLedger ledger, AsOf asOf, AuditReport report) {
    this.store = store;
    this.ledger = ledger;
    this.asOf = asOf;
    this.report = report;
  }

  /**
   * Opens and checks a ledger.
   *
   * @param trust the bytes of a trust file
   * @throws Failure if it cannot be opened, or is not whole, or not the one that is trusted
   */
  static CheckedLedger open(Path directory, byte[] trust, Streams streams) throws Failure {
    TrustAnchors anchors;
    try {
      anchors = TrustAnchors.parse(trust);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
    ReadableStore store = LedgerDirectory.open(directory);
    boolean opened = false;
    try {
      AuditReport report = audit(store, anchors, streams);
      requireSound(report);
      StoredLedger ledger = StoredLedger.over(store);
      LedgerIdentity identity = ledger.identity();
      TrustAnchors.Anchor anchor =
          anchors.of(identity.origin(), Optional.of(identity.genesisLeaf())).orElseThrow();
      AsOf asOf = Rules.ofVerifier(identity, anchor, ledger).asOf(ledger, report.size());
      opened = true;
      return new CheckedLedger(store, ledger, asOf, report);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  /** What a ledger says to a question, for a program and for a person. */
  interface Answer {
    JsonObject json() throws RefusedException;

    String text() throws RefusedException;

    int exitCode();
  }

  /** What is asked of a ledger once it was checked. */
  @FunctionalInterface
  interface Question {
    Answer of(CheckedLedger checked) throws Failure, RefusedException;
  }

  /**
   * Opens and checks a ledger, asks it, and prints what it says.
   *
   * @return the exit code
   * @throws Failure as {@link #open}, or if what the answer rests on cannot be read
   */
  static int answer(
      Path directory, byte[] trust, boolean asJson, Streams streams, Question question)
      throws Failure {
    try (CheckedLedger checked = open(directory, trust, streams)) {
      Answer answer = question.of(checked);
      if (asJson) {
        streams.out().println(answer.json().line());
      } else {
        streams.out().print(answer.text());
      }
      return answer.exitCode();
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } catch (StoreException e) {
      throw Failure.refused(Verdicts.unreadable(e));
    }
  }

  private static AuditReport audit(ReadableStore store, TrustAnchors anchors, Streams streams) {
    try (ProgressLine progress = new ProgressLine("checked", streams)) {
      return Audit.pinnedStructure(store, anchors).run(progress);
    }
  }

  /** No answer from a ledger that contradicts itself: nobody knows which part is right. */
  private static void requireSound(AuditReport report) throws Failure {
    if (report.worst().isEmpty()) {
      return;
    }
    Refusal worst = report.worst().get();
    Failure told = Failure.refused(worst);
    long others = report.findings().size() + report.more() - 1;
    throw new Failure(
        report.exitCode(),
        told.code(),
        told.message() + (others > 0 ? ", and " + others + " findings more" : ""),
        told.hint() + "; audit names all that is wrong with this ledger");
  }

  StoredLedger ledger() {
    return ledger;
  }

  AsOf asOf() {
    return asOf;
  }

  /** How many records it has. */
  long size() {
    return report.size();
  }

  /** The time of a record. */
  long timeMs(long index) throws RefusedException {
    return ledger.record(index).timeMs();
  }

  /** Says of a position what a reader has to know to ask again. */
  JsonObject position(Position position) throws RefusedException {
    return new JsonObject()
        .put("index", position.index())
        .put("newest", position.index() == size() - 1)
        .put("recordedAt", Times.ofMillis(timeMs(position.index())))
        .put("time", Times.ofMillis(position.timeMs()))
        .put("timeMs", position.timeMs());
  }

  /** As {@link #position}, for a person. */
  void position(Position position, Page page) throws RefusedException {
    boolean newest = position.index() == size() - 1;
    long recordedAt = timeMs(position.index());
    page.item(
        "  as of         ",
        "record "
            + position.index()
            + (newest ? ", the newest, " : ", ")
            + Times.ofMillis(recordedAt));
    if (position.timeMs() != recordedAt) {
      page.item(
          "  judged for    ",
          Times.ofMillis(position.timeMs())
              + (newest ? ", by nothing newer than that record" : ""));
    }
  }

  private List<String> notPerformed() {
    List<String> all = new ArrayList<>();
    if (report.unsignedTail() > 0) {
      all.add(
          "checkpoint-signature of the newest "
              + report.unsignedTail()
              + " records: the ledger signs them when it is opened next");
    }
    Vouchers.unwitnessed(report).ifPresent(all::add);
    all.addAll(CAVEATS);
    return all;
  }

  private List<String> performed() {
    return Vouchers.performed(PERFORMED, report);
  }

  /** Adds what was and was not checked. */
  JsonObject grounds(JsonObject answer) {
    return answer
        .put(
            "checks",
            new JsonObject()
                .putTexts("performed", performed())
                .putTexts("failed", List.of())
                .putTexts("notPerformed", notPerformed()))
        .put(
            "checkpoint",
            VerdictJson.checkpoint(report.checkpoint().map(SignedCheckpoint::checkpoint)));
  }

  /** As {@link #grounds(JsonObject)}, for a person. */
  void grounds(Page page) {
    page.gap().line("Checked");
    page.item("  ", String.join(", ", performed()));
    page.line("Not checked");
    notPerformed().forEach(check -> page.item("  - ", check));
    VerdictText.checkpoint(report.checkpoint().map(SignedCheckpoint::checkpoint), page);
  }

  @Override
  public void close() {
    store.close();
  }
}
