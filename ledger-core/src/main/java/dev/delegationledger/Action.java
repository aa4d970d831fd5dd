package dev.delegationledger;

import dev.delegationledger.authority.Attempt;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Builds an action: what an agent sets out to do under a grant. Every argument, the context and the
 * intent go into hidden slots. For one thread; makes one draft.
 *
 * <p>A call that needs approval is asked for with a {@link Request} first, and then made with
 * {@link #of}.
 */
public final class Action extends CallBuilder<Action> {
  private static final String UNSIGNED_JTI = "unsigned";
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  /** The request whose call this action repeats, slot by slot. */
  private final Optional<Requested> repeated;

  /** The thumbprint of the key that is to sign. */
  private final Supplier<Hash> holder;

  private Optional<Requested> request = Optional.empty();
  private Optional<Recorded> cause = Optional.empty();

  private Action(Statement.Call call, Requested repeated) {
    super(call.grantId(), call.grant(), LIFETIME);
    this.holder = () -> repeated.statement().issued().signer();
    this.repeated = Optional.of(repeated);
    this.request = this.repeated;
  }

  private Action(Granted grant) {
    super(grant.id(), grant.hash(), LIFETIME);
    this.holder = () -> Jwk.thumbprint(grant.statement().holder());
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

  /**
   * The action as its holder would sign it at {@code nowSeconds}, for the gate: nothing is hidden,
   * salted or signed. It may be made again and again while the builder is open.
   *
   * @throws IllegalStateException if the tool is not named
   */
  Attempt attempt(String ledger, long nowSeconds, Position at) {
    if (repeated.isEmpty()) {
      requireTool();
    }
    Issued issued =
        new Issued(holder.get(), Optional.of(ledger), UNSIGNED_JTI, nowSeconds, Set.of());
    Optional<SignedEntry> asked = request.map(Recorded::entry);
    Statement.Action statement =
        new Statement.Action(
            issued,
            nowSeconds + lifetime(),
            repeated.map(r -> r.statement().call()).orElseGet(() -> call(asked)),
            request.map(Recorded::hash),
            cause.map(Recorded::hash));
    return new Attempt(statement, asked, at);
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
