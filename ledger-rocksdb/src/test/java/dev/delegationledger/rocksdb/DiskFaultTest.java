package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger on a disk of which one file call fails, writes half, or finds no space: {@link
 * FaultyLedger} runs in a process of its own and holds it to the promise.
 */
class DiskFaultTest {
  @TempDir Path temp;

  @TempDir(factory = MemoryDisk.class)
  Path disk;

  private DiskShim shim;

  @BeforeEach
  void compile() throws Exception {
    shim = DiskShim.compiled(temp);
  }

  @Test
  void failedFileCall_acknowledgesNothingFalse_closesTheLatch_andLosesNothing() throws Exception {
    List<String> said = run("faults", CrashRuns.appends(20), CrashRuns.everyCall(67));
    assertThat(said).hasSize(FaultyDisk.Fault.values().length + 1);
    assertThat(said.get(said.size() - 1)).doesNotContain("closed 0 times");
  }

  @Test
  void failedPurge_isSaidToBeOne_andTheErasureIsRecorded() throws Exception {
    List<String> said = run("purges", 2, CrashRuns.everyCall(19));
    assertThat(said).singleElement().asString().doesNotContain(", 0 of them");
  }

  @Test
  void fullDisk_isSaidClearly_andNothingIsLostOnceThereIsSpace() throws Exception {
    List<String> said = run("full", CrashRuns.appends(20), 1000 * CrashRuns.everyCall(7));
    assertThat(said).singleElement().asString().doesNotContain(", 0 of them");
  }

  private List<String> run(String what, int appends, int every) throws Exception {
    Path root = disk.toRealPath();
    Path control = FaultyDisk.create(temp.resolve("control"));
    Process child =
        Jvm.start(
            FaultyLedger.class,
            temp,
            "-Xmx256m",
            shim.failing(root, control),
            List.of(what, root.toString(), control.toString(), "" + appends, "" + every));
    List<String> said = new String(child.getInputStream().readAllBytes(), UTF_8).lines().toList();
    said.forEach(CrashRuns::say);
    assertThat(child.waitFor()).isZero();
    return said;
  }
}
