package dev.delegationledger.entry;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of entry; the JWS header's {@code typ} names one exactly. */
public enum Kind {
  /** Record 0: what the ledger is, signed with its own key. */
  GENESIS("genesis+jwt"),
  /** Names a principal and binds a key to it. */
  ENROLMENT("enrolment+jwt"),
  /** Gives a delegate authority; an Attenuating Authorization Token. */
  GRANT("aat+jwt"),
  /** What an agent set out to do under a grant. */
  ACTION("action+jwt"),
  /** What came of an action. */
  OUTCOME("outcome+jwt"),
  /** Closes a grant or an enrolment and all below it. */
  REVOCATION("revocation+jwt");

  private final String typ;

  Kind(String typ) {
    this.typ = typ;
  }

  /** The header value. */
  public String typ() {
    return typ;
  }

  /** The kind with this header value, compared exactly. */
  public static Optional<Kind> ofTyp(String typ) {
    return Arrays.stream(values()).filter(kind -> kind.typ.equals(typ)).findFirst();
  }
}
