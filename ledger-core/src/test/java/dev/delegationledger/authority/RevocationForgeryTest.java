package dev.delegationledger.authority;

import static dev.delegationledger.testing.Scene.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.AppendRefused;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who may revoke what, and what falls with it. */
final class RevocationForgeryTest {
  private final Scene s = Scene.open();
  private final InMemorySigner lowKey = s.key();
  private final Enrolled low = s.ledger.append(Enrol.agent("low").key(lowKey).by(s.reconKey));
  private final Granted bottom = s.ledger.append(s.child.narrowTo(low).allTools().by(s.reconKey));
  private final Map<String, Signer> everybody =
      Map.ofEntries(
          Map.entry("ledger", s.ledgerKey),
          Map.entry("hr", s.hr),
          Map.entry("hr2", s.hr2),
          Map.entry("jane", s.janeKey),
          Map.entry("bob", s.bobKey),
          Map.entry("acme", s.acmeKey),
          Map.entry("erp", s.erpKey),
          Map.entry("payer", s.payerKey),
          Map.entry("recon", s.reconKey),
          Map.entry("low", lowKey));

  private void onlyThese(Function<Signer, Draft<Recorded>> revocation, String... standing) {
    Set<String> admitted = new HashSet<>();
    everybody.forEach(
        (name, key) -> {
          var reason = s.admission(revocation.apply(key));
          if (reason.isEmpty()) {
            admitted.add(name);
          } else {
            assertThat(reason).as(name).contains(Reason.REVOKER_WITHOUT_STANDING);
          }
        });
    assertThat(admitted).containsExactlyInAnyOrder(standing);
  }

  @Test
  void aRootGrant_isRevokedByItsGiverItsHolderAndWhoOwnsThat() {
    onlyThese(key -> Revocation.of(s.root).by(key), "jane", "payer");
  }

  @Test
  void aChildGrant_isRevokedByAnyoneAbove() {
    onlyThese(key -> Revocation.of(s.child).by(key), "jane", "payer", "recon");
    onlyThese(key -> Revocation.of(bottom).by(key), "jane", "payer", "recon", "low");
  }

  @Test
  void aGrantToAnothersAgent_isRevokedByItsOwnerToo() {
    InMemorySigner key = s.key();
    Enrolled bobs =
        s.ledger.append(
            Enrol.agent("b")
                .owner(s.bob)
                .operator(s.acme)
                .model("a", "b", "c")
                .key(key)
                .by(s.bobKey));
    Granted grant = s.ledger.append(s.rootGrant(bobs).by(s.janeKey));
    onlyThese(revoker -> Revocation.of(grant).by(revoker), "jane", "bob");
    assertThat(s.admission(Revocation.of(grant).by(key))).isEmpty();
  }

  @Test
  void enrolments_areRevokedByTheirSubjectTheirEnrollerAndAnyoneAbove() {
    onlyThese(key -> Revocation.of(s.jane).by(key), "jane", "hr", "hr2");
    onlyThese(key -> Revocation.of(s.bob).by(key), "bob", "hr", "hr2");
    onlyThese(key -> Revocation.of(s.acme).by(key), "acme", "hr", "hr2");
    onlyThese(key -> Revocation.of(s.erp).by(key), "erp", "hr", "hr2");
    onlyThese(key -> Revocation.of(s.payer).by(key), "jane", "payer", "hr", "hr2");
    onlyThese(key -> Revocation.of(s.recon).by(key), "jane", "payer", "recon", "hr", "hr2");
    onlyThese(key -> Revocation.of(low).by(key), "jane", "payer", "recon", "low", "hr", "hr2");
  }

  @Test
  void everyRevocationAbove_endsWhatIsBelowFromItsRecordOn() {
    for (Function<Scene, Draft<Recorded>> revocation :
        List.<Function<Scene, Draft<Recorded>>>of(
            scene -> Revocation.of(scene.root).by(scene.janeKey),
            scene -> Revocation.of(scene.child).by(scene.payerKey),
            scene -> Revocation.of(scene.jane).by(scene.hr),
            scene -> Revocation.of(scene.acme).by(scene.hr),
            scene -> Revocation.of(scene.payer).by(scene.janeKey),
            scene -> Revocation.of(scene.recon).by(scene.reconKey))) {
      Scene scene = Scene.open();
      InMemorySigner key = scene.key();
      Enrolled below = scene.ledger.append(Enrol.agent("low").key(key).by(scene.reconKey));
      Granted grant =
          scene.ledger.append(scene.child.narrowTo(below).allTools().by(scene.reconKey));
      Acted before = scene.pay(grant, key);
      byte[] sealed = scene.proof(before);
      scene.ledger.append(revocation.apply(scene));
      Reason reason = scene.admission(payment(grant).by(key)).orElseThrow();
      assertThat(reason).isIn(Reason.GRANT_REVOKED, Reason.ENROLMENT_REVOKED);
      Acted after = scene.turnRogue().pay(grant, key);
      assertThat(scene.refusal(after)).contains(reason);
      assertThat(scene.refusal(before)).as("with a proof made later").isEmpty();
      assertThat(scene.verify(sealed).finding()).isEqualTo(Verdict.Finding.PROVEN);
    }
  }

