package dev.delegationledger.entry;

import dev.delegationledger.model.RefusedException;
import java.util.Set;

/** The claims of a foreign call. */
final class ForeignCallClaims {
  private ForeignCallClaims() {}

  static Statement.ForeignCall read(ClaimsReader in) throws RefusedException {
    return new Statement.ForeignCall(
        in.issued(Set.of()),
        in.dl.hash("service"),
        ClaimsReader.key(in.dl, "anchor"),
        ClaimsReader.optionalLabel(in.dl, "audience"),
        ClaimsReader.label(in.dl, "tool"),
        in.dl.hash("holder"),
        ClaimsReader.label(in.dl, "possession"),
        ClaimsReader.slot(in.dl, "presented"));
  }

  static void write(Statement.ForeignCall call, ObjectWriter dl) {
    dl.hash("service", call.service())
        .key("anchor", call.anchor())
        .text("audience", call.audience())
        .text("tool", call.tool())
        .hash("holder", call.holder())
        .text("possession", call.possession())
        .slot("presented", call.presented());
  }
}
