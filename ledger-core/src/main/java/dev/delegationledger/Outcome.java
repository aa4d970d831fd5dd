package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.OutcomeStatus;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds an outcome: what came of an action. An action has one. Results go into a hidden slot; they
 * are strings, whole numbers, {@link java.math.BigDecimal}, booleans, {@link Value}, or lists and
 * maps of them, and anything else throws {@link IllegalArgumentException}. For one thread; makes
 * one draft.
 */
public final class Outcome extends Builder {
  private final Acted action;
  private final OutcomeStatus status;
  private final Optional<Value> result;

  private Outcome(Acted action, OutcomeStatus status, Optional<Value> result) {
    this.action = action;
    this.status = status;
    this.result = result;
  }

  /** The tool reported success. */
  public static Outcome succeeded(Acted action) {
    return new Outcome(action, OutcomeStatus.SUCCEEDED, Optional.empty());
  }

  /** The tool reported success and returned {@code result}. */
  public static Outcome succeeded(Acted action, @Nullable Object result) {
    return new Outcome(action, OutcomeStatus.SUCCEEDED, Optional.of(Values.of(result)));
  }

  /** The tool reported failure, or was not reached. */
  public static Outcome failed(Acted action) {
    return new Outcome(action, OutcomeStatus.FAILED, Optional.empty());
  }

  /** The tool reported failure, or was not reached; {@code result} says more. */
  public static Outcome failed(Acted action, @Nullable Object result) {
    return new Outcome(action, OutcomeStatus.FAILED, Optional.of(Values.of(result)));
  }

  /** The agent gave up before it called the tool. */
  public static Outcome abandoned(Acted action) {
    return new Outcome(action, OutcomeStatus.ABANDONED, Optional.empty());
  }

  /** The draft, to be signed by the action's own signer. */
  public Draft<Recorded> by(Signer actor) {
    return draft(actor, Optional.empty());
  }

  /** The draft, to be signed by an enrolled service that saw what happened. */
  public Draft<Recorded> by(Enrolled service, Signer serviceKey) {
    return draft(serviceKey, Optional.of(service));
  }

  private Draft<Recorded> draft(Signer signer, Optional<Enrolled> service) {
    return finish(
        signer,
        writing ->
            new Statement.Outcome(
                writing.issued(),
                action.hash(),
                status,
                writing.hide(SlotName.RESULT, result),
                service.map(Recorded::hash)),
        Recorded::new);
  }
}
