package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import org.junit.jupiter.api.Test;

/** Which checks a verdict may say were performed. */
final class TrailTest {
  private final RefusedException refused = RefusedException.of(Reason.GRANT_REVOKED, "for once");
  private final RefusedException undecided =
      RefusedException.of(Reason.ARGUMENT_NOT_DISCLOSED, "for once");

  private final Trail trail = new Trail();

  private static void fail(RefusedException why) throws RefusedException {
    throw why;
  }

  @Test
  void aCheckIsPerformed_failed_orNotPerformed() throws RefusedException {
    assertThat(trail.<Integer>check(Check.SCOPE, () -> 7)).isEqualTo(7);
    trail.check(Check.LIMITS, () -> {});
    assertThatThrownBy(() -> trail.check(Check.ROOT, () -> fail(refused))).isSameAs(refused);
    assertThatThrownBy(() -> trail.check(Check.CONTEXT, () -> fail(undecided))).isSameAs(undecided);
    assertThat(trail.checks().performed()).containsExactlyInAnyOrder(Check.SCOPE, Check.LIMITS);
    assertThat(trail.checks().failed()).containsExactly(Check.ROOT);
    assertThat(trail.checks().notPerformed())
        .contains(Check.CONTEXT, Check.HUMAN_NAME)
        .doesNotContain(Check.SCOPE, Check.LIMITS, Check.ROOT);
  }

  @Test
  void oneThatWasPerformedElsewhere_isNotPerformedIfItWasOnceLeftOpen() throws RefusedException {
    trail.check(Check.CONTEXT, () -> {});
    assertThatThrownBy(() -> trail.check(Check.CONTEXT, () -> fail(undecided))).isSameAs(undecided);
    trail.check(Check.CONTEXT, () -> {});
    assertThat(trail.checks().performed()).isEmpty();
    assertThat(trail.checks().notPerformed()).contains(Check.CONTEXT);
  }

  @Test
  void whatIsNoted_leavesItsCheckOpen_andTheOuterOneGoesOn() throws RefusedException {
    trail.check(
        Check.CHAIN,
        () -> {
          trail.check(
              Check.ENROLMENTS,
              () -> trail.note(Refusal.at(3, Reason.AUTHORITY_NOT_TRUSTED, "for once")));
          trail.check(Check.ATTENUATION, () -> {});
        });
    assertThat(trail.checks().performed())
        .containsExactlyInAnyOrder(Check.CHAIN, Check.ATTENUATION);
    assertThat(trail.checks().notPerformed()).contains(Check.ENROLMENTS);
    assertThat(trail.firstUndecided().orElseThrow().reason())
        .isEqualTo(Reason.AUTHORITY_NOT_TRUSTED);
    assertThat(trail.isNoted(Reason.AUTHORITY_NOT_TRUSTED, 3)).isTrue();
    assertThat(trail.isNoted(Reason.AUTHORITY_NOT_TRUSTED, 4)).isFalse();
    assertThat(trail.isNoted(Reason.CONTESTED, 3)).isFalse();
  }

  @Test
  void whatIsNotedOutsideOfAnyCheck_isKept() {
    trail.note(Refusal.at(3, Reason.CONTESTED, "for once"));
    assertThat(trail.firstUndecided().orElseThrow().reason()).isEqualTo(Reason.CONTESTED);
    assertThat(trail.checks().performed()).isEmpty();
    assertThat(trail.checks().failed()).isEmpty();
  }

  @Test
  void aside_noCheckCounts_whateverCameOfIt() throws RefusedException {
    trail.check(
        Check.ALIVE_WHEN_USED,
        () -> {
          trail.aside(() -> trail.check(Check.SCOPE, () -> {}));
          assertThatThrownBy(() -> trail.aside(() -> trail.check(Check.ROOT, () -> fail(refused))))
              .isSameAs(refused);
          assertThatThrownBy(
                  () -> trail.aside(() -> trail.check(Check.LIMITS, () -> fail(undecided))))
              .isSameAs(undecided);
        });
    trail.check(Check.LIMITS, () -> {});
    assertThat(trail.checks().performed())
        .containsExactlyInAnyOrder(Check.ALIVE_WHEN_USED, Check.LIMITS);
    assertThat(trail.checks().failed()).isEmpty();
  }

  @Test
  void aside_whatIsNotedBeforeARefusal_leavesTheCheckOpenThatAsked() throws RefusedException {
    trail.check(
        Check.ALIVE_WHEN_USED,
        () ->
            assertThatThrownBy(
                    () ->
                        trail.aside(
                            () -> {
                              trail.note(Refusal.at(3, Reason.CONTESTED, "for once"));
                              fail(refused);
                            }))
                .isSameAs(refused));
    assertThat(trail.checks().performed()).isEmpty();
    assertThat(trail.checks().notPerformed()).contains(Check.ALIVE_WHEN_USED);
  }

  @Test
  void asideOfNoCheck_whatIsNotedIsKept() throws RefusedException {
    trail.aside(() -> trail.note(Refusal.at(3, Reason.CONTESTED, "for once")));
    assertThatThrownBy(
            () ->
                trail.aside(
                    () -> {
                      trail.note(Refusal.at(4, Reason.CONTESTED, "for once"));
                      fail(refused);
                    }))
        .isSameAs(refused);
    assertThat(trail.isNoted(Reason.CONTESTED, 3)).isTrue();
    assertThat(trail.isNoted(Reason.CONTESTED, 4)).isTrue();
  }

  @Test
  void aside_whatIsNoted_leavesTheCheckOpenThatAsked() throws RefusedException {
    trail.check(
        Check.ALIVE_WHEN_USED,
        () ->
            trail.aside(
                () ->
                    trail.check(
                        Check.SCOPE,
                        () -> trail.note(Refusal.at(3, Reason.CONTESTED, "for once")))));
    trail.check(Check.SCOPE, () -> {});
    assertThat(trail.checks().performed()).containsExactly(Check.SCOPE);
    assertThat(trail.checks().notPerformed()).contains(Check.ALIVE_WHEN_USED);
  }
}