  @Test
  void aRevokedSpawner_takesTheSpawnedAlongEvenWithAGrantOfTheHumans() {
    Granted direct = s.ledger.append(s.rootGrant(low).by(s.janeKey));
    Acted before = s.pay(direct, lowKey);
    s.ledger.append(Revocation.of(s.payer).by(s.janeKey));
    assertThat(s.admission(payment(direct).by(lowKey))).contains(Reason.ENROLMENT_REVOKED);
    Acted after = s.turnRogue().pay(direct, lowKey);
    assertThat(s.refusal(after)).contains(Reason.ENROLMENT_REVOKED);
    assertThat(s.refusal(before)).isEmpty();
  }

  @Test
  void grantsThatARevokedAgentGave_fallEvenIfItsOwnStands() {
    s.ledger.append(Revocation.of(s.recon).by(s.janeKey));
    assertThat(s.admission(payment(bottom).by(lowKey))).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void aRevocationIsNotBlockedByItsJti() {
    Acted paid = s.pay();
    SignedEntry first =
        Forge.of(s.ledger.sign(Revocation.of(s.recon).by(s.janeKey)))
            .set("jti", s.root.id())
            .by(s.janeKey);
    assertThat(s.admission(first)).isEmpty();
    s.ledger.append(first);
    SignedEntry second =
        Forge.of(s.ledger.sign(Revocation.of(s.child).by(s.janeKey)))
            .set("jti", s.root.id())
            .by(s.janeKey);
    assertThat(s.admission(second)).isEmpty();
    s.ledger.append(second);
    assertThat(s.refusal(paid)).isEmpty();
    assertThat(s.admission(payment(s.child).by(s.reconKey))).isPresent();
  }

  @Test
  void aRevocationIsNotBlockedByItsTimeOrByADeadRevoker() {
    s.ledger.append(Revocation.of(s.jane).by(s.hr));
    s.time.move(Duration.ofDays(4000));
    assertThat(s.admission(Revocation.of(s.root).by(s.janeKey))).isEmpty();
    SignedEntry future =
        Forge.of(s.ledger.sign(Revocation.of(s.root).by(s.janeKey)))
            .set("iat", (1L << 53) - 1)
            .by(s.janeKey);
    assertThat(s.admission(future)).isEmpty();
  }

  @Test
  void whatIsNeitherGrantNorEnrolment_isNotRevocable() throws RefusedException {
    Acted paid = s.pay();
    Hash genesis = StoredLedger.over(s.store).identity().genesis().hash();
    SignedEntry good = s.ledger.sign(Revocation.of(s.root).by(s.janeKey));
    for (Hash target : List.of(paid.hash(), genesis)) {
      assertThat(s.admission(Forge.of(good).set("dl/target", target.base64Url()).by(s.hr)))
          .contains(Reason.NOT_REVOCABLE);
    }
    assertThat(s.admission(Forge.of(good).set("dl/target", "A".repeat(43)).by(s.janeKey)))
        .contains(Reason.UNKNOWN_REFERENCE);
    assertThat(s.admission(Forge.of(good).set("aud", "x").by(s.janeKey)))
        .contains(Reason.WRONG_LEDGER);
    // a rogue who closes genesis leaves every verdict open, and no verdict proven
    s.turnRogue().ledger.append(Forge.of(good).set("dl/target", genesis.base64Url()).by(s.janeKey));
    assertThat(s.refusal(paid)).contains(Reason.UNKNOWN_STATUS_FACT);
  }

  @Test
  void inOneBatch_whatFollowsTheRevocationIsRefusedAndNothingIsWritten() {
    long size = s.ledger.checkpoint().checkpoint().size();
    assertThatThrownBy(
            () ->
                s.ledger.appendAll(
                    batch -> {
                      batch.add(Revocation.of(s.root).by(s.janeKey));
                      return batch.add(payment(s.child).by(s.reconKey));
                    }))
        .isInstanceOfSatisfying(
            AppendRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.GRANT_REVOKED));
    assertThat(s.ledger.checkpoint().checkpoint().size()).isEqualTo(size);
    assertThat(s.refusal(s.pay())).isEmpty();
  }
}
