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
  /** Closes a grant, an enrolment, a group or an archetype, and all below it. */
  REVOCATION("revocation+jwt"),
  /** What the ledger demands beyond the rules: risk tiers, lifetimes, roles. */
  POLICY("policy+jwt"),
  /** A template that bounds what its instances may be granted. */
  ARCHETYPE("archetype+jwt"),
  /** Members, and who of them is on call when. */
  GROUP("group+jwt"),
  /** An action that asks for approval before it is done. */
  REQUEST("request+jwt"),
  /** A human's yes or no to one exact statement. */
  APPROVAL("approval+jwt"),
  /** Moves the ownership of an agent, once the new owner approves. */
  TRANSFER("transfer+jwt"),
  /** Halts a principal, a grant or an archetype until it is resumed. */
  SUSPENSION("suspension+jwt"),
  /** Ends a suspension. */
  RESUMPTION("resumption+jwt"),
  /** Closes the grants of a task that is done. */
  COMPLETION("completion+jwt"),
  /** Says since when a key is no longer its holder's alone. */
  COMPROMISE("compromise+jwt"),
  /** Adds an enrolment authority, ends one, or both. */
  AUTHORITY("authority+jwt"),
  /** Has the ledger delete what opens hidden slots of an entry. */
  ERASURE("erasure+jwt"),
  /** An action that was refused, with the actor's own signature. */
  DENIAL("denial+jwt"),
  /** A call that tokens of another program permitted, with these tokens. */
  FOREIGN_CALL("foreign-call+jwt"),
  /** Gives the ledger another key, under the one that it had. */
  LEDGER_KEY("ledger-key+jwt");

  private final String typ;

  Kind(String typ) {
    this.typ = typ;
  }

  /** Whether something can happen to a statement of this kind, so that its status is asked for. */
  public boolean hasStatus() {
    return switch (this) {
      case GENESIS,
          ENROLMENT,
          GRANT,
          ACTION,
          OUTCOME,
          REVOCATION,
          ARCHETYPE,
          GROUP,
          REQUEST,
          TRANSFER ->
          true;
      case POLICY,
          APPROVAL,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          AUTHORITY,
          ERASURE,
          DENIAL,
          FOREIGN_CALL,
          LEDGER_KEY ->
          false;
    };
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
