package dev.delegationledger.authority.reference;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import java.util.Optional;

/** What a verdict comes to: proven without a reason, undecided or refused by the reason's class. */
record Answer(Optional<Reason> reason) {
  static final Answer PROVEN = new Answer(Optional.empty());

  static Answer of(Reason reason) {
    return new Answer(Optional.of(reason));
  }

  @Override
  public String toString() {
    return reason
        .map(r -> (r.reasonClass() == ReasonClass.UNDECIDED ? "undecided " : "refused ") + r.code())
        .orElse("proven");
  }
}
