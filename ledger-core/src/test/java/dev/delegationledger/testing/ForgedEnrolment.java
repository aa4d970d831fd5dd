package dev.delegationledger.testing;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.scope.Scope;
import java.util.Optional;

/** An enrolment to be tampered with; its proof of possession is made anew for what it says then. */
public final class ForgedEnrolment extends Forged<ForgedEnrolment> {
  public long expiresAt;
  public String id;
  public PrincipalKind principal;
  public Optional<Hash> rotates;
  public Optional<VerifyingKey> recovery;
  public Optional<Slot> name;
  public Optional<Scope> mayGrant;
  public Optional<Statement.AgentFacts> agent;

  /** The key that is enrolled. */
  public Signer key;

  private ForgedEnrolment(SignedEntry good, Signer key) {
    super(good);
    Statement.Enrolment enrolment = (Statement.Enrolment) good.statement();
    expiresAt = enrolment.expiresAt();
    id = enrolment.id();
    principal = enrolment.principal();
    rotates = enrolment.rotates();
    recovery = enrolment.recovery();
    name = enrolment.name();
    mayGrant = enrolment.mayGrant();
    agent = enrolment.agent();
    this.key = key;
  }

  /** Begins with a good one, of {@code key}. */
  public static ForgedEnrolment of(SignedEntry good, Signer key) {
    return new ForgedEnrolment(good, key);
  }

  @Override
  Statement statement(Issued issued) {
    return new Statement.Enrolment(
        issued,
        expiresAt,
        id,
        principal,
        key.publicKey(),
        Possession.prove(key, ledger.orElseThrow(), principal, id, issued.signer()),
        rotates,
        recovery,
        name,
        mayGrant,
        agent);
  }
}
