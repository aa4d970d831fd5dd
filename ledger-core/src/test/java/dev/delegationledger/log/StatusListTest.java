package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusListTest {
  private static final Fact SUSPENDED = new Fact(12, "suspended");
  private static final Fact RESUMED = new Fact(15, "resumed");

  @Test
  void liveLeaf_isThePrefixAlone() {
    assertThat(StatusList.LIVE.leafHash()).isEqualTo(Sha256.of(new byte[] {2}));
    assertThat(StatusList.LIVE.facts()).isEmpty();
  }

  @Test
  void leaf_isThePrefixAndCanonicalJson() {
    StatusList list = StatusList.LIVE.plus(SUSPENDED).plus(RESUMED);
    String json = "[{\"at\":12,\"is\":\"suspended\"},{\"at\":15,\"is\":\"resumed\"}]";

    assertThat(Json.canonicalText(list.toValue())).isEqualTo(json);
    assertThat(list.leafHash())
        .isEqualTo(Sha256.of(new byte[] {2}, json.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void list_readsBackAsItself() throws Exception {
    StatusList list = StatusList.LIVE.plus(SUSPENDED).plus(RESUMED);

    StatusList read = StatusList.fromValue(list.toValue(), "/status/0", Reason.PROOF_MALFORMED);

    assertThat(read).isEqualTo(list).hasSameHashCodeAs(list);
    assertThat(read.facts()).containsExactly(SUSPENDED, RESUMED);
    assertThat(read).isNotEqualTo(StatusList.LIVE.plus(SUSPENDED));
  }

  @Test
  void longerList_leavesTheShorterAsItWas() {
    StatusList shorter = StatusList.LIVE.plus(SUSPENDED);
    StatusList longer = shorter.plus(RESUMED);

    assertThat(shorter.facts()).containsExactly(SUSPENDED);
    assertThat(longer.leafHash()).isNotEqualTo(shorter.leafHash());
  }

  @Test
  void factThatIsNotLater_isTheCallersMistake() {
    StatusList list = StatusList.LIVE.plus(SUSPENDED);
    for (long at : List.of(0L, 11L, 12L)) {
      assertThatIllegalArgumentException().isThrownBy(() -> list.plus(new Fact(at, "revoked")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Revoked", "re voked", "-revoked", "revoked-", "a--b", "1st", "revok\u00e9"})
  void kindThatIsNotKebabCase_isTheCallersMistake(String kind) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Fact(1, kind));
  }

  @Test
  void factOutOfBounds_isTheCallersMistake() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Fact(-1, "revoked"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fact(1L << 40, "revoked"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fact(1, "a".repeat(65)));
    assertThat(new Fact((1L << 40) - 1, "a".repeat(64)).is()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "\"revoked\"",
        "[1]",
        "[[]]",
        "[{}]",
        "[{\"at\":1}]",
        "[{\"is\":\"revoked\"}]",
        "[{\"at\":1,\"is\":\"revoked\",\"by\":2}]",
        "[{\"at\":\"1\",\"is\":\"revoked\"}]",
        "[{\"at\":-1,\"is\":\"revoked\"}]",
        "[{\"at\":1.5,\"is\":\"revoked\"}]",
        "[{\"at\":1099511627776,\"is\":\"revoked\"}]",
        "[{\"at\":1,\"is\":true}]",
        "[{\"at\":1,\"is\":\"\"}]",
        "[{\"at\":1,\"is\":\"a b\"}]",
        "[{\"at\":2,\"is\":\"revoked\"},{\"at\":1,\"is\":\"resumed\"}]",
        "[{\"at\":2,\"is\":\"revoked\"},{\"at\":2,\"is\":\"resumed\"}]"
      })
  void otherValue_isRefusedForTheGivenReason(String json) throws Exception {
    Value value = Json.parse(json.getBytes(StandardCharsets.UTF_8), 1000);
    for (Reason reason : List.of(Reason.PROOF_MALFORMED, Reason.STATUS_CONTRADICTION)) {
      assertThat(Refused.reasonOf(() -> StatusList.fromValue(value, "/status/0", reason)))
          .isEqualTo(reason);
    }
  }

  @Test
  void refusal_namesThePlace() throws Exception {
    Value value =
        Value.arr(
            List.of(
                ((Value.Arr) StatusList.LIVE.plus(RESUMED).toValue()).items().get(0),
                ((Value.Arr) StatusList.LIVE.plus(SUSPENDED).toValue()).items().get(0)));
    try {
      StatusList.fromValue(value, "/status/0", Reason.PROOF_MALFORMED);
      throw new AssertionError("expected a refusal");
    } catch (RefusedException e) {
      assertThat(e.refusal().detail())
          .isEqualTo("at /status/0/1: expected a fact of a record after 15, got one of record 12");
    }
  }
}
