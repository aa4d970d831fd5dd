package dev.delegationledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrincipalIdTest {
  private static final String UUID = "urn:uuid:00000000-0000-4000-8000-000000000000";

  @Test
  void defaultIdsOf32Spawners_fit() {
    String id = UUID + "/00000000-0000-4000-8000-000000000000".repeat(33);
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, id)).isTrue();
  }

  @Test
  void segments_areBoundedAndNoneIsADot() {
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, UUID + "/a".repeat(64))).isTrue();
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, UUID + "/a".repeat(65))).isFalse();
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, UUID + "/..")).isFalse();
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, UUID + "/a/./b")).isFalse();
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, UUID + "/")).isFalse();
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, "spiffe://example.com")).isFalse();
    assertThat(PrincipalId.isValid(PrincipalKind.AGENT, "spiffe://example.com/a")).isTrue();
  }

  @Test
  void length_isBounded() {
    assertThat(PrincipalId.isValid(PrincipalKind.HUMAN, "urn:" + "a".repeat(2044))).isTrue();
    assertThat(PrincipalId.isValid(PrincipalKind.HUMAN, "urn:" + "a".repeat(2045))).isFalse();
  }

  @Test
  void spawnedId_standsExactlyOneSegmentBelow() {
    assertThat(PrincipalId.isDirectlyBelow(UUID, UUID + "/a")).isTrue();
    assertThat(PrincipalId.isDirectlyBelow(UUID, UUID + "/a/b")).isFalse();
    assertThat(PrincipalId.isDirectlyBelow(UUID, UUID + "a")).isFalse();
  }
}
