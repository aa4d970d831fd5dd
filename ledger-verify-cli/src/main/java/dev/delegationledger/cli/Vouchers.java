package dev.delegationledger.cli;

import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who vouches for the checkpoint of a verdict: its ledger, and the witnesses and auditing cosigners
 * that cosigned it.
 */
final class Vouchers {
  private Vouchers() {}

  /** The lines below the checkpoint. */
  static void text(Verdict verdict, Page page) {
    page.line("Vouched for by");
    if (verdict.witnesses().isEmpty() && verdict.auditors().isEmpty()) {
      page.item("  ", "the ledger's key alone: order, time, statuses and charges");
      return;
    }
    page.item("  ", "the ledger's key: order, record times, statuses and charges");
    verdict.witnesses().ifPresent(found -> text("witness", "they read no record", found, page));
    verdict.auditors().ifPresent(found -> text("auditor", recomputed(found), found, page));
  }

  private static void text(String who, String beside, Witnessing found, Page page) {
    found
        .cosigned()
        .forEach(
            one ->
                page.item(
                    "  " + who + "  ",
                    name(one.witness()) + ", who signed at " + Times.ofSeconds(one.timestamp())));
    if (!found.absent().isEmpty()) {
      String absent = found.absent().stream().map(Vouchers::name).collect(Collectors.joining(", "));
      page.item("  without  ", absent);
    }
    page.item("  quorum   ", quorum(found, beside));
  }

  private static String quorum(Witnessing found, String beside) {
    if (found.existedBy().isEmpty()) {
      return found.quorumMet() ? "none demanded" : "MISSING";
    }
    return "one consistent history that existed by "
        + Times.ofSeconds(found.existedBy().get())
        + ", none larger seen at "
        + Times.ofSeconds(found.largestAsOf().orElse(found.existedBy().get()))
        + "; "
        + beside;
  }

  private static String recomputed(Witnessing found) {
    String names =
        found.cosigned().stream()
            .map(one -> SafeText.of(one.witness().name()))
            .collect(Collectors.joining(", "));
    return "order, statuses and charges were recomputed from the records by " + names;
  }

  private static String name(WitnessPolicy.Witness witness) {
    return SafeText.of(witness.name()) + " (" + SafeText.of(witness.key().name()) + ")";
  }

  /** What an audit performed, and whether a quorum of witnesses was among it. */
  static List<String> performed(List<String> always, AuditReport report) {
    List<String> all = new ArrayList<>(always);
    report.witnessed().ifPresent(size -> all.add(Check.COSIGNATURES.code()));
    return all;
  }

  /** Which records of an audited ledger no witness has vouched for yet, though others are. */
  static Optional<String> unwitnessed(AuditReport report) {
    return report
        .witnessed()
        .filter(size -> size < report.size())
        .map(
            size ->
                Check.COSIGNATURES.code()
                    + " of the newest "
                    + (report.size() - size)
                    + " records: a quorum of witnesses has vouched for the first "
                    + size);
  }

  /** The same as JSON; {@code null} if no checkpoint was established. */
  static Value json(Verdict verdict) {
    if (verdict.checkpoint().isEmpty()) {
      return Value.NULL;
    }
    return json(verdict.witnesses(), "witnesses")
        .put("ledger", verdict.checkpoint().get().origin())
        .put(
            "auditing",
            verdict
                .auditors()
                .map(found -> json(Optional.of(found), "auditors").value())
                .orElse(Value.NULL))
        .value();
  }

  /** What a policy's cosigners say; {@code null} and nobody if there is none. */
  private static JsonObject json(Optional<Witnessing> found, String who) {
    return new JsonObject()
        .put("quorum", found.map(Vouchers::quorumCode).orElse("no-policy"))
        .put("existedBy", time(found.flatMap(Witnessing::existedBy)))
        .put("largestAsOf", time(found.flatMap(Witnessing::largestAsOf)))
        .put(
            who,
            list(
                found.map(Witnessing::cosigned).orElse(List.of()).stream()
                    .map(
                        one ->
                            witness(one.witness())
                                .put("time", Times.ofSeconds(one.timestamp()))
                                .put("timeSeconds", one.timestamp()))
                    .toList()))
        .put(
            "absent",
            list(
                found.map(Witnessing::absent).orElse(List.of()).stream()
                    .map(Vouchers::witness)
                    .toList()))
        .put("smallestQuorum", number(found.map(w -> w.policy().smallestQuorum())))
        .put("overlap", number(found.map(w -> w.policy().overlap())));
  }

  private static String quorumCode(Witnessing found) {
    if (!found.policy().demandsWitnesses()) {
      return "none-demanded";
    }
    return found.quorumMet() ? "met" : "missing";
  }

  private static JsonObject witness(WitnessPolicy.Witness witness) {
    return new JsonObject()
        .put("name", witness.name())
        .put("key", witness.key().name())
        .put("algorithm", witness.key().algorithm().code());
  }

  private static Value list(List<JsonObject> objects) {
    return Value.arr(objects.stream().map(JsonObject::value).toList());
  }

  private static Value time(Optional<Long> seconds) {
    return seconds.map(s -> Value.of(Times.ofSeconds(s))).orElse(Value.NULL);
  }

  private static Value number(Optional<Integer> number) {
    return number.map(n -> Value.of((long) n)).orElse(Value.NULL);
  }
}
