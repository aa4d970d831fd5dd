package dev.delegationledger.entry;

import dev.delegationledger.json.Members;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The claims of a denial. */
final class DenialClaims {
  /** As many as a chain of grants may have. */
  private static final long MAX_HOP = 1 << 10;

  private static final int MAX_SLOTS = 1 << 10;

  private DenialClaims() {}

  static Statement.Denial read(ClaimsReader in) throws RefusedException {
    RefusedAction refused = RefusedAction.parse(in.dl.text("refused"));
    return new Statement.Denial(
        in.issued(Set.of()),
        in.dl.hash("service"),
        refused,
        withheld(in.dl, refused),
        new Statement.Ground(
            ClaimsReader.constant(in.dl, "reason", Reason.class),
            ClaimsReader.optionalWithin(in.dl, "record", 0, Long.MAX_VALUE),
            ClaimsReader.optionalWithin(in.dl, "hop", 0, MAX_HOP)),
        unrecorded(in.dl));
  }

  private static List<String> withheld(Members dl, RefusedAction refused) throws RefusedException {
    if (!ClaimsReader.has(dl, "withheld")) {
      return List.of();
    }
    List<String> withheld = dl.texts("withheld");
    ClaimsReader.requireCount(dl, "withheld", withheld, 1, MAX_SLOTS);
    ClaimsReader.requireDistinct(dl, "withheld", withheld);
    for (String name : withheld) {
      if (!(refused.statement().slots().get(name) instanceof Slot.Hidden)) {
        throw dl.refused("withheld", "expected names of hidden slots of the action");
      }
    }
    return withheld;
  }

  private static Optional<Statement.Unrecorded> unrecorded(Members dl) throws RefusedException {
    Optional<Members> more = dl.optionalObject("more");
    if (more.isEmpty()) {
      return Optional.empty();
    }
    Members in = more.get();
    Statement.Unrecorded unrecorded =
        new Statement.Unrecorded(
            ClaimsReader.constant(in, "reason", Reason.class),
            ClaimsReader.positive(in, "count"),
            in.whole("since"),
            in.whole("until"));
    in.end();
    if (unrecorded.since() > unrecorded.until()) {
      throw in.refused("until", "expected it at or after since");
    }
    return Optional.of(unrecorded);
  }

  static void write(Statement.Denial denial, ObjectWriter dl) {
    dl.hash("service", denial.service())
        .text("refused", denial.refused().compact())
        .code("reason", denial.because().reason())
        .whole("record", denial.because().record())
        .whole("hop", denial.because().hop());
    if (!denial.withheld().isEmpty()) {
      dl.texts("withheld", denial.withheld());
    }
    denial
        .unrecorded()
        .ifPresent(
            more ->
                dl.object(
                    "more",
                    new ObjectWriter()
                        .code("reason", more.reason())
                        .whole("count", more.count())
                        .whole("since", more.since())
                        .whole("until", more.until())));
  }
}
