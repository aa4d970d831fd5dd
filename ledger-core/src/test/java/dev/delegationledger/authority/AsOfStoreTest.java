package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Denial;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Granted;
import dev.delegationledger.Policy;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.view.StoredLedger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers about the past from a store alone, honest or not, by whoever's trust. */
final class AsOfStoreTest {
  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private static Optional<Reason> reason(Standing standing) {
    return standing.refusal().map(Refusal::reason);
  }

  private AsOf trusting(InMemorySigner... authorities) throws RefusedException {
    StoredLedger stored = StoredLedger.over(r.store);
    LedgerIdentity identity = stored.identity();
    Set<Hash> trusted = new HashSet<>();
    for (InMemorySigner authority : authorities) {
      trusted.add(Jwk.thumbprint(authority.publicKey()));
    }
    TrustAnchors.Anchor anchor =
        new TrustAnchors.Anchor(
            PinnedKeys.of(VerifierKey.of(identity.origin(), identity.checkpointKey())),
            Optional.empty(),
            trusted,
            Optional.empty(),
            0,
            UnknownSignatures.REFUSE);
    return Rules.ofVerifier(identity, anchor, stored).asOf(stored, stored.head().size());
  }

  private AgentAuthority now(Enrolled agent) throws RefusedException {
    AsOf asOf = trusting(r.hr, r.hr2);
    return asOf.authorityOf(agent.hash(), asOf.after(StoredLedger.over(r.store).head().size() - 1));
  }

  @Test
  void aReaderOfTheStore_isToldTheSame() throws RefusedException {
    r.paid();
    r.ledger.append(Revocation.of(r.child).by(r.janeKey));
    long size = r.ledger.checkpoint().checkpoint().size();
    AsOf reader = trusting(r.hr, r.hr2);
    for (long index = 0; index < size; index++) {
      assertThat(reader.authorityOf(r.recon.hash(), reader.after(index)))
          .isEqualTo(r.ledger.authorityOf(r.recon, index));
    }
  }

  @Test
  void whoeverDoesNotTrustTheAuthority_isToldUndecided() throws RefusedException {
    AsOf reader = trusting(r.hr2);
    AgentAuthority authority = reader.authorityOf(r.recon.hash(), reader.after(index(r.child)));
    assertThat(reason(authority.standing())).contains(Reason.AUTHORITY_NOT_TRUSTED);
    assertThat(authority.live()).isEmpty();
    HeldGrant grant = authority.closed().get(0);
    assertThat(reason(grant.standing())).contains(Reason.AUTHORITY_NOT_TRUSTED);
    assertThat(grant.human().orElseThrow().binding()).isEqualTo("enrolled-by-untrusted-authority");
  }

