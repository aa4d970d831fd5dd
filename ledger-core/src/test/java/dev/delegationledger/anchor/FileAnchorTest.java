package dev.delegationledger.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAnchorTest {
  @TempDir private Path dir;

  @Test
  void textIsReplaced_onlyWhereItIsTheExpectedOne() {
    FileAnchor anchor = FileAnchor.at(dir.resolve("anchor"));
    assertThat(anchor.read()).isNull();
    assertThat(anchor.replace("one", "two")).isFalse();
    assertThat(anchor.replace(null, "one")).isTrue();
    assertThat(anchor.replace(null, "two")).isFalse();
    assertThat(anchor.read()).isEqualTo("one");
    assertThat(anchor.replace("one", "zwei \u2460")).isTrue();
    assertThat(FileAnchor.at(dir.resolve("anchor")).read()).isEqualTo("zwei \u2460");
  }

  @Test
  void ofManyThatReplaceTheSameText_oneDoes() {
    Path file = dir.resolve("anchor");
    FileAnchor.at(file).replace(null, "before");
    AtomicInteger won = new AtomicInteger();
    IntStream.range(0, 32)
        .parallel()
        .forEach(
            i -> {
              if (FileAnchor.at(file).replace("before", "after " + i)) {
                won.incrementAndGet();
              }
            });
    assertThat(won).hasValue(1);
    assertThat(FileAnchor.at(file).read()).startsWith("after ");
  }

  @Test
  void whatAnInterruptedWriteLeft_isOverwritten() throws IOException {
    Files.writeString(dir.resolve("anchor.tmp"), "half of something longer than what comes next");
    FileAnchor anchor = FileAnchor.at(dir.resolve("anchor"));
    assertThat(anchor.replace(null, "whole")).isTrue();
    assertThat(anchor.read()).isEqualTo("whole");
    assertThat(dir.resolve("anchor.tmp")).doesNotExist();
  }

  /** A program that cancels a request interrupts whatever it does; that must not end the ledger. */
  @Test
  void interruptedThread_writesAllTheSame_andStaysInterrupted() throws Exception {
    FileAnchor anchor = FileAnchor.at(dir.resolve("anchor"));
    Thread writing = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    Thread interrupting =
        new Thread(
            () -> {
              while (!over.get()) {
                writing.interrupt();
                LockSupport.parkNanos(1_000_000);
              }
            });
    interrupting.start();
    String before = null;
    for (int i = 0; i < 100; i++) {
      assertThat(anchor.replace(before, "" + i)).isTrue();
      before = "" + i;
    }
    over.set(true);
    while (interrupting.isAlive()) {
      Thread.interrupted();
      Thread.onSpinWait();
    }
    Thread.interrupted();
    assertThat(anchor.read()).isEqualTo("99");
    writing.interrupt();
    assertThat(anchor.replace("another", "100")).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void folderThatIsNotThere_isRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileAnchor.at(dir.resolve("missing").resolve("anchor")));
  }

  @Test
  void folderThatGoesAway_isAStoreFailure() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("mounted"));
    FileAnchor anchor = FileAnchor.at(folder.resolve("anchor"));
    Files.delete(folder);
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> anchor.replace(null, "one"));
  }

  /** Writing puts a new file in its place: the link would be gone, and the other disk be stale. */
  @Test
  void linkToAnotherDisk_isRefused() throws IOException {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path link = Files.createSymbolicLink(dir.resolve("anchor"), other.resolve("anchor"));
    assertThatIllegalArgumentException().isThrownBy(() -> FileAnchor.at(link));
    FileAnchor.at(other.resolve("anchor")).replace(null, "one");
    assertThatIllegalArgumentException().isThrownBy(() -> FileAnchor.at(link));
    Path folder = Files.createSymbolicLink(dir.resolve("mounted"), other);
    FileAnchor through = FileAnchor.at(folder.resolve("anchor"));
    assertThat(through.replace("one", "two")).isTrue();
    assertThat(FileAnchor.at(other.resolve("anchor")).read()).isEqualTo("two");
  }

  @Test
  void folderInItsPlace_isAStoreFailure() throws IOException {
    Files.createDirectory(dir.resolve("anchor"));
    FileAnchor anchor = FileAnchor.at(dir.resolve("anchor"));
    assertThatExceptionOfType(StoreException.class).isThrownBy(anchor::read);
  }
}
