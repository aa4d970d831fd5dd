package dev.delegationledger;

import static dev.delegationledger.RefusalCase.draft;
import static dev.delegationledger.RefusalCase.entry;
import static dev.delegationledger.RefusalCase.text;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.testing.Forged;
import dev.delegationledger.testing.ForgedGrant;
import dev.delegationledger.testing.TestLedger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What is wrong with a grant. */
final class GrantRefusals {
  private GrantRefusals() {}

  static List<RefusalCase> cases() {
    return List.of(
        text(
            Reason.UNKNOWN_CONSTRAINT_TYPE,
            "a constraint of a later version",
            t ->
                Forged.claims(
                    t.sign(t.rootGrant().by(t.janeKey())), "wildcard", "regex", t.janeKey())),
        draft(
            Reason.ROOT_NOT_HUMAN,
            "a root grant by a service",
            t -> t.rootGrant().by(t.serviceKey())),
        root(Reason.DEPTH_MISMATCH, "a root grant at depth 1", g -> g.depth = 1),
        root(Reason.NO_CAPABILITY, "a root grant of nothing", g -> g.scope = Scope.NONE),
        root(
            Reason.LIFETIME_EXCEEDED,
            "90 days and a second",
            g -> g.expiresAt = g.issuedAt + ofDays(90).toSeconds() + 1),
        root(Reason.LIFETIME_EXCEEDED, "no time at all", g -> g.expiresAt = g.issuedAt),
        root(Reason.DEPTH_EXCEEDED, "32 grants below", g -> g.maxDepth = 32),
        entry(
            Reason.NOT_THE_HOLDER,
            "another human's enrolment as the delegator",
            t -> {
              InMemorySigner key = t.newKey();
              Enrolled john = t.ledger().append(Enrol.human().name("John").key(key).by(t.hr()));
              return ForgedGrant.of(t.sign(t.rootGrant().by(t.janeKey())))
                  .with(g -> g.delegator = Optional.of(john.hash()))
                  .by(t.janeKey());
            }),
        draft(
            Reason.EXCEEDS_ENTITLEMENT,
            "more than the human may grant",
            t -> {
              InMemorySigner key = t.newKey();
              t.ledger()
                  .append(
                      Enrol.human()
                          .name("Sam")
                          .mayGrant("erp:refund")
                          .mayGrant("erp:pay", a -> a.any("vendor").max("amount", 499_999))
                          .key(key)
                          .by(t.hr()));
              return t.rootGrant().by(key);
            }),
        draft(
            Reason.DELEGATE_CANNOT_ACT,
            "a human as the delegate",
            t -> grantTo(t.jane()).by(t.janeKey())),
        root(
            Reason.HOLDER_KEY_MISMATCH,
            "a key that is not the delegate's",
            (t, g) -> g.holder = t.serviceKey().publicKey()),
        root(Reason.WRONG_KIND, "a grant as the delegate", (t, g) -> g.delegate = t.root().hash()),
        draft(
            Reason.GRANT_EXPIRED,
            "a grant that ended before it was recorded",
            t -> {
              Draft<Granted> draft = t.rootGrant().expiresIn(ofSeconds(5)).by(t.janeKey());
              t.sign(draft);
              t.clock().move(ofSeconds(5));
              return draft;
            }),
        draft(
            Reason.GRANT_REVOKED,
            "a child of a revoked grant",
            t -> {
              t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
              return child(t).by(t.payerKey());
            }),
        draft(
            Reason.GRANT_NOT_YET_VALID,
            "a child before its parent begins",
            t -> {
              Granted later =
                  t.ledger()
                      .append(
                          t.rootGrant()
                              .notBefore(t.clock().instant().plusSeconds(1))
                              .by(t.janeKey()));
              return later.narrowTo(t.recon()).allTools().by(t.payerKey());
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a delegate that was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.recon()).by(t.payerKey()));
              return child(t).by(t.payerKey());
            }),
        draft(
            Reason.NOT_THE_HOLDER,
            "a child by another than the holder",
            t -> child(t).by(t.janeKey())),
        draft(Reason.NOT_THE_HOLDER, "a child by a stranger", t -> child(t).by(t.newKey())),
        draft(
            Reason.DEPTH_EXCEEDED,
            "a child of a grant that may not be passed on",
            t -> t.spawned().narrowTo(t.payer()).allTools().by(t.reconKey())),
        draft(
            Reason.DEPTH_WIDENED,
            "a child that may be passed on further",
            t -> child(t).delegable(1).by(t.payerKey())),
        draft(
            Reason.OUTLIVES_PARENT,
            "a child that ends later",
            t -> child(t).expiresAt(t.root().expiresAt().plusSeconds(1)).by(t.payerKey())),
        draft(
            Reason.TASK_WIDENED,
            "a child for another task",
            t -> child(t).task("T-170", "something else").by(t.payerKey())),
        draft(
            Reason.TOOL_WIDENED,
            "a child with another tool",
            t -> child(t).tool("erp:close").by(t.payerKey())),
        draft(
            Reason.SCOPE_WIDENED,
            "a child with another argument",
            t -> t.root().narrowTo(t.recon()).tool("erp:pay", a -> a.any("iban")).by(t.payerKey())),
        draft(
            Reason.SCOPE_WIDENED,
            "a child with other values",
            t ->
                t.root()
                    .narrowTo(t.recon())
                    .tool("erp:pay", a -> a.oneOf("amount", 1, 500_001))
                    .by(t.payerKey())),
        childOf(Reason.DEPTH_MISMATCH, "a child two below", (t, g) -> g.depth = 2),
        childOf(Reason.PREDATES_PARENT, "a child older than its parent", (t, g) -> g.issuedAt--),
        childOf(
            Reason.GRANT_ID_REUSED,
            "a child with its parent's jti",
            (t, g) -> g.jti = t.root().id()),
        childOf(
            Reason.UNKNOWN_REFERENCE,
            "a parent that is not recorded",
            (t, g) -> g.parent = Optional.of(t.sign(t.rootGrant().by(t.janeKey())).hash())),
        childOf(
            Reason.WRONG_KIND,
            "an enrolment as the parent",
            (t, g) -> g.parent = Optional.of(t.payer().hash())),
        entry(Reason.CHAIN_TOO_LONG, "33 grants", GrantRefusals::longChain),
        entry(Reason.CHAIN_TOO_LARGE, "256 KiB of grants", GrantRefusals::largeChain));
  }

  private static Grant child(TestLedger t) {
    return t.root().narrowTo(t.recon()).tool("erp:pay");
  }

  private static Grant grantTo(Enrolled delegate) {
    return Grant.to(delegate)
        .task("T-18", "anything")
        .tool("erp:pay", a -> a.any("vendor").max("amount", 1))
        .expiresIn(ofDays(1));
  }

  private static RefusalCase root(Reason reason, String claim, Consumer<ForgedGrant> change) {
    return root(reason, claim, (t, grant) -> change.accept(grant));
  }

  private static RefusalCase root(Reason reason, String claim, Change change) {
    return entry(
        reason,
        claim,
        t ->
            ForgedGrant.of(t.sign(t.rootGrant().by(t.janeKey())))
                .with(grant -> change.make(t, grant))
                .by(t.janeKey()));
  }

  private static RefusalCase childOf(Reason reason, String claim, Change change) {
    return entry(
        reason,
        claim,
        t ->
            ForgedGrant.of(t.sign(child(t).by(t.payerKey())))
                .with(grant -> change.make(t, grant))
                .by(t.payerKey()));
  }

  /** Makes a good grant bad. */
  private interface Change {
    void make(TestLedger t, ForgedGrant grant);
  }

  /** Passes a grant to and fro as often as it goes. */
  private static SignedEntry longChain(TestLedger t) {
    Granted grant = t.ledger().append(t.rootGrant().delegable(31).by(t.janeKey()));
    for (int depth = 1; depth <= 31; depth++) {
      grant = t.ledger().append(passedOn(t, grant, depth, 31 - depth));
    }
    return t.sign(passedOn(t, grant, 32, 0));
  }

  /** Passes a large grant to and fro. */
  private static SignedEntry largeChain(TestLedger t) {
    Object[] vendors = IntStream.range(0, 3300).mapToObj(i -> "vendor-" + i).toArray();
    Grant large =
        Grant.to(t.payer())
            .task("T-18", "any of many")
            .tool("erp:pay", a -> a.oneOf("vendor", vendors))
            .delegable(4)
            .expiresIn(ofDays(1));
    Granted grant = t.ledger().append(large.by(t.janeKey()));
    for (int depth = 1; depth <= 3; depth++) {
      grant = t.ledger().append(passedOn(t, grant, depth, 4 - depth));
    }
    return t.sign(passedOn(t, grant, 4, 0));
  }

  private static Draft<Granted> passedOn(TestLedger t, Granted grant, int depth, int below) {
    boolean odd = depth % 2 == 1;
    return grant
        .narrowTo(odd ? t.recon() : t.payer())
        .allTools()
        .delegable(below)
        .by(odd ? t.payerKey() : t.reconKey());
  }
}
