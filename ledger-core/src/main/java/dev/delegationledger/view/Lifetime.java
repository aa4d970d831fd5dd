package dev.delegationledger.view;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import java.util.OptionalLong;

/**
 * How long decisions can rest on a statement of its own accord: what the table {@link
 * dev.delegationledger.store.Table#BY_END} is ordered by. Stateless.
 */
final class Lifetime {
  /** The end of what has none. */
  static final long NEVER = Long.MAX_VALUE;

  private Lifetime() {}

  /**
   * The second from which nothing new can rest on {@code statement}; {@link #NEVER} for what may be
   * cited for good.
   *
   * @return empty for calls and what came of them, on which nothing rests, and for what only acts
   *     through the facts that it causes: those lead to it
   */
  static OptionalLong end(Statement statement) {
    return switch (statement.kind()) {
      case GENESIS, ARCHETYPE, GROUP -> OptionalLong.of(NEVER);
      case ENROLMENT -> OptionalLong.of(end((Statement.Enrolment) statement));
      case GRANT -> OptionalLong.of(((Statement.Grant) statement).expiresAt());
      case REQUEST -> OptionalLong.of(((Statement.Request) statement).expiresAt());
      case ACTION,
          OUTCOME,
          DENIAL,
          FOREIGN_CALL,
          ERASURE,
          POLICY,
          APPROVAL,
          TRANSFER,
          REVOCATION,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          AUTHORITY,
          LEDGER_KEY ->
          OptionalLong.empty();
    };
  }

  /** There are as many agents as there were tasks; of all others there are few. */
  private static long end(Statement.Enrolment enrolment) {
    return enrolment.principal() == PrincipalKind.AGENT ? enrolment.expiresAt() : NEVER;
  }
}
