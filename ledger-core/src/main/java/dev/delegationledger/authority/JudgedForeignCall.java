package dev.delegationledger.authority;

import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Refusal;
import java.util.Optional;

/**
 * A recorded call that tokens of another program permitted, and what can be said of it. Immutable.
 *
 * @param position where it stands, and its time
 * @param entry as the service signed it, with what is still disclosed of it
 * @param service principal id of the service that judged and reports it
 * @param verdict what the tokens say of it, by the anchor and the audience that the service names;
 *     empty if they are not disclosed any more
 * @param finding why it does not stand: the first reason; empty if it stands
 */
public record JudgedForeignCall(
    Position position,
    SignedEntry entry,
    Optional<String> service,
    Optional<AatVerdict> verdict,
    Optional<Refusal> finding) {
  /** What it says. */
  public Statement.ForeignCall statement() {
    return (Statement.ForeignCall) entry.statement();
  }
}
