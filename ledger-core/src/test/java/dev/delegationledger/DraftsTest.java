package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the builders make of what they are told. */
final class DraftsTest {
  private final TestLedger t = TestLedger.open();

  @AfterEach
  void checkTheWholeLedger() {
    t.close();
  }

  @Test
  void theChildOfAGrant_dropsToolsAndInheritsArguments() {
    Granted child =
        t.ledger()
            .append(
                t.root()
                    .narrowTo(t.recon())
                    .tool("erp:pay", a -> a.exact("vendor", "V-9"))
                    .by(t.payerKey()));
    assertThat(child.allows()).isEqualTo("erp:pay(amount 0..500000, vendor = \"V-9\")");
    assertThat(child.expiresAt()).isEqualTo(t.root().expiresAt());
    assertThat(child.statement().task()).isEmpty();
    assertThat(child.statement().maxDepth()).isEqualTo(1);
  }

  @Test
  void aWiderRange_isCutToTheParents() {
    Granted child =
        t.ledger()
            .append(
                t.root()
                    .narrowTo(t.recon())
                    .tool("erp:pay", a -> a.range("amount", -5, 900_000))
                    .expiresIn(Duration.ofDays(80))
                    .by(t.payerKey()));
    assertThat(child.allows()).contains("amount 0..500000");
    assertThat(child.expiresAt()).isEqualTo(t.root().expiresAt());
  }

  @Test
  void aSameScopeChild_isNoWiderAndNoNarrower() {
    Granted child = t.ledger().append(t.root().narrowTo(t.recon()).allTools().by(t.payerKey()));
    assertThat(child.statement().scope()).isEqualTo(t.root().statement().scope());
  }

  @Test
  void everyConstraint_isExpressed() {
    Granted grant =
        t.ledger()
            .append(
                Grant.to(t.payer())
                    .task("T-18", "all of them")
                    .tool(
                        "x",
                        a ->
                            a.any("a")
                                .exact("b", true)
                                .min("c", 1)
                                .max("c", 9)
                                .oneOf("d", "p", 2)
                                .notOneOf("e", "q")
                                .contains("f", "r")
                                .subset("g", "s", "t")
                                .pathWithin("i", "/data/reports")
                                .urlWithin("j", "https://api.example.com/v1")
                                .prefix("k", "INV-2026-")
                                .constraint(
                                    "h", new Constraint.Any(List.of(new Constraint.Wildcard()))))
                    .expiresIn(Duration.ofDays(1))
                    .by(t.janeKey()));
    Action call =
        Action.under(grant)
            .tool("x")
            .arg("a", Value.NULL)
            .arg("b", true)
            .arg("c", new java.math.BigDecimal("1.5"))
            .arg("d", 2)
            .arg("e", "other")
            .arg("f", Value.arr(List.of(Value.of("r"))))
            .arg("g", Value.arr(List.of(Value.of("t"))))
            .arg("h", Value.obj(Map.of()))
            .arg("i", "/data/reports/q3.pdf")
            .arg("j", "https://api.example.com:443/v1/reports?page=1")
            .arg("k", "INV-2026-0001");
    assertThat(t.ledger().act(call.by(t.payerKey())).arguments()).hasSize(11);
  }

