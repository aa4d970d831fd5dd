package dev.delegationledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.EveryKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written is read back, whatever its kind; who signed it has to be known. */
final class RoundTripTest {
  private static final KeyRing SIGNER_ONLY = ring(EveryKind.SIGNER.publicKey());

  @TestFactory
  Stream<DynamicTest> statement_isReadBackAsItWasWritten() {
    return each(
        statement ->
            assertThat(StatementReader.read(statement.kind(), Change.claims(statement)))
                .isEqualTo(statement));
  }

  @TestFactory
  Stream<DynamicTest> signedStatement_isVerifiedWithItsSignersKey() {
    return each(
        statement -> {
          SignedEntry signed = SignedEntry.sign(statement, EveryKind.SIGNER, List.of());
          assertThat(SignedEntry.parse(signed.submission()).verify(SIGNER_ONLY).statement())
              .isEqualTo(statement);
        });
  }

  @TestFactory
  Stream<DynamicTest> unknownSigner_hasNoStandingForAnythingButGenesis() {
    Map<Kind, Reason> expected = new EnumMap<>(Kind.class);
    expected.put(Kind.GRANT, Reason.NOT_THE_HOLDER);
    expected.put(Kind.ACTION, Reason.NOT_THE_HOLDER);
    expected.put(Kind.REQUEST, Reason.NOT_THE_HOLDER);
    expected.put(Kind.OUTCOME, Reason.OUTCOME_WITHOUT_STANDING);
    expected.put(Kind.REVOCATION, Reason.REVOKER_WITHOUT_STANDING);
    expected.put(Kind.POLICY, Reason.NOT_AN_AUTHORITY);
    expected.put(Kind.ARCHETYPE, Reason.NOT_AN_AUTHORITY);
    expected.put(Kind.GROUP, Reason.NOT_AN_AUTHORITY);
    expected.put(Kind.AUTHORITY, Reason.NOT_AN_AUTHORITY);
    expected.put(Kind.APPROVAL, Reason.APPROVER_WITHOUT_STANDING);
    expected.put(Kind.TRANSFER, Reason.TRANSFER_WITHOUT_STANDING);
    expected.put(Kind.SUSPENSION, Reason.SUSPENDER_WITHOUT_STANDING);
    expected.put(Kind.RESUMPTION, Reason.RESUMER_WITHOUT_STANDING);
    expected.put(Kind.COMPLETION, Reason.COMPLETER_WITHOUT_STANDING);
    expected.put(Kind.COMPROMISE, Reason.DECLARER_WITHOUT_STANDING);
    expected.put(Kind.DENIAL, Reason.DENIAL_WITHOUT_STANDING);
    expected.put(Kind.FOREIGN_CALL, Reason.FOREIGN_CALL_WITHOUT_STANDING);
    expected.put(Kind.ERASURE, Reason.ERASER_WITHOUT_STANDING);
    expected.put(Kind.LEDGER_KEY, Reason.NOT_THE_LEDGER_KEY);
    return each(
        statement -> {
          if (statement.kind() == Kind.GENESIS) {
            return;
          }
          Reason reason =
              statement instanceof Statement.Enrolment enrolment
                  ? enrolmentWithoutStanding(enrolment)
                  : expected.get(statement.kind());
          SignedEntry signed = SignedEntry.sign(statement, EveryKind.SIGNER, List.of());
          assertThat(reason(() -> signed.verify(thumbprint -> Optional.empty()))).isEqualTo(reason);
        });
  }

  private static Reason enrolmentWithoutStanding(Statement.Enrolment enrolment) {
    if (enrolment.rotates().isPresent()) {
      return Reason.ROTATION_MISMATCH;
    }
    return enrolment.principal() == PrincipalKind.AGENT
        ? Reason.ENROLLER_WITHOUT_STANDING
        : Reason.NOT_AN_AUTHORITY;
  }

  @Test
  void signatureByAnotherKey_isInvalid() throws RefusedException {
    SignedEntry good = SignedEntry.sign(first(Kind.POLICY), EveryKind.SIGNER, List.of());
    String otherSignature =
        CompactJws.sign(Kind.POLICY.typ(), good.payload(), EveryKind.BOUND).compact();
    SignedEntry forged = SignedEntry.parse(otherSignature);
    assertThat(reason(() -> forged.verify(SIGNER_ONLY))).isEqualTo(Reason.SIGNATURE_INVALID);
  }

