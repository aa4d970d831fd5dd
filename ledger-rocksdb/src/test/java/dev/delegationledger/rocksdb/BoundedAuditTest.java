package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full audit in a process of its own whose heap would not hold the entries: some seven kilobytes
 * each, parsed, beside the twelve megabytes that the program takes for itself.
 */
class BoundedAuditTest {
  private static final String HEAP = "-Xmx24m";

  @TempDir Path temp;

  @Test
  void auditOfFourThousandRecords_takesNoMoreMemoryThanTheProgramItself() throws Exception {
    assertSoundWithin(4_000);
  }

  @Test
  @Tag("nightly")
  void auditOfFortyThousandRecords_takesHardlyMore() throws Exception {
    assertSoundWithin(40_000);
  }

  private void assertSoundWithin(int records) throws Exception {
    Path dir = temp.resolve("ledger");
    LargeLedger.write(dir, records);
    Process child =
        Jvm.start(
            LargeLedger.class, temp, HEAP, Map.of(), List.of("audit", dir.toString(), "1000000"));
    List<String> said;
    try (var lines = child.inputReader(UTF_8)) {
      said = lines.lines().toList();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
    int size = records + LargeLedger.BEFORE;
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(size + " " + size + " 0 records, checked, findings;");
  }
}
