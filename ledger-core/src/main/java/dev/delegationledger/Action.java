package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Builds an action: what an agent sets out to do under a grant. Every argument, the context and the
 * intent go into hidden slots. For one thread; makes one draft.
 *
 * <p>A call that needs approval is asked for with a {@link Request} first, and then made with
 * {@link #of}.
 */
public final class Action extends CallBuilder<Action> {
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  /** The request whose call this action repeats, slot by slot. */
  private final Optional<Requested> repeated;

  private Optional<Requested> request = Optional.empty();
  private Optional<Recorded> cause = Optional.empty();

  private Action(Statement.Call call, Requested repeated) {
    super(call.grantId(), call.grant(), LIFETIME);
    this.repeated = Optional.of(repeated);
    this.request = this.repeated;
  }

  private Action(Granted grant) {
    super(grant.id(), grant.hash(), LIFETIME);
    this.repeated = Optional.empty();
  }

  /** Begins an action under {@code grant}, whose holder signs it. */
  public static Action under(Granted grant) {
    return new Action(grant);
  }

  /**
   * Begins the action that {@code request} asked for: the same call, with nothing to add to it. The
   * key that signed the request signs it.
   */
  public static Action of(Requested request) {
    return new Action(request.statement().call(), request);
  }

  /**
   * The request whose approvals it rests on. The call has to be the request's in every value: the
   * slots that hide the same value are the request's own. {@link #of} repeats all of it.
   */
  public Action request(Requested asked) {
    requireCallOpen();
    request = Optional.of(asked);
    return this;
  }

  /** The entry that led to it. */
  public Action causedBy(Recorded entry) {
    requireOpen();
    cause = Optional.of(entry);
    return this;
  }

  /** How long it may wait to be recorded, in whole seconds; 60 by default, at most 300. */
  public Action expiresIn(Duration duration) {
    lasts(duration);
    return this;
  }

  /**
   * The draft, to be signed by the holder of the grant.
   *
   * @throws IllegalStateException if the tool is not named
   */
  public Draft<Acted> by(Signer holder) {
    requireOpen();
    if (repeated.isEmpty()) {
      requireTool();
    }
    return finish(holder, this::statement, Acted::new);
  }

  private Statement statement(Writing writing) {
    Issued issued = writing.issued();
    return new Statement.Action(
        issued,
        issued.issuedAt() + lifetime(),
        repeated
            .map(asked -> repeat(writing, asked))
            .orElseGet(() -> call(writing, request.map(Recorded::entry))),
        request.map(Recorded::hash),
        cause.map(Recorded::hash));
  }

  private static Statement.Call repeat(Writing writing, Requested asked) {
    asked.entry().disclosures().values().forEach(writing::disclose);
    return asked.statement().call();
  }

  @Override
  Action self() {
    return this;
  }

  @Override
  void requireCallOpen() {
    super.requireCallOpen();
    if (repeated.isPresent()) {
      throw new IllegalStateException("action: it repeats the call of its request as it is");
    }
  }
}