  @Test
  void boundKeys_areThoseThatGetARole() {
    Hash bound = Jwk.thumbprint(EveryKind.BOUND.publicKey());
    Hash recovery = Jwk.thumbprint(EveryKind.RECOVERY.publicKey());
    Map<Kind, Set<Hash>> expected =
        Map.of(
            Kind.GENESIS, Set.of(bound, recovery),
            Kind.ENROLMENT, Set.of(bound, recovery),
            Kind.AUTHORITY, Set.of(bound),
            Kind.LEDGER_KEY, Set.of(bound));
    EveryKind.statements()
        .forEach(
            (kind, statements) ->
                assertThat(BoundKeys.of(statements.get(0)).keySet())
                    .as(kind.typ())
                    .isEqualTo(expected.getOrDefault(kind, Set.of())));
    assertThat(BoundKeys.of(first(Kind.AUTHORITY))).containsValue(EveryKind.BOUND.publicKey());
  }

  @Test
  void authorityThatIsEndedOnly_bindsNoKey() {
    assertThat(BoundKeys.of(EveryKind.statements().getOrDefault(Kind.AUTHORITY, List.of()).get(2)))
        .isEmpty();
  }

  @Test
  void references_areEverythingAStatementNames() {
    for (List<Statement> statements : EveryKind.statements().values()) {
      for (Statement statement : statements) {
        Set<Hash> found = new HashSet<>(References.of(statement));
        References.cause(statement).ifPresent(found::add);
        References.renewed(statement).ifPresent(found::add);
        if (statement instanceof Statement.ForeignCall call) {
          found.add(call.holder()); // of a key that nobody here has
        }
        assertThat(found)
            .as(statement.toString())
            .isEqualTo(Set.copyOf(Change.hashes(Change.claims(statement))));
      }
    }
  }

  @Test
  void whatAFactLeadsTo_isShort() {
    Set<Kind> led =
        EnumSet.of(
            Kind.APPROVAL,
            Kind.TRANSFER,
            Kind.REVOCATION,
            Kind.RESUMPTION,
            Kind.COMPROMISE,
            Kind.AUTHORITY);
    for (Kind kind : Kind.values()) {
      assertThat(SignedEntry.maxCharacters(kind))
          .as(kind.typ())
          .isEqualTo(
              kind == Kind.ERASURE || kind == Kind.LEDGER_KEY
                  ? 4_096
                  : led.contains(kind) ? 16_384 : 65_535);
    }
  }

