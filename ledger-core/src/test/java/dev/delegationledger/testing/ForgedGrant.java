package dev.delegationledger.testing;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A grant to be tampered with. */
public final class ForgedGrant extends Forged<ForgedGrant> {
  public long expiresAt;
  public VerifyingKey holder;
  public long depth;
  public long maxDepth;
  public Optional<Hash> parent;
  public Scope scope;
  public Optional<Hash> delegator;
  public Hash delegate;
  public Optional<Statement.Task> task;
  public Optional<Long> notBefore;
  public Statement.Limits limits;
  public SortedMap<String, Constraint> context;
  public List<Statement.Demand> demands;
  public Optional<Statement.Quorum> quorum;
  public Optional<Statement.Renewal> replaces;

  private ForgedGrant(SignedEntry good) {
    super(good);
    Statement.Grant grant = (Statement.Grant) good.statement();
    expiresAt = grant.expiresAt();
    holder = grant.holder();
    depth = grant.depth();
    maxDepth = grant.maxDepth();
    parent = grant.parent();
    scope = grant.scope();
    delegator = grant.delegator();
    delegate = grant.delegate();
    task = grant.task();
    notBefore = grant.notBefore();
    limits = grant.limits();
    context = new TreeMap<>(grant.context());
    demands = grant.demands();
    quorum = grant.quorum();
    replaces = grant.replaces();
  }

  /** Begins with a good one. */
  public static ForgedGrant of(SignedEntry good) {
    return new ForgedGrant(good);
  }

  @Override
  Statement statement(Issued issued) {
    return new Statement.Grant(
        issued, expiresAt, holder, depth, maxDepth, parent, scope, delegator, delegate, task,
        notBefore, limits, context, demands, quorum, replaces);
  }
}
