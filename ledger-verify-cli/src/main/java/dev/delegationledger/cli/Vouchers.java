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

/** Who vouches for the checkpoint of a verdict: its ledger, and the witnesses that cosigned it. */
final class Vouchers {
  private Vouchers() {}

  /** The lines below the checkpoint. */
  static void text(Verdict verdict, Page page) {
    page.line("Vouched for by");
    if (verdict.witnesses().isEmpty()) {
      page.item("  ", "the ledger's key alone: order, time, statuses and charges");
      return;
    }
    Witnessing found = verdict.witnesses().get();
    page.item("  ", "the ledger's key: order, record times, statuses and charges");
    found
        .cosigned()
        .forEach(
            one ->
                page.item(
                    "  witness  ",
                    name(one.witness()) + ", who signed at " + Times.ofSeconds(one.timestamp())));
    if (!found.absent().isEmpty()) {
      String absent = found.absent().stream().map(Vouchers::name).collect(Collectors.joining(", "));
      page.item("  without  ", absent);
    }
    page.item("  quorum   ", quorum(found));
  }

  private static String quorum(Witnessing found) {
    if (found.existedBy().isEmpty()) {
      return found.quorumMet() ? "none demanded" : "MISSING";
    }
    return "one consistent history that existed by "
        + Times.ofSeconds(found.existedBy().get())
        + ", none larger seen at "
        + Times.ofSeconds(found.largestAsOf().orElse(found.existedBy().get()))
        + "; they read no record";
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
    Optional<Witnessing> found = verdict.witnesses();
    return new JsonObject()
        .put("ledger", verdict.checkpoint().get().origin())
        .put("quorum", found.map(Vouchers::quorumCode).orElse("no-policy"))
        .put("existedBy", time(found.flatMap(Witnessing::existedBy)))
        .put("largestAsOf", time(found.flatMap(Witnessing::largestAsOf)))
        .put(
            "witnesses",
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
        .put("overlap", number(found.map(w -> w.policy().overlap())))
        .value();
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
