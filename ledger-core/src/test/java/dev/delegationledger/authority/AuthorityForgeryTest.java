package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.AuthorityChange;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Granted;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Scene;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who makes an authority, and what those are worth whom nobody made one. */
final class AuthorityForgeryTest {
  private final Scene s = Scene.open();
  private final InMemorySigner added = s.key();
  private final InMemorySigner samKey = s.key();

  /** What the agent does under the grant of a human whom {@code authority} enrols now. */
  private Acted underAHumanOf(Signer authority) {
    append(Enrol.human().name("Sam Ray").key(samKey).by(authority), authority);
    Granted grant = s.ledger.append(s.rootGrant().by(samKey));
    return s.pay(grant, s.payerKey);
  }

  private void append(Draft<?> draft, Signer signer) {
    RogueLedger.append(s.ledger, s.ledger.sign(draft), signer);
  }

  private void refused(Reason reason, AuthorityChange change, Signer signer) {
    assertThat(s.admission(change.by(signer))).contains(reason);
  }

  /** The operator records the change; whoever it adds is no authority all the same. */
  private void addsNobody(Reason reason, Signer key, Signer signer) {
    refused(reason, AuthorityChange.adding(key), signer);
    s.turnRogue();
    append(AuthorityChange.adding(key).by(signer), signer);
    assertThat(s.refusal(underAHumanOf(key))).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void authorityThatAnAuthorityAdded_enrols() {
    s.ledger.append(AuthorityChange.adding(added).by(s.hr));
    assertThat(s.refusal(underAHumanOf(added))).isEmpty();
  }

  @Test
  void authorityThatIsAddedLater_doesNotEnrolBefore() {
    s.turnRogue();
    Acted before = underAHumanOf(added);
    s.ledger.append(AuthorityChange.adding(added).by(s.hr));
    assertThat(s.refusal(before)).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void authorityAddedByAHuman_isNone() {
    addsNobody(Reason.NOT_AN_AUTHORITY, added, s.janeKey);
  }

  @Test
  void authorityAddedByTheLedger_isNone() {
    addsNobody(Reason.NOT_AN_AUTHORITY, added, s.ledgerKey);
  }

  @Test
  void authorityAddedByAnEndedOne_isNone() {
    s.ledger.append(AuthorityChange.ending(s.hr2.publicKey()).by(s.hr));
    addsNobody(Reason.NOT_AN_AUTHORITY, added, s.hr2);
  }

  @Test
  void authoritiesThatAddEachOther_areNone() {
    InMemorySigner other = s.key();
    s.turnRogue();
    append(AuthorityChange.adding(added).by(other), other);
    append(AuthorityChange.adding(other).by(added), added);
    append(AuthorityChange.adding(added).by(other), other);
    assertThat(s.refusal(underAHumanOf(added))).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void endedAuthority_enrolsNobodyButWhatItEnrolledStands() {
    s.ledger.append(AuthorityChange.ending(s.hr2.publicKey()).by(s.hr));
    Granted bobs = s.ledger.append(s.rootGrant().by(s.bobKey));
    assertThat(s.refusal(s.pay(bobs, s.payerKey))).isEmpty();
    assertThat(s.admission(Enrol.human().name("Sam Ray").key(samKey).by(s.hr2)))
        .contains(Reason.NOT_AN_AUTHORITY);
    s.turnRogue();
    assertThat(s.refusal(underAHumanOf(s.hr2))).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void endedAuthority_isNotAddedAgain() {
    s.ledger.append(AuthorityChange.adding(added).by(s.hr));
    for (Signer ended : List.of(added, s.hr2)) {
      s.ledger.append(AuthorityChange.ending(ended.publicKey()).by(s.hr));
      refused(Reason.KEY_ROLE_CONFLICT, AuthorityChange.adding(ended), s.hr);
    }
  }

  @Test
  void endingWhoIsNoAuthority_isRefused() {
    refused(Reason.NOT_AN_AUTHORITY, AuthorityChange.ending(s.janeKey.publicKey()), s.hr);
  }

  @Test
  void endingByAHuman_endsNobody() {
    refused(Reason.NOT_AN_AUTHORITY, AuthorityChange.ending(s.hr.publicKey()), s.janeKey);
    s.turnRogue();
    s.ledger.append(AuthorityChange.ending(s.hr.publicKey()).by(s.janeKey));
    assertThat(s.refusal(underAHumanOf(s.hr))).isEmpty();
  }

  @Test
  void lastAuthority_canBeReplacedButNotEnded() {
    s.ledger.append(AuthorityChange.ending(s.hr2.publicKey()).by(s.hr));
    refused(Reason.LAST_AUTHORITY, AuthorityChange.ending(s.hr.publicKey()), s.hr);
    s.ledger.append(AuthorityChange.adding(added).inPlaceOf(s.hr.publicKey()).by(s.hr));
    assertThat(s.refusal(underAHumanOf(added))).isEmpty();
    assertThat(s.admission(Enrol.human().name("Sue").key(s.key()).by(s.hr)))
        .contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void keyOfTheLedger_isNoAuthority() {
    addsNobody(Reason.KEY_ROLE_CONFLICT, s.ledgerKey, s.hr);
  }

  @Test
  void keyOfAnAuthority_cannotBeAddedAgain() {
    refused(Reason.KEY_ROLE_CONFLICT, AuthorityChange.adding(s.hr2), s.hr);
  }

  @Test
  void keyOfAPrincipal_isNoAuthority() {
    refused(Reason.KEY_ROLE_CONFLICT, AuthorityChange.adding(s.bobKey), s.hr);
  }

  @Test
  void authorityAddedByOneThatIsTrusted_isTrustedAndByAnother_isNot() {
    s.ledger.append(AuthorityChange.adding(added).by(s.hr));
    Acted action = underAHumanOf(added);
    assertThat(reason(action, s.hr)).isEmpty();
    assertThat(reason(action, s.hr, s.hr2)).isEmpty();
    assertThat(reason(action, s.hr2)).contains(Reason.AUTHORITY_NOT_TRUSTED);
  }

  private Optional<Reason> reason(Acted action, Signer... authorities) {
    return Scene.reason(Scene.verify(s.proof(action), s.trust("", authorities)));
  }
}