  @Test
  void aRootThatIsNotInNormalForm_isACallersMistake() {
    for (Consumer<ToolArguments> wrong :
        List.<Consumer<ToolArguments>>of(
            a -> a.pathWithin("x", "/data/"),
            a -> a.urlWithin("x", "https://H/"),
            a -> a.urlWithin("x", "https://h/?q"),
            a -> a.prefix("x", ""))) {
      assertThatIllegalArgumentException().isThrownBy(() -> t.rootGrant().tool("t", wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.ledger().append(t.rootGrant().tool("https://H/t").by(t.janeKey())));
  }

  @Test
  void namesTextsAndArguments_areHidden() {
    assertThat(t.jane().statement().name().orElseThrow()).isInstanceOf(Slot.Hidden.class);
    assertThat(t.jane().entry().readText(SlotName.NAME)).contains("Jane Doe");
    SignedEntry pay = t.sign(t.pay(1));
    assertThat(pay.statement().slots().values()).hasOnlyElementsOfType(Slot.Hidden.class);
    assertThat(pay.hiddenSlots()).isEmpty();
  }

  @Test
  void aSpawnedAgent_standsBelowItsSpawner() {
    Statement.AgentFacts facts = t.recon().statement().agent().orElseThrow();
    assertThat(facts.spawner()).contains(t.payer().hash());
    assertThat(facts.owner()).isEmpty();
    assertThat(t.recon().id()).matches(t.payer().id() + "/[0-9a-f-]{36}");
    assertThat(t.payer().id()).matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
  }

  @Test
  void aKeyHeldElsewhere_isEnrolledWithItsProof() {
    InMemorySigner elsewhere = InMemorySigner.generate(Suite.ES256, t.random());
    String proof =
        Possession.prove(
            elsewhere,
            t.ledger().id(),
            PrincipalKind.SERVICE,
            "https://erp.example.com",
            Jwk.thumbprint(t.hr().publicKey()));
    Enrolled service =
        t.ledger()
            .append(
                Enrol.service()
                    .id("https://erp.example.com")
                    .key(elsewhere.publicKey(), proof)
                    .by(t.hr()));
    assertThat(service.key()).isEqualTo(elsewhere.publicKey());
  }

  @Test
  void enrolmentsLast_aYearOrThirtyDays() {
    assertThat(lifetime(t.jane())).isEqualTo(Duration.ofDays(365));
    assertThat(lifetime(t.payer())).isEqualTo(Duration.ofDays(30));
  }

  private static Duration lifetime(Enrolled enrolled) {
    Statement.Enrolment statement = enrolled.statement();
    return Duration.ofSeconds(statement.expiresAt() - statement.issued().issuedAt());
  }

  @Test
  void whatDoesNotFitTheKind_isRefusedAtOnce() {
    assertThatIllegalStateException().isThrownBy(() -> Enrol.human().owner(t.jane()));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.service().model("a", "b", "c"));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.agent("a").name("Bob"));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.service().mayGrant("erp:pay"));
    assertThatIllegalStateException().isThrownBy(() -> t.rootGrant().allTools());
  }

  @Test
  void whatIsMissing_isNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Enrol.service().by(t.hr()))
        .withMessageContaining(".key(");
    assertThatIllegalStateException()
        .isThrownBy(() -> Enrol.human().key(t.newKey()).by(t.hr()))
        .withMessageContaining(".name(");
    assertThatIllegalStateException()
        .isThrownBy(() -> Enrol.agent("a").owner(t.jane()).key(t.newKey()).by(t.janeKey()))
        .withMessageContaining(".operator(");
    assertThatIllegalStateException()
        .isThrownBy(() -> Grant.to(t.payer()).tool("x").expiresIn(Duration.ofDays(1)).by(t.hr()))
        .withMessageContaining(".task(");
    assertThatIllegalStateException()
        .isThrownBy(() -> Grant.to(t.payer()).tool("x").task("T", "t").by(t.hr()))
        .withMessageContaining(".expiresIn(");
    assertThatIllegalStateException()
        .isThrownBy(() -> t.root().narrowTo(t.recon()).by(t.payerKey()))
        .withMessageContaining(".tool(");
    assertThatIllegalStateException()
        .isThrownBy(() -> Action.under(t.root()).by(t.payerKey()))
        .withMessageContaining(".tool(");
  }

  @Test
  void anAgentWithoutOwner_isSpawnedByAnAgentOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.ledger().append(Enrol.agent("a").key(t.newKey()).by(t.janeKey())))
        .withMessageContaining(".owner(");
  }

  @Test
  void aBuilder_makesOneDraft() {
    Revocation revocation = Revocation.of(t.root());
    revocation.by(t.janeKey());
    assertThatIllegalStateException().isThrownBy(() -> revocation.by(t.janeKey()));
    assertThatIllegalStateException().isThrownBy(() -> revocation.reason("late"));
  }

  @Test
  void aDraft_isForOneLedger() {
    Draft<Acted> draft = t.pay(1);
    t.ledger().sign(draft);
    try (TestLedger other = TestLedger.open()) {
      other.clock().move(Duration.ofSeconds(1));
      DelegationLedger another =
          DelegationLedger.openOrCreate(
              dev.delegationledger.store.MemoryStore.empty(),
              other.genesis(),
              other.clock(),
              other.random());
      assertThatIllegalStateException().isThrownBy(() -> another.sign(draft));
      another.close();
    }
  }

  @Test
  void anArgumentOrToolTwice_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> t.payment(1).arg("amount", 2));
    assertThatIllegalArgumentException().isThrownBy(() -> t.rootGrant().tool("erp:pay"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grant.to(t.payer()).tool("x", a -> a.any("a").exact("a", 1)));
  }

  @Test
  void binaryFloatingPoint_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grant.to(t.payer()).tool("x", a -> a.exact("a", 0.1)));
    assertThatIllegalArgumentException().isThrownBy(() -> t.ledger().act(t.pay(1)).succeeded(1.5f));
  }

  @Test
  void aCause_isKept() {
    Acted first = t.ledger().append(t.pay(1));
    Acted second = t.ledger().append(t.payment(2).causedBy(first).by(t.reconKey()));
    assertThat(second.statement().causedBy()).isEqualTo(Optional.of(first.hash()));
  }

  @Test
  void keys_areReadFromTheirText() {
    InMemorySigner key = Keys.generate(t.random());
    assertThat(Keys.fromJwk(Keys.toPrivateJwk(key)).publicKey()).isEqualTo(key.publicKey());
    assertThat(Keys.publicFromJwk(Keys.toJwk(key.publicKey()))).isEqualTo(key.publicKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.publicFromJwk(Keys.toPrivateJwk(key)));
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.fromJwk("{"));
  }
}
