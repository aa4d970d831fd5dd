package dev.delegationledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.log.Merkle;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddCheckpointTest {
  private final Logged log = new Logged();
  private final String note = log.at(7).text();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Reason reasonOf(byte[] body) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> AddCheckpoint.parse(body));
    assertThat(refused).as(new String(body, StandardCharsets.UTF_8)).isNotNull();
    return refused.refusal().reason();
  }

  @Test
  void body_isAnOldSizeAProofAndTheCheckpoint() throws Exception {
    AddCheckpoint request = log.request(3, 7);
    StringBuilder expected = new StringBuilder("old 3\n");
    request.proof().forEach(hash -> expected.append(hash.base64()).append('\n'));

    assertThat(request.proof()).isNotEmpty();
    assertThat(new String(request.toBytes(), StandardCharsets.UTF_8))
        .isEqualTo(expected + "\n" + note);
    assertThat(AddCheckpoint.parse(request.toBytes())).isEqualTo(request);
    assertThat(AddCheckpoint.parse(bytes("old 0\n\n" + note))).isEqualTo(log.request(0, 7));
  }

  @Test
  void otherBodies_areRefused() {
    String hash = Hash.ZERO.base64() + "\n";
    for (String body :
        List.of(
            "",
            "\n",
            "\n\n" + note,
            note,
            "old 0\n" + note,
            "old 0\n\n",
            "old 0\n\n\n" + note,
            "old\n\n" + note,
            "old \n\n" + note,
            "old  0\n\n" + note,
            "old 0 \n\n" + note,
            "Old 0\n\n" + note,
            "old 00\n\n" + note,
            "old 01\n\n" + note,
            "old -1\n\n" + note,
            "old +1\n\n" + note,
            "old 1.0\n\n" + note,
            "old \u0661\n\n" + note,
            "old 1099511627777\n\n" + note,
            "old 9999999999999999999999\n\n" + note,
            "old 0\r\n\r\n" + note,
            "old 3\n" + hash.replace("=", "") + "\n" + note,
            "old 3\n" + hash.replace("A=", "B=") + "\n" + note,
            "old 3\n" + hash.strip() + " \n\n" + note,
            "old 3\nAAAA\n\n" + note,
            "old 3\nold 3\n\n" + note,
            "old 3\n" + hash.repeat(64) + "\n" + note,
            "old 3\n" + hash + "\n" + note + "\n",
            "old 3\n" + hash + "\n" + note.stripTrailing(),
            "old 3\n" + hash + "\n" + note + " ".repeat(AddCheckpoint.MAX_SIZE))) {
      assertThat(reasonOf(bytes(body))).isEqualTo(Reason.CHECKPOINT_MALFORMED);
    }
    byte[] latin1 = bytes("old 0\n\n" + note);
    latin1[latin1.length - 20] = (byte) 0xe9;
    assertThat(reasonOf(latin1)).isEqualTo(Reason.CHECKPOINT_MALFORMED);
  }

  @Test
  void sixtyThreeHashes_areTheMost() throws Exception {
    List<Hash> most = Collections.nCopies(63, Hash.ZERO);
    AddCheckpoint request = new AddCheckpoint(Merkle.MAX_SIZE, most, log.at(7));

    assertThat(AddCheckpoint.parse(request.toBytes())).isEqualTo(request);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AddCheckpoint(3, Collections.nCopies(64, Hash.ZERO), log.at(7)));
    for (long old : Arrays.asList(-1L, Merkle.MAX_SIZE + 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AddCheckpoint(old, List.of(), log.at(7)));
    }
  }
}
