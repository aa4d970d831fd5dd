package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the builder writes of limits, context, approvals, quorums and renewals. */
final class GrantDraftsTest {
  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  private Statement.Grant root(Grant grant) {
    return (Statement.Grant) r.ledger.sign(grant.by(r.janeKey)).statement();
  }

  private Statement.Grant child(Grant grant) {
    return (Statement.Grant) r.ledger.sign(grant.by(r.payerKey)).statement();
  }

  private Grant plain() {
    return Grant.to(r.payer).task("T-1", "try").tool("x").expiresIn(Duration.ofDays(1));
  }

  private static Constraint exact(String text) {
    return new Constraint.Exact(Value.of(text));
  }

  @Test
  void aRootGrant_statesItsLimits() {
    assertThat(r.root.statement().limits())
        .isEqualTo(
            new Statement.Limits(
                Optional.of(10L),
                Optional.of(
                    new Statement.Spend(
                        "EUR",
                        Optional.of(400_000L),
                        1_000_000,
                        new java.util.TreeMap<>(
                            Map.of(
                                "erp:pay", Optional.of("/amount"),
                                "erp:refund", Optional.empty()))))));
    assertThat(root(plain()).limits()).isEqualTo(Statement.Limits.NONE);
  }

  @Test
  void aChild_carriesNothingThatItInherits() {
    Statement.Grant child = r.child.statement();
    assertThat(child.limits()).isEqualTo(Statement.Limits.NONE);
    assertThat(child.context()).isEmpty();
    assertThat(child.demands()).isEmpty();
    assertThat(child.quorum()).isEmpty();
    assertThat(child.replaces()).isEmpty();
    assertThat(child.task()).isEmpty();
  }

  @Test
  void aChildThatLimitsSpending_completesItFromAbove() {
    Statement.Grant child = child(r.childGrant().perAction(50_000));
    Statement.Spend spend = child.limits().spend().orElseThrow();
    assertThat(spend.currency()).isEqualTo("EUR");
    assertThat(spend.total()).isEqualTo(1_000_000);
    assertThat(spend.perAction()).contains(50_000L);
    assertThat(spend.amounts()).isEqualTo(r.root.statement().limits().spend().get().amounts());
    assertThat(child.limits().uses()).isEmpty();
  }

  @Test
  void aGrandchild_completesItsSpendingFromTheNearestThatLimitsIt() {
    Statement.Grant grandchild =
        (Statement.Grant)
            r.ledger
                .sign(
                    r.child
                        .narrowTo(r.erp)
                        .tool("erp:pay")
                        .spend("EUR", 7_000)
                        .uses(1)
                        .by(r.reconKey))
                .statement();
    Statement.Spend spend = grandchild.limits().spend().orElseThrow();
    assertThat(spend.total()).isEqualTo(7_000);
    assertThat(spend.perAction()).isEmpty();
    assertThat(spend.amounts()).isEqualTo(Map.of("erp:pay", Optional.of("/amount")));
    assertThat(grandchild.limits().uses()).contains(1L);
  }

  @Test
  void aSpendingThatSaysNoTotal_isRefusedAtOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> plain().amount("x", "/amount").by(r.janeKey))
        .withMessageContaining(".spend(");
    assertThatIllegalArgumentException().isThrownBy(() -> plain().free("x").amount("x", "/amount"));
    Granted unlimited =
        r.ledger.append(
            Grant.to(r.payer)
                .task("T-1", "try")
                .tool("erp:refund")
                .delegable(1)
                .expiresIn(Duration.ofDays(1))
                .by(r.janeKey));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> child(unlimited.narrowTo(r.recon).allTools().perAction(1)))
        .withMessageContaining(".spend(");
  }

  @Test
  void contextAndAudience_areConstrained() {
    assertThat(r.root.statement().context())
        .isEqualTo(Map.of("environment", exact("production"), "aat_aud", exact(Registry.SERVER)));
    Statement.Grant several =
        root(
            plain()
                .context(c -> c.exact("dataset", "d").oneOf("sensitivity", "low", "none"))
                .context(c -> c.exact("destination", "eu"))
                .audience("https://a.example.com", "https://b.example.com"));
    assertThat(several.context())
        .containsOnlyKeys("aat_aud", "dataset", "destination", "sensitivity")
        .containsEntry(
            "aat_aud",
            new Constraint.OneOf(
                List.of(Value.of("https://a.example.com"), Value.of("https://b.example.com"))));
    assertThatIllegalArgumentException().isThrownBy(() -> plain().audience("a").audience("b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root(plain().context(c -> c.any("weather"))));
  }

  @Test
  void approvals_sayHowManyByWhomForHowLongAndWhen() {
    Statement.Grant grant =
        root(
            plain()
                .approval(
                    Approvals.of(2)
                        .from(r.bob, r.carol)
                        .from(r.controllers)
                        .role(AgentRole.OWNER)
                        .validFor(Duration.ofMinutes(5))
                        .when("x", a -> a.min("amount", 50_000))
                        .when("y"))
                .approval(Approvals.of(1).from(r.bob)));
    assertThat(grant.demands())
        .containsExactly(
            new Statement.Demand(
                2,
                List.of(r.bob.hash(), r.carol.hash(), r.controllers.hash()),
                Set.of(AgentRole.OWNER),
                300,
                Optional.of(
                    new Scope(
                        Map.of(
                            "x",
                            new ToolArguments().min("amount", 50_000).stated(),
                            "y",
                            Map.of())))),
            new Statement.Demand(1, List.of(r.bob.hash()), Set.of(), 86_400, Optional.empty()));
  }

  @Test
  void approvalsByNobody_areRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> Approvals.of(0));
    assertThatIllegalStateException()
        .isThrownBy(() -> plain().approval(Approvals.of(1)))
        .withMessageContaining(".from(");
  }

  @Test
  void aQuorum_namesItsGroup() {
    assertThat(root(plain().quorum(r.controllers, 2)).quorum())
        .contains(new Statement.Quorum(r.controllers.hash(), 2));
  }

  @Test
  void aRenewal_saysWhetherItCloses() {
    assertThat(root(r.rootGrant().replacing(r.root)).replaces())
        .contains(new Statement.Renewal(r.root.hash(), false));
    assertThat(root(r.rootGrant().closing(r.root)).replaces())
        .contains(new Statement.Renewal(r.root.hash(), true));
  }
}