  @Test
  void aTime_isThatOfTheLastRecordByThen() throws RefusedException {
    r.time.move(ofHours(1));
    long quiet = index(r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr)));
    r.time.move(ofDays(3));
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    AsOf asOf = trusting(r.hr, r.hr2);
    long then = Registry.BEGIN.plus(ofHours(1)).toEpochMilli();
    assertThat(asOf.at(then)).isEqualTo(asOf.after(quiet));
    assertThat(asOf.at(then - 1).index()).isEqualTo(quiet - 1);
    long first = asOf.after(0).timeMs();
    assertThat(asOf.at(first).timeMs()).isEqualTo(first);
    assertThat(asOf.at(Registry.BEGIN.toEpochMilli()).index())
        .as("the last of those recorded in the first moment")
        .isEqualTo(index(r.child));
    assertThat(asOf.at((1L << 53) - 1).index()).isEqualTo(asOf.at((1L << 53) - 2).index());
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.at(1L << 53));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> asOf.at(Registry.BEGIN.toEpochMilli() - 1));
  }

  @Test
  void theTimeOfGenesisAlone_isThatOfRecordZero() throws RefusedException {
    MemoryStore store = MemoryStore.empty();
    TestClock clock = TestClock.at(Registry.BEGIN);
    Genesis genesis = Genesis.of("example.com/new", r.ledgerKey).authority(r.hr.publicKey());
    try (DelegationLedger ledger = DelegationLedger.openOrCreate(store, genesis, clock, r.random)) {
      clock.move(ofHours(1));
      ledger.append(Enrol.human().name("Jane Doe").key(r.key()).by(r.hr));
      StoredLedger stored = StoredLedger.over(store);
      AsOf asOf = Rules.ofLedger(stored.identity(), stored).asOf(stored, 2);
      assertThat(asOf.at(Registry.BEGIN.toEpochMilli()).index()).isZero();
    }
  }

  @Test
  void whatIsNoRecordYet_isRefused() throws RefusedException {
    AsOf asOf = trusting(r.hr, r.hr2);
    long last = index(r.child);
    Position now = asOf.after(last);
    assertThat(asOf.authorityOf(r.recon.hash(), now).live()).hasSize(1);
    for (long index : List.of(-1L, last + 1, last + 2)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> asOf.after(index))
          .withMessageContaining("from 0 to " + last + ", got " + index);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> asOf.blastRadius(r.recon.hash(), new Position(index, now.timeMs())));
    }
  }

  @Test
  void whatTheLastRecordGave_endsWithoutARecordAfterIt() throws RefusedException {
    AsOf asOf = trusting(r.hr, r.hr2);
    long end = ((Statement.Grant) r.child.entry().statement()).expiresAt() * 1000;
    HeldGrant before = asOf.authorityOf(r.recon.hash(), asOf.at(end - 1)).live().get(0);
    assertThat(before.index()).isEqualTo(r.ledger.checkpoint().checkpoint().size() - 1);
    HeldGrant grant = asOf.authorityOf(r.recon.hash(), asOf.at(end)).closed().get(0);
    assertThat(grant.standing().since()).isEmpty();
    assertThat(grant.delegable()).isEqualTo(before.delegable());
  }

  @Test
  void betweenTwoRecords_aGrantEndsAtItsOwnTime() throws RefusedException {
    r.time.move(ofDays(3));
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    AsOf asOf = trusting(r.hr, r.hr2);
    long end = Registry.BEGIN.plus(ofDays(2)).toEpochMilli();
    assertThat(asOf.authorityOf(r.recon.hash(), asOf.at(end - 1)).live()).hasSize(1);
    AgentAuthority authority = asOf.authorityOf(r.recon.hash(), asOf.at(end));
    assertThat(authority.asOf()).isEqualTo(new Position(index(r.child), end));
    Standing standing = authority.closed().get(0).standing();
    assertThat(reason(standing)).contains(Reason.GRANT_EXPIRED);
    assertThat(standing.since()).isEmpty();
  }

  @Test
  void aTimeBeforeItsRecord_isRefused() throws RefusedException {
    AsOf asOf = trusting(r.hr, r.hr2);
    Position early = new Position(index(r.child), Registry.BEGIN.toEpochMilli() - 1);
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.authorityOf(r.recon.hash(), early));
  }

  @Test
  void aGrantThatNeverStood_isListedWithItsOwnReason() throws RefusedException {
    r.turnRogue();
    Granted widened =
        r.ledger.append(
            r.child
                .narrowTo(r.payer)
                .tool("erp:pay", t -> t.exact("vendor", "V-8"))
                .by(r.reconKey));
    HeldGrant grant = now(r.payer).closed().get(0);
    assertThat(grant.hash()).isEqualTo(widened.hash());
    assertThat(reason(grant.standing())).contains(Reason.SCOPE_WIDENED);
    assertThat(grant.standing().since()).isEmpty();
    assertThat(grant.human()).isEmpty();
    assertThat(grant.chain()).isEmpty();
    assertThat(now(r.payer).live()).hasSize(1);
  }

  @Test
  void aDenialOfWhatWasPermitted_isUnfounded() throws RefusedException {
    SignedEntry refund = r.ledger.sign(r.refund().by(r.reconKey));
    r.turnRogue();
    Denial draft = Denial.of(refund, Reason.GRANT_REVOKED);
    long denial = index(r.ledger.append(draft.by(r.erp, r.erpKey)));
    DeniedAction denied = trusting(r.hr, r.hr2).denied(denial);
    assertThat(denied.finding().map(Refusal::reason)).contains(Reason.DENIAL_UNFOUNDED);
  }

  @Test
  void aDenialWithAUsedJti_doesNotStand() throws RefusedException {
    Recorded first = r.ledger.append(denial().by(r.erp, r.erpKey));
    String used = first.entry().statement().issued().jti();
    SignedEntry again =
        Forge.of(r.ledger.sign(denial().by(r.erp, r.erpKey))).set("jti", used).by(r.erpKey);
    r.turnRogue();
    long second = index(r.ledger.append(again));
    AsOf asOf = trusting(r.hr, r.hr2);
    assertThat(asOf.denied(second).finding().map(Refusal::reason)).contains(Reason.JTI_REUSED);
    assertThat(asOf.denied(index(first)).finding()).isEmpty();
  }

  @Test
  void aDenialOfAnActionUnderAGrantThatNobodyRecorded_stands() throws RefusedException {
    SignedEntry unrecorded = r.ledger.sign(r.childGrant().by(r.payerKey));
    SignedEntry adrift =
        Forge.of(r.ledger.sign(r.refund().by(r.reconKey)))
            .set("aat_hash", unrecorded.hash().base64Url())
            .by(r.reconKey);
    Denial draft = Denial.of(adrift, Reason.UNKNOWN_REFERENCE);
    long denial = index(r.ledger.append(draft.by(r.erp, r.erpKey)));
    DeniedAction denied = trusting(r.hr, r.hr2).denied(denial);
    assertThat(denied.finding()).isEmpty();
    assertThat(denied.actor()).isEmpty();
  }

  private Denial denial() {
    SignedEntry wrong = r.ledger.sign(r.refund().tool("erp:delete").by(r.reconKey));
    return Denial.of(wrong, Reason.TOOL_NOT_GRANTED).hop(1);
  }

  @Test
  void aNamesake_isAnotherAgent() throws RefusedException {
    r.turnRogue();
    InMemorySigner key = r.key();
    Enrolled namesake = r.ledger.append(r.agent().id(r.payer.id()).key(key).by(r.janeKey));
    Granted granted = r.ledger.append(r.rootGrant(namesake).by(r.janeKey));
    assertThat(now(r.payer).live()).extracting(HeldGrant::hash).containsExactly(r.root.hash());
    assertThat(now(namesake).live()).extracting(HeldGrant::hash).containsExactly(granted.hash());
  }

  @Test
  void aRotationThatDoesNotStand_movesNothing() throws RefusedException {
    r.turnRogue();
    InMemorySigner thief = r.key();
    Enrolled stolen = r.ledger.append(Enrol.rotation(r.recon).key(thief).by(r.payerKey));
    Granted granted = r.ledger.append(r.rootGrant(stolen).by(r.janeKey));
    AgentAuthority authority = now(r.recon);
    assertThat(authority.agent().orElseThrow().keyEnrolledAt()).isEqualTo(index(r.recon));
    assertThat(authority.closed()).extracting(HeldGrant::hash).contains(granted.hash());
    assertThat(now(stolen)).isEqualTo(authority);
  }

  @Test
  void anEnrolmentThatNeverStood_isNoAgent() throws RefusedException {
    r.turnRogue();
    Enrolled forged = r.ledger.append(r.agent().key(r.key()).by(r.erinKey));
    AgentAuthority authority = now(forged);
    assertThat(reason(authority.standing())).contains(Reason.ENROLLER_WITHOUT_STANDING);
    assertThat(authority.standing().since()).isEqualTo(OptionalLong.empty());
    assertThat(authority.agent()).isEmpty();
  }

  private List<Hash> named(String id) throws RefusedException {
    return trusting(r.hr).named(id).stream().map(PlacedEntry::hash).toList();
  }

  @Test
  void anId_leadsToEverybodyWhoCarriesIt_eachOnce() throws RefusedException {
    r.ledger.append(Enrol.rotation(r.recon).key(r.key()).by(r.reconKey));
    assertThat(named(r.recon.id())).containsExactly(r.recon.hash());
    assertThat(named("urn:example:team")).containsExactly(r.team.hash());
    assertThat(named("urn:example:nobody")).isEmpty();
    r.turnRogue();
    Enrolled namesake = r.ledger.append(r.agent().id(r.payer.id()).key(r.key()).by(r.janeKey));
    assertThat(named(r.payer.id())).containsExactly(r.payer.hash(), namesake.hash());
  }
}