  @Test
  void disclosures_areBoundedByKind() {
    Map<Kind, Integer> limits = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      limits.put(
          kind,
          switch (kind) {
            case GENESIS, POLICY, ARCHETYPE, GROUP, AUTHORITY, LEDGER_KEY -> 0;
            case ENROLMENT, ERASURE -> 4_096;
            case FOREIGN_CALL -> 65_536;
            case ACTION, REQUEST, OUTCOME, DENIAL -> 262_144;
            default -> 16_384;
          });
    }
    limits.forEach(
        (kind, limit) ->
            assertThat(SignedEntry.maxDisclosures(kind)).as(kind.typ()).isEqualTo(limit));
    EveryKind.statements()
        .forEach(
            (kind, statements) ->
                assertThat(SignedEntry.maxDisclosures(kind) > 0)
                    .as(kind.typ())
                    .isEqualTo(statements.stream().anyMatch(s -> !s.slots().isEmpty())));
  }

  @Test
  void reasonOfAnApproval_isOpenedByItsDisclosure() throws RefusedException {
    Value array =
        Value.arr(
            List.of(
                Value.of(Bytes.of(new byte[16]).base64Url()),
                Value.of(SlotName.REASON),
                Value.of("too much")));
    Disclosure reason = Disclosure.parse(Bytes.of(Json.canonical(array)).base64Url());
    Statement.Approval open = (Statement.Approval) first(Kind.APPROVAL);
    Statement approval =
        new Statement.Approval(
            open.issued(),
            open.target(),
            open.decision(),
            open.approver(),
            Optional.of(new Slot.Hidden(reason.digest())));
    SignedEntry signed = SignedEntry.sign(approval, EveryKind.SIGNER, List.of(reason));
    assertThat(signed.readText(SlotName.REASON)).contains("too much");
    assertThat(SignedEntry.of(signed.compact(), List.of()).hiddenSlots())
        .containsExactly(SlotName.REASON);
  }

  @Test
  void possessionOfAnAuthority_isForOneLedgerOneSignerAndThisKey() {
    Hash signer = Jwk.thumbprint(EveryKind.SIGNER.publicKey());
    Map<String, String> wrong =
        Map.of(
            "another ledger", Possession.prove(EveryKind.BOUND, "other#x", signer),
            "another signer",
                Possession.prove(EveryKind.BOUND, EveryKind.LEDGER, EveryKind.hash("x")),
            "another key", Possession.prove(EveryKind.RECOVERY, EveryKind.LEDGER, signer),
            "an enrolment",
                Possession.prove(
                    EveryKind.BOUND,
                    EveryKind.LEDGER,
                    PrincipalKind.SERVICE,
                    Jwk.thumbprintUri(EveryKind.BOUND.publicKey()),
                    signer),
            "no JWS", "x");
    wrong.forEach(
        (why, possession) -> {
          Statement change =
              new Statement.AuthorityChange(
                  first(Kind.AUTHORITY).issued(),
                  Optional.of(
                      new Statement.AddedAuthority(EveryKind.BOUND.publicKey(), possession)),
                  Optional.empty());
          SignedEntry signed = SignedEntry.sign(change, EveryKind.SIGNER, List.of());
          assertThat(reason(() -> signed.verify(SIGNER_ONLY)))
              .as(why)
              .isEqualTo(Reason.POSSESSION_UNPROVEN);
        });
  }

  @Test
  void possessionOfALedgerKey_isForOneLedgerOneSignerAndThisKey() {
    Hash signer = Jwk.thumbprint(EveryKind.SIGNER.publicKey());
    Map<String, String> wrong =
        Map.of(
            "another ledger", Possession.proveForLedger(EveryKind.BOUND, "other#x", signer),
            "another signer",
                Possession.proveForLedger(EveryKind.BOUND, EveryKind.LEDGER, EveryKind.hash("x")),
            "another key", Possession.proveForLedger(EveryKind.RECOVERY, EveryKind.LEDGER, signer),
            "an authority", Possession.prove(EveryKind.BOUND, EveryKind.LEDGER, signer),
            "no JWS", "x");
    wrong.forEach(
        (why, possession) -> {
          Statement change =
              new Statement.LedgerKeyChange(
                  first(Kind.LEDGER_KEY).issued(), EveryKind.BOUND.publicKey(), possession);
          SignedEntry signed = SignedEntry.sign(change, EveryKind.SIGNER, List.of());
          assertThat(reason(() -> signed.verify(SIGNER_ONLY)))
              .as(why)
              .isEqualTo(Reason.POSSESSION_UNPROVEN);
        });
  }

  @Test
  void statementThatDoesNotFit_isNotSigned() {
    Statement.Completion good = (Statement.Completion) first(Kind.COMPLETION);
    Statement none = new Statement.Completion(good.issued(), List.of(), Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignedEntry.sign(none, EveryKind.SIGNER, List.of()))
        .withMessageContaining("targets");
  }

  private interface Check {
    void on(Statement statement) throws RefusedException;
  }

  private static Stream<DynamicTest> each(Check check) {
    return EveryKind.statements().entrySet().stream()
        .flatMap(
            kind ->
                kind.getValue().stream()
                    .map(
                        statement ->
                            DynamicTest.dynamicTest(
                                kind.getKey() + " " + kind.getValue().indexOf(statement),
                                () -> check.on(statement))));
  }

  private static Statement first(Kind kind) {
    return EveryKind.statements().getOrDefault(kind, List.of()).get(0);
  }

  private static KeyRing ring(VerifyingKey key) {
    return thumbprint ->
        thumbprint.equals(Jwk.thumbprint(key)) ? Optional.of(key) : Optional.empty();
  }

  private static Reason reason(ThrowingCallable act) {
    return catchThrowableOfType(RefusedException.class, act).refusal().reason();
  }
}
