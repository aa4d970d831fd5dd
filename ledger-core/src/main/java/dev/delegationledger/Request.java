package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Builds a request: a call that an agent asks humans to approve before it makes it with {@link
 * Action#of}. Every argument, the context and the intent go into hidden slots. For one thread;
 * makes one draft.
 */
public final class Request extends CallBuilder<Request> {
  private static final Duration LIFETIME = Duration.ofDays(1);

  private Request(Granted grant) {
    super(grant.id(), grant.hash(), LIFETIME);
  }

  /** Begins a request under {@code grant}, whose holder signs it. */
  public static Request under(Granted grant) {
    return new Request(grant);
  }

  /** How long it may be approved and used, in whole seconds; a day by default, at most seven. */
  public Request expiresIn(Duration duration) {
    lasts(duration);
    return this;
  }

  /**
   * The draft, to be signed by the holder of the grant.
   *
   * @throws IllegalStateException if the tool is not named
   */
  public Draft<Requested> by(Signer holder) {
    requireTool();
    return finish(holder, this::statement, Requested::new);
  }

  private Statement statement(Writing writing) {
    Issued issued = writing.issued();
    return new Statement.Request(
        issued, issued.issuedAt() + lifetime(), call(writing, Optional.empty()));
  }

  @Override
  Request self() {
    return this;
  }
}
